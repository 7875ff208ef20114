package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.Criterion;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Step;

/// A run to web2 and web3 of a program that is killed in its middle.
final class KilledRun {
    private KilledRun() {}

    /// What a killed program writes is what was written before it was killed.
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// A program of before, which is killed when a node comes to a step.
    static void leave(Consoles consoles, String node, Step step) throws Exception {
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        OpenCluster before =
                consoles.open(Journal.open(consoles.journal(), gone, InstantSource.system()));
        consoles.awaitUp(before);
        Plan plan = plan(before);
        RunControl control = new RunControl(new Cancel());
        assertThatThrownBy(() -> before.sync(plan, options(), new Fatal(node, step), control))
                .hasCauseInstanceOf(Killed.class);
    }

    static RunOptions options() {
        return RunOptions.rolling(Duration.ofSeconds(20)).because("new <release>");
    }

    static Plan plan(OpenCluster console) throws FaultException {
        Operations.Comparison seen =
                console.compare(Criterion.CONTENT, new Unheard(), new Cancel());
        return console.plan(seen, List.of("web2", "web3"));
    }

    /// Nobody listens.
    static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }

    private static final class Fatal extends Steps {
        private final String node;
        private final Step step;

        Fatal(String node, Step step) {
            this.node = node;
            this.step = step;
        }

        @Override
        public void begun(String at, Step begun) {
            if (Objects.equals(at, node) && begun == step) {
                throw new Killed();
            }
        }
    }
}
