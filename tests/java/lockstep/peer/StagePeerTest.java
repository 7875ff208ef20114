package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Endpoint;
import lockstep.stage.Stage;
import lockstep.stage.Stage.Exchange;
import lockstep.stage.Way;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Trees that are made beside a live one and exchanged with it, behind a real sshd.
class StagePeerTest extends StageSuite {
    private Stage stage(Path root, List<Way> ways) {
        return new Stage(new Endpoint(sshd.host("web1"), root.toString(), false), Site.RULES, ways);
    }

    private static Path tree(Stage.Made made) {
        return Path.of(made.at().root());
    }

    @Test
    void theStageIsTheTreeAndSharesWhatStays() throws Exception {
        String before = site.picture();

        Path made = staged();

        assertThat(Site.picture(made)).isEqualTo(before);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(made.resolve("cache")).doesNotExist();
        for (String same : List.of("large", "dir/two", "suid", "link", "fifo")) {
            assertThat(Site.inode(made.resolve(same)))
                    .as(same)
                    .isEqualTo(Site.inode(site.live.resolve(same)));
        }
    }

    /// One of two hard links, a link, a fifo and names that a shell would take for something else.
    @Test
    void whatIsChangedInPlaceIsNotShared() throws Exception {
        String before = site.picture();
        Set<TreePath> apart =
                Set.of(
                        TreePath.of("dir/two"),
                        TreePath.of("link"),
                        TreePath.of("fifo"),
                        TreePath.of("-dash"),
                        TreePath.of("new\nline"));

        Path made = tree(stage.make(apart, cancel));

        for (TreePath path : apart) {
            Path there = made.resolve(new String(path.toBytes(), StandardCharsets.UTF_8));
            assertThat(Files.exists(there, LinkOption.NOFOLLOW_LINKS))
                    .as("%s", path.visible())
                    .isTrue();
            Shell.run(directory, "chown -h 99:99 '" + there + "'; touch -h '" + there + "'");
        }
        assertThat(site.picture()).isEqualTo(before);
        assertThat(Site.inode(made.resolve("dir/two-again")))
                .isEqualTo(Site.inode(site.live.resolve("dir/two-again")));
    }

