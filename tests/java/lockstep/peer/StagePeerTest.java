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
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.stage.Stage;
import lockstep.stage.Way;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Trees that are made beside a live one and exchanged with it, behind a real sshd.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StagePeerTest {
    private static Sshd sshd;

    @TempDir Path directory;
    private Site site;
    private Stage stage;
    private final Cancel cancel = new Cancel();

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @BeforeEach
    void site() {
        site = new Site(directory).filled();
        stage = stage(site.live, List.of(Way.values()));
    }

    private Stage stage(Path root, List<Way> ways) {
        return new Stage(new Endpoint(sshd.host("web1"), root.toString(), false), Site.RULES, ways);
    }

    private static Path tree(Endpoint made) {
        return Path.of(made.root());
    }

    @Test
    void theStageIsTheTreeAndSharesWhatStays() throws Exception {
        String before = site.picture();

        Path made = tree(stage.make(Set.of(), cancel));

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

    @Test
    void aListLongerThanACommandLineMayBeIsNotShared() throws Exception {
        Shell.run(
                site.live,
                "mkdir many; cd many; seq -f 'a-rather-long-name-%09g' 6000 | xargs touch");
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
            names = {"PERL", "PYTHON3", "RENAMES"})
    void theTreesChangePlacesAndWhatRulesLeaveOutComesAlong(Way way) throws Exception {
        assertThat(stage(site.live, List.of(way)).way(cancel)).isEqualTo(way);
        String before = site.picture();
        Path made = tree(stage.make(Set.of(), cancel));
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
        String kept = Shell.run(site.live, "ls -Ri --quoting-style=escape cache *.swp dir/*.swp");

        assertThat(stage.toNew(way, cancel)).isEqualTo(3);

        assertThat(site.picture()).isEqualTo(after);
        assertThat(Site.picture(made)).isEqualTo(before);
        assertThat(Shell.run(site.live, "ls -Ri --quoting-style=escape cache *.swp dir/*.swp"))
                .isEqualTo(kept);
        assertThat(stage.toNew(way, cancel)).as("once more").isZero();

        stage.toOld(way, cancel);

        assertThat(site.picture()).isEqualTo(before);
        assertThat(Shell.run(site.live, "ls -Ri --quoting-style=escape cache *.swp dir/*.swp"))
                .isEqualTo(kept);
        stage.remove(cancel);
        assertThat(site.state().resolve("stage")).doesNotExist();
        assertThat(site.picture()).isEqualTo(before);
    }

    /// What a killed switch has left: the trees have changed places, and what the rules leave out
    /// is still in the old one. Removing that must not take it along.
    @Test
    void whatRulesLeaveOutIsNeverRemovedWithTheOldTree() throws Exception {
        Path made = tree(stage.make(Set.of(), cancel));
        Shell.run(
                site.state().resolve("stage"),
                "mv '%s' old && mv '%s' '%s' && mv old '%s' && echo cache > entries"
                        .formatted(site.live, made, site.live, made));
        Files.createDirectory(site.live.resolve("cache"));
        Files.writeString(site.live.resolve("cache/made-meanwhile"), "x");

        stage.remove(cancel);

        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
        assertThat(site.live.resolve("cache/made-meanwhile")).hasContent("x");
        assertThat(site.state().resolve("stage")).doesNotExist();
    }

    @Test
    void aTreeThatWasAwayBetweenTwoRenamesComesBack() throws Exception {
        String before = site.picture();
        stage.make(Set.of(), cancel);
        Files.move(site.live, site.state().resolve("stage/away"));

        stage.way(cancel);

        assertThat(site.picture()).isEqualTo(before);
    }

    /// The second rename was done, and the third not.
    @Test
    void aTreeThatIsStillAwayAfterTheSwitchIsTheOldOne() throws Exception {
        String before = site.picture();
        Path made = tree(stage.make(Set.of(), cancel));
        Files.writeString(made.resolve("new"), "new");
        Files.move(site.live, site.state().resolve("stage/away"));
        Files.move(made, site.live);

        stage.toOld(Way.RENAMES, cancel);

        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void aRootThatIsALinkKeepsItsLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("current"), site.live);
        Stage behind = stage(link, List.of(Way.values()));
        Path made = tree(behind.make(Set.of(), cancel));
        Files.writeString(made.resolve("new"), "new");

        behind.toNew(behind.way(cancel), cancel);

        assertThat(link).isSymbolicLink();
        assertThat(link.resolve("new")).hasContent("new");
        assertThatThrownBy(() -> stage(link, List.of(Way.RENAMES)).way(cancel))
                .hasMessageContaining("cannot exchange");
    }
}
