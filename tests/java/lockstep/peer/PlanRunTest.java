package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.cli.Typed;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.NodeReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A plan that was approved, two real rsyncs, and a node that changed in between. Whatever changed,
/// nothing is written, and every change is named.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PlanRunTest {
    private static final RunOptions FILES_ONLY = RunOptions.inPlace();

    @TempDir Path directory;
    private Path source;
    private Path target;

    /// When the change is made: before the run looks for the first time, or after that.
    private enum Moment {
        BEFORE_THE_RUN,
        AFTER_THE_FIRST_LOOK
    }

    /// What is done to a node, and what must be said of it.
    enum Meddling {
        SIZE("source", "echo longer >> update", "update", "bytes"),
        TIME("source", "touch -d 2021-03-04 update", "update", "modified 2021-03-04T00:00:00Z"),
        KIND("source", "rm update && mkdir update", "update", "a directory"),
        LINK_TARGET("source", "ln -sfn elsewhere link", "link", "link to elsewhere"),
        SETUID("source", "chmod 4755 update", "update", "mode 4755"),
        OWNER("source", "chown 12345 update", "update", "user 12345"),
        GROUP("source", "chgrp 12345 update", "update", "group 12345"),
        GONE("source", "rm create", "create", "not there"),
        APPEARED("source", "echo back > extra", "extra", "a file of 5 bytes"),
        DIRECTORY_APPEARED("source", "mkdir -p old/deep", "old", "a directory"),
        SAME_SIZE_AND_TIME(
                "source",
                "touch -r update ../t && printf 'NEW\\n' > update && touch -r ../t update",
                "update",
                "content"),
        TARGET_EDITED("target", "echo edited >> update", "update", "bytes"),
        TARGET_TOUCHED("target", "touch -d 2021-03-04 update", "update", "modified 2021-03-04"),
        TARGET_EDITED_QUIETLY(
                "target",
                "touch -r update ../t && printf 'OLD\\n' > update && touch -r ../t update",
                "update",
                "content"),
        TARGET_GONE("target", "rm update", "update", "not there"),
        TARGET_KIND("target", "rm update && ln -s /etc/passwd update", "update", "a link to"),
        TARGET_PARENT_A_LINK("target", "mv d ../away && ln -s ../away d", "d", "a link to ../away"),
        TARGET_MODE("target", "chmod 600 attributes", "attributes", "mode 0600"),
        TARGET_APPEARED("target", "echo mine > create", "create", "a file of 5 bytes"),
        TARGET_DIRECTORY_APPEARED("target", "mkdir -p new/own", "new", "a directory"),
        TARGET_MORE_TO_DELETE("target", "echo n > old/deep/n", "old/deep/n", "a file of 2 bytes"),
        TARGET_CHANGED_WHERE_DELETED("target", "echo n >> old/o", "old/o", "4 bytes"),
        TARGET_LESS_TO_DELETE("target", "rm old/o", "old/o", "not there"),
        TARGET_EXTRA_EDITED("target", "echo n >> extra", "extra", "bytes");

        private final String node;
        private final String line;
        private final String path;
        private final String now;

        Meddling(String node, String line, String path, String now) {
            this.node = node;
            this.line = line;
            this.path = path;
            this.now = now;
        }
    }

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        Peer.root("to give files away");
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.run(
                source,
                "mkdir -p d new && echo same > same && printf 'new\\n' > update && echo c > create"
                        + " && echo a > attributes && chmod 640 attributes && ln -s same link"
                        + " && echo 1 > d/one && echo f > new/f && chmod 755 d"
                        + " && find . -exec touch -h -d 2020-01-01 {} +");
        Shell.run(
                target,
                "mkdir -p d old/deep && echo same > same && printf 'old\\n' > update"
                        + " && echo a > attributes && chmod 644 attributes && ln -s other link"
                        + " && echo 2 > d/one && echo x > extra && echo o > old/o && echo x > old/deep/x"
                        + " && find . -exec touch -h -d 2020-01-01 {} +");
    }

    private OpenCluster open() throws FaultException {
        return OpenCluster.open(
                new Cluster(
                        "shop",
                        List.of(
                                new Node("source", "source", source.toString(), false),
                                new Node("target", "target", target.toString(), false)),
                        "source",
                        List.of(),
                        List.of()),
                (name, _) -> new LocalHost(name));
    }

    private static Comparison compare(OpenCluster cluster, Criterion criterion) throws Exception {
        return cluster.compare(criterion, new Unheard(), new Cancel());
    }

    private static Plan plan(OpenCluster cluster, Criterion by) throws Exception {
        return cluster.plan(compare(cluster, by), List.of("target"));
    }

    private static NodeReport run(OpenCluster cluster, Plan plan, RunEvents events)
            throws Exception {
        return cluster.sync(plan, FILES_ONLY, events, new RunControl(new Cancel()))
                .nodes()
                .getFirst();
    }

    private String picture() {
        return Shell.picture(target)
                + Shell.run(target, "find . -printf '%p %T@\\n' | sort")
                + Shell.run(directory, "test ! -e away || find away -printf '%p %T@\\n' | sort");
    }

    private Path at(String node) {
        return node.equals("source") ? source : target;
    }

    @Test
    void anUnchangedPlanIsCarriedOut() throws Exception {
        try (OpenCluster cluster = open()) {
            NodeReport report = run(cluster, plan(cluster, Criterion.CONTENT), quiet());

            assertThat(report.fault()).isEmpty();
            assertThat(report.identical()).isTrue();
            assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
        }
    }

    /// They are in no listing, so they are not in the plan either.
    @Test
    void partialFilesGoWithTheirDirectory() throws Exception {
        Shell.run(
                target,
                "mkdir old/deep/.lockstep-partial && echo half > old/deep/.lockstep-partial/x"
                        + " && touch -d 2020-01-01 old/deep");
        try (OpenCluster cluster = open()) {
            NodeReport report = run(cluster, plan(cluster, Criterion.CONTENT), quiet());

            assertThat(report.fault()).isEmpty();
            assertThat(report.identical()).isTrue();
            assertThat(target.resolve("old")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(Meddling.class)
    void aChangeBeforeTheRunIsNamedAndNothingIsWritten(Meddling meddling) throws Exception {
        stops(meddling, Moment.BEFORE_THE_RUN);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(Meddling.class)
    void aChangeAfterTheFirstLookIsNamedAndNothingIsWritten(Meddling meddling) throws Exception {
        stops(meddling, Moment.AFTER_THE_FIRST_LOOK);
    }

    private void stops(Meddling meddling, Moment moment) throws Exception {
        try (OpenCluster cluster = open()) {
            Plan plan = plan(cluster, Criterion.CONTENT);
            String[] before = new String[1];
            Runnable meddle =
                    () -> {
                        Shell.run(at(meddling.node), meddling.line);
                        before[0] = picture();
                    };
            if (moment == Moment.BEFORE_THE_RUN) {
                meddle.run();
            }
            NodeReport report =
                    run(cluster, plan, moment == Moment.BEFORE_THE_RUN ? quiet() : after(meddle));

            assertThat(report.fault()).get().isInstanceOf(Fault.PlanOutdated.class);
            Fault.PlanOutdated fault = (Fault.PlanOutdated) report.fault().orElseThrow();
            assertThat(fault.reach()).isEqualTo(Fault.PlanOutdated.Reach.NOTHING_WRITTEN);
            assertThat(fault.changes())
                    .anySatisfy(
                            c -> {
                                assertThat(c.node()).isEqualTo(meddling.node);
                                assertThat(c.path()).isEqualTo(meddling.path);
                                assertThat(c.now()).contains(meddling.now);
                                assertThat(c.approved()).isNotEqualTo(c.now()).isNotEmpty();
                            });
            assertThat(picture()).isEqualTo(before[0]);
        }
    }

    @Test
    void everyChangeOfBothEndsIsNamedAtOnce() throws Exception {
        try (OpenCluster cluster = open()) {
            Plan plan = plan(cluster, Criterion.CONTENT);
            Shell.run(source, "rm create && echo more >> d/one");
            Shell.run(target, "echo edited >> update && chmod 600 attributes");

            Fault fault = run(cluster, plan, quiet()).fault().orElseThrow();

            assertThat(fault).isInstanceOf(Fault.PlanOutdated.class);
            assertThat(((Fault.PlanOutdated) fault).changes())
                    .extracting(Change::node, Change::path)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("source", "create"),
                            org.assertj.core.groups.Tuple.tuple("source", "d/one"),
                            org.assertj.core.groups.Tuple.tuple("target", "update"),
                            org.assertj.core.groups.Tuple.tuple("target", "attributes"));
        }
    }

    /// While the person reads the plan.
    @Test
    void theCommandListsWhatHasChangedAndEndsAsRefused() throws Exception {
        Typed typed =
                Typed.byPerson(_ -> open(), "y", "11", "y")
                        .meanwhile(() -> Shell.run(target, "echo mine > create"));
        String before = Shell.picture(source);

        int code = typed.run("sync", "shop.toml", "--files-only");

        assertThat(code).isEqualTo(3);
        assertThat(typed.out())
                .containsPattern("node +changed +approved +now")
                .containsPattern("target +create +not there +a file of 5 bytes");
        assertThat(typed.err()).contains("has changed since the plan was approved");
        assertThat(target.resolve("create")).hasContent("mine\n");
        assertThat(target.resolve("update")).hasContent("old\n");
        assertThat(Shell.picture(source)).isEqualTo(before);
    }

    @Test
    void whatHasNothingToDoWithThePlanMayChange() throws Exception {
        try (OpenCluster cluster = open()) {
            Plan whole = plan(cluster, Criterion.CONTENT);
            List<Plan.Row> rows =
                    whole.targets().getFirst().rows().stream()
                            .map(r -> r.choose(r.path().visible().matches("d/one|old.*")))
                            .toList();
            Plan plan = whole.with(List.of(whole.targets().getFirst().with(rows)));
            Shell.run(source, "echo more >> update && echo s > d/sibling && echo n > newer");
            Shell.run(target, "echo more >> update && echo t > d/theirs && chmod 600 same");

            Fault fault = run(cluster, plan, quiet()).fault().orElseThrow();

            assertThat(fault.what()).as("found by the scan after it").contains("still differs");
            assertThat(target.resolve("d/one")).hasContent("1\n");
            assertThat(target.resolve("old")).doesNotExist();
            assertThat(target.resolve("d/theirs")).exists();
            assertThat(target.resolve("d/sibling")).doesNotExist();
            assertThat(target.resolve("update")).hasContent("old\nmore\n");
        }
    }

    /// Without digests a change that keeps size and time is not found: the contract says so.
    @Test
    void aPlanByMetadataIsHeldByMetadata() throws Exception {
        Shell.run(source, "echo longer >> update && touch -d 2020-01-02 update");
        Shell.run(target, "cp -a ../source/d/one d/one && touch -d 2020-01-01 d");
        try (OpenCluster cluster = open()) {
            Plan plan = plan(cluster, Criterion.METADATA);
            Shell.run(
                    source, Meddling.SAME_SIZE_AND_TIME.line.replace("NEW\\n", "NEW\\nlonger\\n"));

            NodeReport report = run(cluster, plan, quiet());

            assertThat(report.fault()).as("same size, same time").isNotPresent();
            assertThat(target.resolve("update")).hasContent("NEW\nlonger\n");

            Plan next = plan(cluster, Criterion.METADATA);
            assertThat(next.targets().getFirst().rows()).isEmpty();
        }
    }

    private static RunEvents quiet() {
        return _ -> new RelayEvents() {};
    }

    private static RunEvents after(Runnable meddle) {
        return new RunEvents() {
            @Override
            public void done(String node, Step step, String note) {
                if (step == Step.PREFLIGHT) {
                    meddle.run();
                }
            }

            @Override
            public RelayEvents relay(String node) {
                return new RelayEvents() {};
            }
        };
    }
}
