package lockstep.options;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.options.Display.Show;
import lockstep.rsync.ItemFlags;
import lockstep.rsync.Itemized;
import lockstep.rsync.Itemized.Sent;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Roots;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;
import lockstep.tree.TreePath;

/// Prints what rsync prints, while a relay goes on. The script must have [Trait#FACTS], and both
/// ends must have been told [Display#sourceWords] and [Display#targetWords].
///
/// The lines are those of a copy between two directories of one machine, so content that is sent
/// shows as `>`. What differs from rsync: what [Closing] says about bytes sent, what [Escape] says
/// about names, and before what an rsync complains about stands the name of its node. A message
/// or a name of a peer cannot reach the terminal with a control character in it.
///
/// Called by one thread at a time. Writing may wait for whoever reads, and the relay with it.
public final class Transcript implements RelayEvents {
    private static final byte[] CHANGED =
            "file has changed since it was listed: ".getBytes(StandardCharsets.US_ASCII);

    private final Display display;
    private final String source;
    private final Paper paper;
    private final Press press;
    private final Optional<LineFormat> format;
    private final ItemValues values;
    private final Headline headline;
    private final Meter meter;
    private final Counts counts = new Counts();
    private final boolean dryRun;
    private final Instant began;
    private final int deletions;

    /// @param script what the relay is told, as it is when it runs
    public Transcript(Display display, Script script, Paper paper) {
        this.display = display;
        this.source = script.source().name();
        this.paper = paper;
        this.press = new Press(paper, escape());
        this.format = display.format().map(LineFormat::new);
        this.values = new ItemValues(paper.clock(), origin(script));
        this.dryRun = script.manner().traits().contains(Trait.PREVIEW);
        boolean incremental = script.manner().traits().contains(Trait.INCREMENTAL);
        this.headline = new Headline(press, display.level(Topic.FLIST), incremental);
        this.meter = new Meter(press, display, paper.clock());
        this.began = paper.clock().instant();
        this.deletions = format.isPresent() ? 1 : display.level(Topic.DEL);
    }

    private Escape escape() {
        if (display.shows(Show.EIGHT_BIT)) {
            return Escape.EIGHT_BIT;
        }
        return paper.charset().equals(StandardCharsets.UTF_8) ? Escape.UTF_8 : Escape.ASCII;
    }

    private ItemValues.Origin origin(Script script) {
        return new ItemValues.Origin(
                directory(script),
                script.manner().traits().contains(Trait.GROUPS),
                display.shows(Show.TIMES_KEPT));
    }

    /// The directory that names are below, where the source was asked for one path: what stands
    /// before its last part, or before `/./` where whole paths are kept.
    private static String directory(Script script) {
        List<String> paths = script.source().paths();
        if (paths.size() != 1 || script.manner().names().isPresent()) {
            return "";
        }
        String path = paths.getFirst();
        boolean whole = script.manner().roots().filter(Roots::wholePaths).isPresent();
        int end = whole ? path.indexOf("/./") : path.lastIndexOf('/');
        return end < 0 ? "" : path.substring(0, end).replaceFirst("^(\\.?/+)+", "");
    }

    @Override
    public void listed(long entries, long bytes) {
        headline.listed(entries);
        meter.listed(entries, bytes);
    }

    @Override
    public void listsEnded() {
        headline.ended();
        meter.listsEnded();
    }

    @Override
    public void item(Itemized item) {
        counts.item(item);
        meter.item(item);
        boolean late =
                item.isTransfer() && !dryRun && format.filter(LineFormat::isLate).isPresent();
        if (!late) {
            tell(item, null);
        } else if (meter.showsFiles()) {
            press.line(Names.shown(item));
        }
    }

    @Override
    public void itemSent(Itemized item, Sent sent) {
        meter.sent(item);
        if (format.filter(LineFormat::isLate).isPresent()) {
            tell(item, sent);
        }
    }

    private void tell(Itemized item, @org.jspecify.annotations.Nullable Sent sent) {
        if (format.isPresent() && isTold(item, format.get())) {
            press.line(format.get().line(values.item(item, sent)));
        }
    }

    /// With `%i` every change is told; without it what is sent, made or linked here, and
    /// directories whose attributes change.
    private boolean isTold(Itemized item, LineFormat line) {
        boolean named = item.other().length > 0;
        if (line.has("i")) {
            return item.isSignificant() || named || display.tellsUnchanged();
        }
        boolean local = (item.flags() & ItemFlags.LOCAL_CHANGE) != 0;
        return item.isTransfer()
                || named
                || item.isSignificant() && (local || Names.isDirectory(item));
    }

    @Override
    public void fileBegun(TreePath path, long size, int blockLength) {
        meter.begun(size);
    }

    @Override
    public void matched(long offset, long length) {
        meter.reached(offset + length);
    }

    @Override
    public void literal(long offset, long length) {
        meter.reached(offset + length);
    }

    @Override
    public void deleted(TreePath path) {
        deleted(path.toBytes());
    }

    @Override
    public void deletedDirectory(TreePath path) {
        deleted(Names.directory(path));
    }

    private void deleted(byte[] name) {
        counts.deletion();
        if (deletions == 0) {
            return;
        }
        Optional<LineFormat> asked = format.filter(line -> line.has("io"));
        press.line(
                asked.isPresent()
                        ? asked.get().line(values.deletion(name))
                        : joined("deleting ".getBytes(StandardCharsets.US_ASCII), name));
    }

    @Override
    public void said(String node, Saying saying, byte[] text) {
        byte[] line = withoutEnd(text);
        switch (saying) {
            case ERROR, WARNING -> press.trouble(node, line);
            case NOTE -> {
                if (!display.shows(Show.QUIET) && line.length > 0) {
                    press.line(line);
                }
            }
        }
    }

    /// Prints the numbers at the end, where they were asked for; before them on the error side what
    /// no rsync says, which files were not sent as they had been listed.
    public void end(Outcome outcome) {
        meter.end();
        for (TreePath path : outcome.changedMeanwhile()) {
            press.trouble(source, joined(CHANGED, path.toBytes()));
        }
        int level = display.level(Topic.STATS);
        Duration took = Duration.between(began, paper.clock().instant());
        Closing closing = new Closing(display.human(), took, counts.seen(), outcome);
        if (level > 1) {
            press.line("");
            closing.block().forEach(press::line);
        }
        if (level > 0) {
            press.line("");
            closing.lines(dryRun).forEach(press::line);
        }
    }

    /// Says what an exit status other than 0 means, on the error side.
    public void status(int status) {
        press.endOpen();
        if (status != 0) {
            press.trouble(Closing.trouble(status));
        }
    }

    /// Why nothing is printed any more, where that is so: nobody reads.
    public Optional<IOException> failure() {
        return press.failure();
    }

    private static byte[] withoutEnd(byte[] text) {
        int n = text.length;
        while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r' || text[n - 1] == 0)) {
            n--;
        }
        return java.util.Arrays.copyOf(text, n);
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
