package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.pool.State;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.RunReport;
import lockstep.run.Out;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs hold their node out of its pools, whatever the real HAProxy before it forgets.
@Timeout(90)
class HeldRunTest extends ConsoleSuite {
    /// The run holds a node out that a reload puts back while files are being compared.
    @Tag("long")
    @Test
    void aReloadInTheMiddleOfARunIsNoticedAndTheNodeTakenOutAgain() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Reloading events = new Reloading(console);
        RunReport report = console.sync(plan(console), options(), events, control());
        assertThat(report.nodes()).hasSize(1).allMatch(Operations.NodeReport::identical);
        assertThat(events.warned)
                .containsExactly("its drain was lost and set again: lb1/shop/web2, lb1/api/web2");
        assertThat(events.held).containsExactly(State.DRAIN, State.DRAIN);
        assertThat(report.nodes().getFirst().remarks()).containsAll(events.warned);
        assertThat(console.pools().outs()).isEmpty();
    }

    /// It has changed by now: better too few nodes than one that is half done.
    @Tag("long")
    @Test
    void aChangedNodeIsTakenOutAgainThoughTheOthersAreTooFew() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Losing events = new Losing();
        RunReport report = console.sync(plan(console), options(), events, control());
        assertThat(report.nodes()).hasSize(1).allMatch(Operations.NodeReport::identical);
        assertThat(events.warned)
                .containsExactly("its drain was lost and set again: lb1/shop/web2, lb1/api/web2");
    }

    /// The balancer dies while files are being compared; nobody can say who is in the load. The
    /// run stops there, and does not only fail when it comes to put the node back.
    @Test
    void aNodeThatCannotBeKeptOutStopsTheRun() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Plan plan = plan(console);
        Dying events = new Dying();
        RunReport report = console.sync(plan, options(), events, new RunControl(events.cancelled));
        assertThat(events.cancelled.isSet()).isFalse();
        assertThat(report.nodes().getFirst().fault())
                .hasValueSatisfying(
                        fault -> assertThat(fault).isInstanceOf(Fault.BalancerUnreachable.class));
        assertThat(events.begun).endsWith(Step.VERIFY);
        assertThat(report.nodes().getFirst().remarks()).anyMatch(r -> r.contains("stays OUT"));
    }

    /// While its window is open: the run is over, and its node a person's to put back.
    @Tag("long")
    @Test
    void aNodeThatARunLeftOutIsNoNodeOfARunningRun() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Plan plan = plan(console);
        KilledRun.Steps spoiling =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String node, Step step) {
                        if (step == Step.VERIFY) {
                            write(consoles.root("web2").resolve("page"), "spoilt");
                        }
                    }
                };
        assertThat(console.sync(plan, options(), spoiling, control()).nodes().getFirst().fault())
                .isPresent();
        Out out = console.pools().outs().getFirst();
        assertThat(out.isOfARunningRun()).isFalse();
        assertThat(out.text(Instant.now())).contains("left out by a run: Afterwards it still");
        assertThatThrownBy(() -> console.putBack("web2")).hasMessageContaining("not proven");
        console.putBackUnproven("web2", "web2");
        assertThat(console.pools().outs()).isEmpty();
    }

    @Test
    void aNodeThatARunWorksOnIsNotPutBack() throws Exception {
        OpenCluster console = consoles.open("ann@desk", Instant.now());
        OpenCluster other = consoles.open("ann@desk", Instant.now());
        consoles.awaitUp(console);
        List<String> refused = new ArrayList<>();
        KilledRun.Steps meddling =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String node, Step step) {
                        if (step == Step.VERIFY) {
                            for (OpenCluster one : List.of(console, other)) {
                                assertThatThrownBy(() -> one.putBack(node))
                                        .satisfies(
                                                e -> refused.add(String.valueOf(e.getMessage())));
                            }
                        }
                    }
                };
        RunReport report = console.sync(plan(console), options(), meddling, control());
        assertThat(report.nodes()).allMatch(Operations.NodeReport::identical);
        assertThat(refused).hasSize(2).allMatch(text -> text.contains("A run works on it"));
    }

    /// In at one balancer and out at the other: which of both is meant to stay, nobody knows.
    @Test
    void aNodeThatIsOutInPlacesIsNotTouchedByARun() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Plan plan = plan(console);
        consoles.haproxy.tell("set server api/web2 state drain");
        RunReport report = console.sync(plan, options(), new KilledRun.Steps(), control());
        assertThat(report.nodes().getFirst().fault())
                .hasValueSatisfying(
                        fault ->
                                assertThat(fault.what())
                                        .isEqualTo(
                                                "It is out at lb1/api/web2, but in at"
                                                        + " lb1/shop/web2."));
        assertThat(page("web2")).isEqualTo("of web2");
    }

    private static Plan plan(OpenCluster console) throws FaultException {
        return KilledRun.plan(console, List.of("web2"));
    }

    private static RunOptions options() {
        return RunOptions.rolling(Duration.ofSeconds(20));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills the balancer before the verification, which waits until the run is to stop.
    private final class Dying extends KilledRun.Steps {
        final Cancel cancelled = new Cancel();
        final List<Step> begun = new ArrayList<>();

        @Override
        public void begun(String node, Step step) {
            begun.add(step);
            if (step == Step.VERIFY) {
                consoles.haproxy.kill();
                awaitStop();
            }
        }

        /// Longer than four looks take.
        private void awaitStop() {
            CountDownLatch never = new CountDownLatch(1);
            try {
                assertThat(never.await(4, TimeUnit.SECONDS)).isFalse();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Puts the node back before the verification, when the others have gone, and waits until that
    /// was noticed.
    private final class Losing extends KilledRun.Steps {
        final List<String> warned = new ArrayList<>();
        private final CountDownLatch noticed = new CountDownLatch(1);

        @Override
        public void begun(String node, Step step) {
            if (step == Step.VERIFY) {
                consoles.haproxy.tell("web1", "maint");
                consoles.haproxy.tell("web3", "maint");
                consoles.haproxy.tell("web2", "ready");
                try {
                    assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                consoles.haproxy.tell("web1", "ready");
                consoles.haproxy.tell("web3", "ready");
            }
        }

        @Override
        public void warned(String node, String text) {
            warned.add(text);
            noticed.countDown();
        }
    }

    /// Reloads the balancer before the verification, which waits until that was noticed.
    private final class Reloading extends KilledRun.Steps {
        final List<String> warned = new ArrayList<>();
        final List<State> held = new ArrayList<>();
        private final OpenCluster console;
        private final CountDownLatch noticed = new CountDownLatch(1);

        Reloading(OpenCluster console) {
            this.console = console;
        }

        @Override
        public void begun(String node, Step step) {
            if (step != Step.VERIFY) {
                return;
            }
            try {
                consoles.haproxy.reload();
                assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            console.pools()
                    .members()
                    .getOrDefault("web2", List.of())
                    .forEach(m -> held.add(m.state()));
        }

        @Override
        public void warned(String node, String text) {
            warned.add(text);
            noticed.countDown();
        }
    }
}
