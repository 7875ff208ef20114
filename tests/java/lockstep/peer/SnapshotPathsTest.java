package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.snapshot.By;
import lockstep.snapshot.Difference;
import lockstep.snapshot.Difference.Kind;
import lockstep.snapshot.Differences;
import lockstep.snapshot.RestoreEvents;
import lockstep.snapshot.Scope;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A part of a tree, made as it is in a snapshot.
class SnapshotPathsTest extends SiteSuite {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Snapshots snapshots;
    private Snapshot made;

    @BeforeEach
    void snapshots() throws Exception {
        snapshots = site.snapshots(sshd.host("web1"));
        made = snapshots.make("run-1", NOON, cancel);
    }

    private Differences restore(Snapshots by, String... paths) throws FaultException {
        Scope scope = new Scope.Paths(Stream.of(paths).map(TreePath::of).toList());
        List<Difference> each = new ArrayList<>();
        Differences mended =
                by.restore(
                        made,
                        scope,
                        Optional.empty(),
                        new RestoreEvents() {
                            @Override
                            public void mended(Difference difference) {
                                each.add(difference);
                            }
                        },
                        cancel);
        assertThat(each).as("all that is told").isEqualTo(mended.first());
        assertThat(site.state().resolve("snapshots")).isDirectoryNotContaining("regex:.*paths");
        return mended;
    }

    private static Difference difference(String path, Kind kind) {
        return new Difference(TreePath.of(path), kind);
    }

    @Test
    void onlyTheChosenAreMended() throws Exception {
        Shell.run(
                site.live,
                "touch -r one /tmp/$$; echo eno > one; touch -r /tmp/$$ one; rm /tmp/$$;"
                        + " echo x > large; echo x > dir/added; chmod 600 suid; rm fifo;"
                        + " chmod 711 dir");

        Differences mended = restore(snapshots, "one", "dir/added", "fifo", "suid", "no/such");

        assertThat(mended.first())
                .containsExactlyInAnyOrder(
                        difference("one", Kind.CONTENT),
                        difference("dir/added", Kind.ADDED),
                        difference("fifo", Kind.GONE),
                        difference("suid", Kind.ATTRIBUTES));
        assertThat(snapshots.differences(made, cancel).first())
                .as("of a directory only what nobody chose")
                .containsExactlyInAnyOrder(
                        difference(".", Kind.ATTRIBUTES),
                        difference("large", Kind.CONTENT),
                        difference("dir", Kind.ATTRIBUTES));
        assertThat(Shell.run(site.live, "stat -c %a dir suid")).isEqualTo("711\n4755\n");
    }

    @Test
    void aDirectoryStandsForItselfAndStaysForWhatIsInIt() throws Exception {
        Shell.run(
                site.live,
                "chmod 700 dir; echo x > dir/two; mkdir -p new/in other; echo a > new/a;"
                        + " echo b > new/b; echo k > new/k.swp; echo c > new/in/c; echo o > other/o");

        Differences mended =
                restore(snapshots, "dir", "new", "new/a", "new/in", "new/in/c", "other");

        assertThat(mended.first())
                .containsExactlyInAnyOrder(
                        difference("dir", Kind.ATTRIBUTES),
                        difference("new/a", Kind.ADDED),
                        difference("new/in", Kind.ADDED),
                        difference("new/in/c", Kind.ADDED));
        assertThat(site.live.resolve("dir/two")).hasContent("x");
        assertThat(site.live.resolve("new/b")).exists();
        assertThat(site.live.resolve("other/o")).exists();
        restore(snapshots, "new", "new/b", "other", "other/o");
        assertThat(site.live.resolve("new/k.swp")).as("left out").exists();
        assertThat(site.live.resolve("new/b")).doesNotExist();
        assertThat(site.live.resolve("other")).doesNotExist();
    }

    @Test
    void whatTheRulesLeaveOutIsNeverTouched() throws Exception {
        Differences mended =
                restore(snapshots, "cache", "cache/kept", "dir/kept.swp", "cache/none");

        assertThat(mended.none()).isTrue();
        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
        assertThat(site.live.resolve("dir/kept.swp")).hasContent("kept");
    }

    @Test
    void kindsChangeBothWays() throws Exception {
        String before = site.picture();
        Shell.run(
                site.live,
                "rm large link one; mkdir large; echo x > large/in; mkdir -p link/deep;"
                        + " ln -s elsewhere one; rm -r dir/deep; echo x > dir/deep");

        restore(
                snapshots,
                "large",
                "link",
                "one",
                "dir/deep/three",
                "dir/deep",
                "large/in",
                ".",
                "dir");

        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void theRootStandsForItselfToo() throws Exception {
        Shell.run(site.live, "chmod 700 .; chmod 600 suid; echo x > added");

        Differences mended = restore(snapshots, ".");

        assertThat(mended.first()).containsExactly(difference(".", Kind.ATTRIBUTES));
        assertThat(Shell.run(site.live, "stat -c %a . suid")).isEqualTo("755\n600\n");
        assertThat(site.live.resolve("added")).exists();
    }

    @Test
    void whatLeadsToAPathIsMadeAsItWas() throws Exception {
        String before = site.picture();
        Shell.run(site.live, "rm -r dir/deep");

        restore(snapshots, "dir/deep/three");
        restore(snapshots, "dir");

        assertThat(site.picture()).isEqualTo(before);
    }

    /// As root that would write, and delete, wherever a user of the node likes.
    @Test
    void noLinkInTheTreeLeadsOutside() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Shell.run(outside, "echo mine > two; echo mine > passwd; mkdir empty");
        Shell.run(site.live, "rm -r dir; ln -s ../outside dir; ln -s ../outside added");

        restore(snapshots, "dir/two", "dir/passwd", "added/passwd", "added/empty");

        assertThat(outside.resolve("two")).hasContent("mine");
        assertThat(outside.resolve("passwd")).hasContent("mine");
        assertThat(outside.resolve("empty")).exists();
        assertThat(Files.isSymbolicLink(site.live.resolve("added"))).isTrue();
        assertThat(Files.isSymbolicLink(site.live.resolve("dir"))).isFalse();
        assertThat(site.live.resolve("dir/two")).hasContent("two");
        assertThat(site.live.resolve("dir/passwd")).doesNotExist();
    }

