package lockstep.present;

import static lockstep.present.Strings.text;

import java.util.List;
import lockstep.plan.Plan;

/// What a cell of a map stands for, in words.
public final class MapWords {
    private static final int WHOLE = 255;

    private MapWords() {}

    /// `Bytes 1,048,576 to 1,081,343: already there`.
    ///
    /// @param size of the file, in bytes
    public static String block(BlockPicture picture, long size, int cell) {
        long first = cell * picture.cellBytes();
        long last = Math.max(first, Math.min(size, first + picture.cellBytes()) - 1);
        String where = text("run.map.bytes", Words.number(first), Words.number(last));
        int sent = picture.sent(cell);
        int saved = picture.saved(cell);
        if (sent + saved == 0) {
            return text("run.map.block.empty", where);
        }
        if (sent + saved < WHOLE) {
            return text("run.map.block.partly", where, percent(sent), percent(saved));
        }
        return sent == 0
                ? text("run.map.block.saved", where)
                : saved == 0
                        ? text("run.map.block.sent", where)
                        : text("run.map.block.both", where, percent(sent));
    }

    /// Never 0 for something, never 100 for less than all.
    private static long percent(int share) {
        return share == 0 || share == WHOLE
                ? share * 100L / WHOLE
                : Math.clamp(Math.round(share * 100.0 / WHOLE), 1, 99);
    }

    /// `htdocs/app.js: 12 kB sent, 2.1 MB already there`.
    public static String entry(EntryPicture picture, int cell) {
        List<Plan.Row> rows = picture.rows(cell);
        Plan.Row first = rows.getFirst();
        String path = first.path().visible();
        if (rows.size() > 1) {
            return text(
                    "run.map.cell.many",
                    path,
                    Words.number(rows.size() - 1),
                    Words.number(picture.done(cell)),
                    Words.number(rows.size()),
                    Words.bytes(picture.sent(cell)),
                    Words.bytes(picture.saved(cell)));
        }
        return text("run.map.cell", path, state(picture, cell, first.action()));
    }

    private static String state(EntryPicture picture, int cell, Plan.Action action) {
        if (picture.isFlying(cell)) {
            return content("run.map.entry.flying", picture, cell);
        }
        if (picture.done(cell) == 0) {
            return switch (action) {
                case CREATE -> text("run.map.entry.create");
                case UPDATE -> text("run.map.entry.update");
                case ATTRIBUTES -> text("run.map.entry.attributes");
                case DELETE -> text("run.map.entry.delete");
            };
        }
        if (picture.has(cell, EntryPicture.Kind.CONTENT)) {
            return content("run.map.entry.content", picture, cell);
        }
        return picture.has(cell, EntryPicture.Kind.DELETION)
                ? text("run.map.entry.delete.done")
                : text("run.map.entry.attributes.done");
    }

    private static String content(String key, EntryPicture picture, int cell) {
        return text(key, Words.bytes(picture.sent(cell)), Words.bytes(picture.saved(cell)));
    }
}
