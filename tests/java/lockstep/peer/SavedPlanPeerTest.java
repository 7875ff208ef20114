package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.cli.Typed;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.Reconciliation;
import lockstep.plan.Reconciliation.Manner;
import lockstep.plan.SavedPlan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Plans saved from three real OpenSSH nodes and carried out later.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SavedPlanPeerTest {
    @TempDir Path directory;
    private SshNodes nodes;

    @BeforeEach
    void start() throws Exception {
        nodes = new SshNodes(directory);
        Shell.run(
                nodes.root("web1"),
                "mkdir -p app/css && echo same > same && echo page > app/page && ln -s page app/link"
                        + " && echo style > app/css/style && printf x > 'a b'");
        for (String node : SshNodes.NAMES.subList(1, 3)) {
            Shell.run(directory, "cp -a web1/. " + node);
        }
        Shell.run(
                nodes.root("web2"),
                "touch -r app/page t && printf 'PAGE\\n' > app/page && touch -r t app/page && rm t"
                        + " && rm 'a b' && mkdir old && echo o > old/o && chmod 600 same");
        Shell.run(nodes.root("web3"), "ln -sfn css app/link && touch -d 2020-01-01 same");
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private Typed typed(String... arguments) {
        Typed typed = Typed.piped(_ -> nodes.open(nodes.cluster()));
        assertThat(typed.run(arguments)).as(typed.err()).isNotNegative();
        return typed;
    }

    private int run(String... arguments) {
        return Typed.piped(_ -> nodes.open(nodes.cluster())).run(arguments);
    }

    private String file() {
        return directory.resolve("plan.txt").toString();
    }

    private void save() {
        assertThat(run("plan", "x", "--content", "--delete", "--out", file())).isEqualTo(1);
    }

    private String pictures() {
        return Shell.picture(nodes.root("web2")) + Shell.picture(nodes.root("web3"));
    }

    @Test
    void aSavedPlanIsCarriedOut() throws Exception {
        save();
        assertThat(Files.readString(Path.of(file())))
                .contains("update chosen 5 \"app/page\"\n  because \"other content\"\n")
                .contains("create chosen 1 \"a b\"\n")
                .contains("delete chosen 2 \"old/o\"\n")
                .containsPattern("source file 0644 .* 5 [0-9a-f]{32}\n");

        assertThat(run("sync", "x", "--plan", file(), "--files-only")).isZero();

        for (String node : SshNodes.NAMES.subList(1, 3)) {
            Shell.run(directory, "diff -r --no-dereference web1 " + node);
            assertThat(Shell.picture(nodes.root(node)))
                    .isEqualTo(Shell.picture(nodes.root("web1")));
        }
        assertThat(run("sync", "x", "--plan", file(), "--files-only"))
                .as("done is not as it was")
                .isEqualTo(3);
    }

    /// Digests, too, which each connection could have computed with a seed of its own.
    @Test
    void theSameWorldHasTheSameDigest() throws Exception {
        save();
        byte[] first = Files.readAllBytes(Path.of(file()));
        save();
        assertThat(Path.of(file())).hasBinaryContent(first);
    }

    private void refused(String path) {
        String before = pictures();
        Typed typed = typed("sync", "x", "--plan", file(), "--files-only");
        assertThat(typed.err()).contains("changed since the plan was approved");
        assertThat(typed.out()).contains(path);
        assertThat(run("sync", "x", "--plan", file(), "--files-only")).isEqualTo(3);
        assertThat(pictures()).isEqualTo(before);
    }

    @Test
    void aFileThatChangedOnTheSourceIsRefused() {
        save();
        Shell.run(
                nodes.root("web1"),
                "touch -r app/page t && echo Page > app/page && touch -r t app/page && rm t");
        refused("app/page");
    }

    @Test
    void aFileThatChangedOnATargetIsRefused() {
        save();
        Shell.run(nodes.root("web2"), "echo O > old/o");
        refused("old/o");
    }

    @Test
    void whatAppearedInADirectoryThatIsToGoIsRefused() {
        save();
        Shell.run(nodes.root("web2"), "echo d > old/diary");
        refused("old/diary");
    }

    @Test
    void whatDiffersElsewhereIsLeftAlone() throws Exception {
        save();
        Shell.run(nodes.root("web2"), "echo s > stranger");
        // The directory's own time is planned, and would show where a second passes meanwhile.
        Shell.run(
                nodes.root("web1"),
                "touch -r app ../t && echo l > app/later && touch -r ../t app && rm ../t");

        Typed typed = typed("sync", "x", "--plan", file(), "--files-only");

        assertThat(typed.err()).contains("stranger differs since", "app/later differs since");
        assertThat(nodes.root("web2").resolve("stranger")).exists();
        assertThat(nodes.root("web2").resolve("app/later")).doesNotExist();
        assertThat(nodes.root("web2").resolve("app/page")).hasContent("page\n");
        assertThat(nodes.root("web2").resolve("old")).doesNotExist();
    }

    @Test
    void aPlanByMetadataIsHeldAgainstMetadata() throws Exception {
        assertThat(run("plan", "x", "--to", "web3", "--out", file())).isEqualTo(1);
        assertThat(Files.readString(Path.of(file())))
                .contains("\nby size, time and attributes\n")
                .doesNotContain("web2");
        assertThat(run("sync", "x", "--plan", file(), "--files-only")).isZero();
        Shell.run(directory, "diff -r --no-dereference web1 web3");
    }

    /// Names as rsync keeps them in its temporary files, the long ones cut.
    private static List<String> names() {
        String a = "a".repeat(245);
        return List.of("big", ".dot", "..dots", a + "b".repeat(10), a + "é".repeat(4), a + "bé");
    }

    /// Kills a receiver, and all that belongs to it, as soon as it has begun to write the file.
    private void killWhileSending(String directory, String name) {
        Shell.run(
                this.directory,
                "timeout 60 rsync -a --bwlimit=200 'web1/%1$s/%2$s' web2/%1$s/ & p=$!;"
                                .formatted(directory, name)
                        + " until ls -A web2/%s | grep -q .; do kill -0 $p || exit 1; done;"
                                .formatted(directory)
                        + " kill -9 -$p || exit 1; wait $p || true");
    }

    @Tag("long")
    @Test
    void whatKilledReceiversLeftGoesWhenTheRunIsResumed() throws Exception {
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            Shell.run(
                    nodes.root("web1"),
                    "mkdir d%1$d && head -c 3000000 /dev/urandom > 'd%1$d/%2$s'"
                            .formatted(i, names.get(i)));
        }
        save();
        SavedPlan saved = SavedPlan.open(Path.of(file()));
        for (int i = 0; i < names.size(); i++) {
            Shell.run(nodes.root("web2"), "mkdir d" + i);
            killWhileSending("d" + i, names.get(i));
        }
        Shell.run(nodes.root("web2"), "rm old/o && echo mine > d0/.mine.abcdef");
        OpenCluster cluster = nodes.open(nodes.cluster());
        Plan fresh =
                cluster.plan(
                        cluster.compare(Criterion.CONTENT, new Unheard(), new Cancel()),
                        SshNodes.NAMES.subList(1, 3));

        Reconciliation.Result result = Reconciliation.of(saved, fresh, Manner.BEGUN);

        assertThat(result.besides())
                .singleElement()
                .satisfies(b -> assertThat(b.row().path().visible()).isEqualTo("d0/.mine.abcdef"));
        assertThat(result.done()).isPositive();
        RunReport report =
                cluster.sync(
                        result.plan(),
                        RunOptions.inPlace(),
                        _ -> new RelayEvents() {},
                        new RunControl(new Cancel()));
        assertThat(report.nodes()).allSatisfy(n -> assertThat(n.fault()).isEmpty());
        Shell.run(nodes.root("web2"), "rm d0/.mine.abcdef");
        Shell.run(directory, "diff -r --no-dereference web1 web2");
    }
}