    @Test
    void whatIsMountedIsNotReached() throws Exception {
        Peer.root("to mount");
        Shell.run(site.live, "mkdir 'a b'; mount -t tmpfs none 'a b' && echo x > 'a b/in'");
        try {
            assertThatThrownBy(() -> restore(snapshots, "a b/in"))
                    .hasMessageContaining("is mounted");
            assertThat(site.live.resolve("a b/in")).exists();
            Files.writeString(site.live.resolve("one"), "changed");
            restore(snapshots, "one");
        } finally {
            Shell.run(site.live, "umount 'a b'");
        }
        assertThat(site.live.resolve("one")).hasContent("one");
    }

    @Tag("long")
    @Test
    void aFileThatCannotGoIsSaid() throws Exception {
        Peer.root("to become another user");
        Shell.run(directory, "rm -r .lockstep; chmod 755 .; chown -hR 65534:65534 live");
        Shell.run(directory, "mkdir -m 700 .lockstep; chown 65534 .lockstep");
        Snapshots nobody = site.snapshots(Disguise.nobody("web1"));
        made = nobody.make("run-1", NOON, cancel);
        Shell.run(site.live, "mkdir roots; echo x > roots/in; echo y > one");
        Shell.run(site.live, "chown 65534 one");

        Fault fault = Shop.fault(() -> restore(nobody, "roots/in", "one"));

        assertThat(fault).isInstanceOf(Fault.Partial.class);
        assertThat(fault.what()).contains("roots/in is still there", "Permission denied");
        assertThat(site.live.resolve("one")).hasContent("one");
    }

    @Test
    @Tag("long")
    void ofManyEveryOneIsMended() throws Exception {
        Shell.run(
                site.live,
                "mkdir -p many/a; i=0; while [ $i -lt 12000 ]; do : > many/a/$i-"
                        + "0123456789012345678901234567890123456789; i=$((i+1)); done");
        List<TreePath> paths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(site.live.resolve("many"))) {
            files.forEach(path -> paths.add(TreePath.of(site.live.relativize(path).toString())));
        }
        Scope scope = new Scope.Paths(paths);

        Differences mended =
                snapshots.restore(made, scope, Optional.empty(), new RestoreEvents() {}, cancel);

        assertThat(mended.count()).isEqualTo(12_002);
        assertThat(mended.first()).hasSize(50);
        assertThat(site.live.resolve("many")).doesNotExist();
    }

    @Test
    void byAttributesNoFileIsRead() throws Exception {
        Shell.run(
                site.live,
                "touch -r one /tmp/$$; echo eno > one; touch -r /tmp/$$ one; rm /tmp/$$;"
                        + " echo longer > dir/two");

        assertThat(snapshots.differences(made, By.ATTRIBUTES, cancel).first())
                .contains(difference("dir/two", Kind.CONTENT))
                .doesNotContain(difference("one", Kind.CONTENT));
        assertThat(snapshots.differences(made, By.CONTENT, cancel).first())
                .contains(difference("dir/two", Kind.CONTENT), difference("one", Kind.CONTENT));
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("lockstep.peer.Rsyncs#programs")
    void everyRsyncWillDo(String program) throws Exception {
        String line = "PATH=" + Path.of(program).getParent() + ":$PATH; exec \"$@\"";
        Snapshots old = site.snapshots(Disguise.shell("web1", line));
        snapshots.remove(made, cancel);
        Shell.run(site.live, "find . -exec touch -h -d '2021-02-03 04:05:06' {} +");
        made = old.make("run-2", NOON.plusSeconds(1), cancel);
        String before = site.picture();
        Shell.run(
                site.live,
                "rm -r dir/deep; echo x > one; mkdir new; echo x > new/x;"
                        + " echo x > \"$(printf 'a\\nb')\"; echo x > \"$(printf 'c\\001\\377\\\\#101')\"");
        byte[] odd = {'c', 1, -1, '\\', '#', '1', '0', '1'};
        List<TreePath> paths = new ArrayList<>();
        for (String path : List.of("dir/deep/three", "dir", "one", "new", "new/x", "a\nb", ".")) {
            paths.add(TreePath.of(path));
        }
        paths.add(TreePath.checked(odd, 0, odd.length));

        old.restore(made, new Scope.Paths(paths), Optional.empty(), new RestoreEvents() {}, cancel);

        assertThat(site.picture()).isEqualTo(before);
    }
}