    /// A directory that is older than a second, since rsync takes times in one second for equal.
    @Tag("long")
    @Test
    void aListLongerThanACommandLineMayBeIsNotShared() throws Exception {
        Shell.run(
                site.live,
                "mkdir many; cd many; seq -f 'a-rather-long-name-%09g' 6000 | xargs touch;"
                        + " touch -d @1612325106 .");
        Set<TreePath> apart = new HashSet<>();
        for (int i = 1; i <= 6000; i++) {
            apart.add(TreePath.of("many/a-rather-long-name-%09d".formatted(i)));
        }

        Path made = tree(stage.make(apart, cancel));

        String shared = "find '" + made.resolve("many") + "' -type f -links +1 | wc -l";
        assertThat(Shell.run(directory, shared).strip()).isEqualTo("0");
        assertThat(Site.picture(made)).isEqualTo(site.picture());
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"PERL", "PYTHON3"})
    void theTreesChangePlacesAndWhatRulesLeaveOutComesAlong(Way way) throws Exception {
        assertThat(stage(site.live, List.of(way)).way(cancel)).isEqualTo(way);
        String before = site.picture();
        Path made = staged();
        Files.writeString(made.resolve("new"), "new");
        Files.delete(made.resolve("large"));
        String after = Site.picture(made);
        Shell.run(
                site.live,
                """
                echo odd > "$(printf 'cache/new\\nline')"
                echo odd > "$(printf ' o\\\\#101\\n\\377.swp')"
                touch -d '2021-02-03 04:05:06.789' . cache
                """);
        String kept = leftOut();

        stage.mark(cancel);
        assertThat(stage.toNew(way, cancel)).isEqualTo(new Exchange.Done(3, ""));

        assertThat(site.picture()).isEqualTo(after);
        assertThat(leftOut()).isEqualTo(kept);
        assertThat(stage.toNew(way, cancel)).as("once more").isEqualTo(new Exchange.Done(0, ""));
        assertThat(Shell.run(made, "ls cache *.swp dir/*.swp 2>&1 | grep -c cannot").strip())
                .isEqualTo("3");
        stage.remove(cancel);
        assertThat(site.state().resolve("stage")).doesNotExist();
        assertThat(site.picture()).isEqualTo(after).isNotEqualTo(before);
        assertThat(leftOut()).isEqualTo(kept);
    }

    @Test
    void whatIsLeftOutInADirectoryThatIsToGoCannotComeAlong() throws Exception {
        Path made = staged();
        Shell.run(made, "rm -r dir");

        kept(exchanged(), "dir/kept.swp is left out by a rule, and has no place in the new tree");

        assertThat(site.live.resolve("dir/kept.swp")).hasContent("kept\n");
    }

    @Test
    void moreThanCanBeMovedInAMomentIsNotMoved() throws Exception {
        Shell.run(
                site.live.resolve("dir"),
                "seq -f '%g.swp' 500 | xargs touch; touch -d @1612325106 .");

        assertThatThrownBy(() -> stage.make(Set.of(), cancel))
                .hasMessageContaining("More than 500 entries are left out by rules");
    }

    @Test
    void rootMovesNothingWhereOthersMayWrite() throws Exception {
        Peer.root("to give files away");
        Shell.run(site.live, "chown 1234 dir");

        assertThatThrownBy(() -> stage.make(Set.of(), cancel))
                .hasMessageContaining("dir/kept.swp is left out by a rule, and lies where others");
    }

    /// Who owns the tree needs no directory that is closed to others.
    @Test
    void whoeverOwnsTheTreeMaySwitchIt() throws Exception {
        Peer.root("to become another user");
        Shell.run(directory, "chmod 775 . live/dir; chown -hR 65534:65534 .; rm live/shut/in");
        Endpoint owned = new Endpoint(Disguise.nobody("web1"), site.live.toString(), false);
        stage = new Stage(owned, Site.RULES);
        Path made = staged();
        Shell.run(made, "echo new > new; chown 65534 new");
        Way way = stage.way(cancel);
        stage.mark(cancel);

        assertThat(stage.toNew(way, cancel)).isEqualTo(new Exchange.Done(2, ""));

        assertThat(site.live.resolve("new")).hasContent("new\n");
        assertThat(site.live.resolve("cache/kept")).hasContent("kept\n");
        stage.remove(cancel);
        assertThat(site.live.resolve("dir/kept.swp")).hasContent("kept\n");
        Shell.run(site.live, "chown 0:0 cache; chmod 755 cache");
        assertThatThrownBy(() -> stage.make(Set.of(), cancel))
                .hasMessageContaining("cache is left out by a rule, and may not be moved");
    }

    @Test
    void whereOthersCouldGiveRootAnotherTreeNothingIsStaged() throws Exception {
        Peer.root("to be root");
        Shell.run(directory, "chmod 777 .");

        assertThatThrownBy(() -> stage.way(cancel)).hasMessageContaining("above its root");
    }

    @Test
    void aMountPointBelowTheRootIsNotSwitchedAndNoneBelowTheStageEmptied() throws Exception {
        Peer.root("to mount");
        Path made = staged();
        for (Path point : List.of(site.live.resolve("cache"), made.resolve("dir"))) {
            Shell.run(directory, "mount -t tmpfs none '" + point + "'");
            try {
                Files.writeString(point.resolve("in"), "mounted");
                if (point.startsWith(site.live)) {
                    assertThatThrownBy(() -> stage.way(cancel)).hasMessageContaining("is mounted");
                    kept(exchanged(), "is mounted");
                } else {
                    assertThatThrownBy(() -> stage.remove(cancel))
                            .hasMessageContaining("is mounted");
                }
                assertThat(point.resolve("in")).hasContent("mounted");
            } finally {
                Shell.run(directory, "umount '" + point + "'");
            }
        }
    }

    @Test
    void aNodeThatCannotExchangeIsRefused() {
        assertThatThrownBy(() -> stage(site.live, List.of()).way(cancel))
                .hasMessageContaining("cannot exchange");
    }

    @Test
    void aRootThatIsALinkKeepsItsLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("current"), site.live);
        Stage behind = stage(link, List.of(Way.values()));
        Path made = tree(behind.make(Set.of(), cancel));
        Files.writeString(made.resolve("new"), "new");
        behind.mark(cancel);

        behind.toNew(behind.way(cancel), cancel);

        assertThat(link).isSymbolicLink();
        assertThat(link.resolve("new")).hasContent("new");
    }
}
