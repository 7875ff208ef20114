package lockstep.ui;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.present.BlockPicture;
import lockstep.present.EntryPicture;
import lockstep.present.Lane;
import lockstep.present.LaneNow;
import lockstep.present.MapWords;
import lockstep.present.RunEnd;
import lockstep.present.Strings;
import lockstep.present.Words;

/// The block map of the file in flight, beside it all entries that its node gets, a cell each, and
/// all their bytes as a strip; what the forms and colours mean; and what is pointed at, in words.
final class BlockMapCard extends VBox {
    private static final double WHOLE = 255;

    private final Label title = new Label();
    private final Label size = new Label();
    private final CellGrid blocks = new CellGrid(this::paintBlock, this::pointBlock);
    private final Label node = new Label();
    private final CellGrid entries = new CellGrid(this::paintEntry, this::pointEntry);
    private final BlockStrip strip = new BlockStrip();
    private final VBox whole = new VBox(node, entries, strip);
    private final Label pointed = new Label();
    private LaneNow.FileMap map = LaneNow.FileMap.NONE;
    private EntryPicture all = EntryPicture.EMPTY;

    BlockMapCard() {
        getStyleClass().addAll("run-card", "block-card");
        title.getStyleClass().add("block-title");
        size.getStyleClass().add("run-quiet");
        size.setMinWidth(USE_PREF_SIZE);
        node.getStyleClass().add("run-quiet");
        pointed.getStyleClass().add("run-quiet");
        pointed.setId("block-pointed");
        for (Label path : new Label[] {title, pointed}) {
            path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }
        HBox top = new HBox(title, size);
        top.getStyleClass().add("block-top");
        top.setAlignment(Pos.BASELINE_LEFT);
        VBox file = new VBox(top, blocks);
        blocks.setId("block-map");
        entries.setId("entry-map");
        HBox maps = new HBox(file, whole);
        maps.getStyleClass().add("block-maps");
        for (VBox side : new VBox[] {file, whole}) {
            side.getStyleClass().add("block-side");
            HBox.setHgrow(side, Priority.ALWAYS);
        }
        setVgrow(blocks, Priority.ALWAYS);
        setVgrow(entries, Priority.ALWAYS);
        setVgrow(maps, Priority.ALWAYS);
        getChildren().addAll(maps, foot());
        blocks.show(0, BlockStrip.spoken(BlockPicture.EMPTY));
    }

    private HBox foot() {
        HBox legend = new HBox();
        legend.getStyleClass().add("block-legend");
        for (String what : new String[] {"saved", "sent", "attributes", "deletion", "empty"}) {
            legend.getChildren().add(legend(what));
        }
        HBox.setHgrow(pointed, Priority.ALWAYS);
        pointed.setMaxWidth(Double.MAX_VALUE);
        pointed.setMinWidth(0);
        legend.setMinWidth(USE_PREF_SIZE);
        HBox foot = new HBox(pointed, legend);
        foot.getStyleClass().add("block-top");
        legend.setAlignment(Pos.CENTER_RIGHT);
        return foot;
    }

    void show(Lane lane, Optional<RunEnd> end) {
        LaneNow now = lane.now();
        name(now.map(), end.isPresent());
        whole.setVisible(lane.isPlanned());
        whole.setManaged(lane.isPlanned());
        if (!now.map().equals(map)) {
            map = now.map();
            blocks.show(map.picture().cells(), BlockStrip.spoken(map.picture()));
        }
        if (now.entries() != all) {
            all = now.entries();
            String done = Words.number(all.done());
            String of = Words.number(all.entries());
            String bytes = Words.bytes(lane.plannedBytes());
            node.setText(Strings.text("run.map.entries", lane.node(), done, of, bytes));
            entries.show(all.cells(), Strings.text("run.map.entries.spoken", done, of));
        }
        strip.show(now.runMap());
    }

    private void name(LaneNow.FileMap at, boolean over) {
        if (at.path().isEmpty()) {
            title.setText(Strings.text(over ? "run.map.nothing" : "run.map.none"));
            size.setText("");
        } else {
            title.setText(at.path());
            String flying = over ? "run.map.stopped" : "run.map.flying";
            String landed = over ? "run.map.largest.all" : "run.map.largest";
            String key = at.inFlight() ? flying : landed;
            size.setText(Strings.text(key, Words.bytes(at.size())));
        }
    }

    private void paintBlock(GraphicsContext on, Inks inks, int cell, Rectangle2D at) {
        BlockPicture picture = map.picture();
        BlockInk.content(on, inks, at, picture.sent(cell) / WHOLE, picture.saved(cell) / WHOLE);
    }

    private void paintEntry(GraphicsContext on, Inks inks, int cell, Rectangle2D at) {
        long bytes = all.sent(cell) + all.saved(cell);
        boolean content = all.has(cell, EntryPicture.Kind.CONTENT) || all.isFlying(cell);
        if (all.done(cell) == 0 || content) {
            double reached = all.done(cell) == 0 && bytes == 0 ? 0 : 1;
            double sent = bytes == 0 ? 0 : (double) all.sent(cell) / bytes;
            BlockInk.content(on, inks, at, sent, reached - sent);
        } else if (all.has(cell, EntryPicture.Kind.DELETION)) {
            BlockInk.deletion(on, inks, at);
        } else {
            BlockInk.attributes(on, inks, at);
        }
        if (all.isFlying(cell)) {
            BlockInk.flying(on, inks, at);
        }
    }

    private void pointBlock(int cell) {
        say(blocks, cell, at -> MapWords.block(map.picture(), map.size(), at));
    }

    private void pointEntry(int cell) {
        say(entries, cell, at -> MapWords.entry(all, at));
    }

    private void say(CellGrid grid, int cell, IntFunction<String> words) {
        CellGrid other = grid == blocks ? entries : blocks;
        if (cell != CellGrid.NOWHERE) {
            String said = words.apply(cell);
            pointed.setText(said);
            grid.say(said);
        } else if (other.pointed() == CellGrid.NOWHERE) {
            pointed.setText(Strings.text("run.map.hint"));
        }
    }

    private static Label legend(String what) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("swatch", "swatch-" + what.toLowerCase(Locale.ROOT));
        Label label = new Label(Strings.text("run.legend." + what), swatch);
        label.getStyleClass().add("run-quiet");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
