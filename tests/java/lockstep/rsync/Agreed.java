package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;
import lockstep.wire.Bytes;

/// A plan for two played rsyncs, and what honest ones say when it is carried out.
///
/// In it `copy` is made, `file` gets other content, `link` another target, `modes` another mode,
/// and `old` is deleted with `old/x`; `stays` is not in it.
final class Agreed {
    private Agreed() {}

    static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    static final int FILE = Kind.FILE.mode(0644);
    static final long SIZE = 3_000;

    static Listing source() {
        return TreeSketch.byContent()
                .user(0, "root")
                .group(0, "root")
                .file("copy", "12345")
                .time(Entries.TIME)
                .file("file", "x".repeat((int) SIZE))
                .time(Entries.TIME)
                .link("link", "there")
                .time(Entries.TIME)
                .file("modes", "m")
                .time(Entries.TIME)
                .file("stays", "s")
                .time(Entries.TIME)
                .build();
    }

    static Listing target() {
        return TreeSketch.byContent()
                .file("file", "y".repeat((int) SIZE))
                .time(Entries.TIME)
                .link("link", "elsewhere")
                .time(Entries.TIME)
                .file("modes", "m")
                .time(Entries.TIME)
                .mode(0600)
                .file("stays", "other")
                .time(Entries.TIME)
                .directory("old")
                .time(Entries.TIME)
                .file("old/x", "x")
                .time(Entries.TIME)
                .build();
    }

    static Approved plan() {
        Listing target = target();
        BitSet going = new BitSet();
        going.set(target.find(TreePath.of("old")));
        going.set(target.find(TreePath.of("old/x")));
        Set<TreePath> paths =
                Stream.of("copy", "file", "link", "modes", "old")
                        .map(TreePath::of)
                        .collect(Collectors.toSet());
        return new Approved(source(), target, paths, new BitSet(), going);
    }

    static byte[] digest(Listing listing, String path) {
        return java.util.Objects.requireNonNull(listing.digest(listing.find(TreePath.of(path))));
    }

    static Entries file(Entries to, String name, long size, int mode, byte[] digest) {
        to.plain(name, size, mode);
        to.bytes.raw(digest);
        return to;
    }

    /// What an honest source lists, but for what is to be told otherwise: each name may be left
    /// out, and something else told at the end.
    static Entries without(String... names) {
        List<String> left = Arrays.asList(names);
        Listing seen = source();
        Entries list = new Entries();
        if (!left.contains("copy")) {
            file(list, "copy", 5, FILE, digest(seen, "copy"));
        }
        if (!left.contains("file")) {
            file(list, "file", SIZE, FILE, digest(seen, "file"));
        }
        if (!left.contains("link")) {
            list.link("link", "there");
        }
        if (!left.contains("modes")) {
            file(list, "modes", 1, FILE, digest(seen, "modes"));
        }
        if (!left.contains("old")) {
            list.missing("old");
        }
        return list;
    }

    /// What an honest target lists when it is looked at. Both looks ask for a part of it and are
    /// told theirs.
    static Entries there() {
        Listing seen = target();
        Entries list = new Entries();
        file(list, "file", SIZE, FILE, digest(seen, "file"));
        list.link("link", "elsewhere");
        return file(list, "modes", 1, Kind.FILE.mode(0600), digest(seen, "modes"));
    }

    static Entries old() {
        Entries list = new Entries().directory("old");
        return file(list, "old/x", 1, FILE, digest(target(), "old/x"));
    }

    static Duet duet(Bytes list) {
        return new Duet(list).bound(plan(), there().endWhole(), old().endWhole());
    }

    static Fault.PlanOutdated outdated(Duet duet) {
        Fault fault = duet.fault();
        assertThat(fault).as(fault.message()).isInstanceOf(Fault.PlanOutdated.class);
        return (Fault.PlanOutdated) fault;
    }

    static void stopsAtOnce(Duet duet, String node, String path, String now) throws Exception {
        Fault.PlanOutdated fault = outdated(duet);
        assertThat(fault.reach()).isEqualTo(Reach.NOTHING_WRITTEN);
        assertThat(fault.where()).isEqualTo(node);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.node()).isEqualTo(node);
                            assertThat(c.path()).isEqualTo(path);
                            assertThat(c.now()).contains(now);
                        });
        assertThat(duet.heardByTarget()).isEmpty();
    }
}
