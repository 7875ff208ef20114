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

    /// A program of before, which is killed when a node comes to a step.
    static void leave(Consoles consoles, String node, Step step) throws Exception {
        leave(consoles, node, step, options());
    }

    /// As above, of another run.
    static void leave(Consoles consoles, String node, Step step, RunOptions options)
            throws Exception {
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        Journal journal = Journal.open(consoles.journal(), gone, InstantSource.system());
        OpenCluster before = consoles.open(journal);
        consoles.awaitUp(before);
        Plan plan = plan(before);
        Killing killing = new Killing(journal, node, step);
        assertThatThrownBy(() -> before.sync(plan, options, killing, new RunControl(new Cancel())))
                .hasMessageContaining("journal could not be written");
    }

    static RunOptions options() {
        return RunOptions.rolling(Duration.ofSeconds(20)).because("new <release>");
    }

    static Plan plan(OpenCluster console) throws FaultException {
        return plan(console, List.of("web2", "web3"));
    }

    static Plan plan(OpenCluster console, List<String> targets) throws FaultException {
        Operations.Comparison seen =
                console.compare(Criterion.CONTENT, new Unheard(), new Cancel());
        return console.plan(seen, targets);
    }

    /// Nobody listens.
    static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }

    /// Begins no other node.
    static final class Stopping extends Steps {
        private final RunControl control;

        Stopping(RunControl control) {
            this.control = control;
        }

        @Override
        public void begun(String node, Step step) {
            control.stopAfterNode();
        }
    }

    /// What a killed program has written is what it wrote before, and it gives no order any more.
    static final class Killing extends Steps {
        private final Journal journal;
        private final String node;
        private final Step step;

        Killing(Journal journal, String node, Step step) {
            this.journal = journal;
            this.node = node;
            this.step = step;
        }

        @Override
        public void begun(String at, Step begun) {
            if (Objects.equals(at, node) && begun == step) {
                journal.close();
                throw new IllegalStateException("killed");
            }
        }
    }
}
