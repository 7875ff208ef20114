package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A rollback of web2 and web3 that meets trouble in its middle, and what has to hold of it however
/// it ends: no request is lost, no file is half, no node is out or different without being told,
/// and the journal is whole.
final class TroubledRollback {
    private static final List<String> TARGETS = List.of("web2", "web3");

    private final RunRig rig;
    private final List<String> meddled = new ArrayList<>();
    private Instant moment = Instant.EPOCH;
    private String then = "";
    private String now = "";

    TroubledRollback(RunRig rig) {
        this.rig = rig;
    }

    /// Begins with nodes that have a snapshot, and were made like web1 since.
    void reset() throws Exception {
        rig.reset("");
        meddled.clear();
        then = rig.state("web2");
        rig.told(0, "snapshot", "make", rig.file().toString(), "--node=web2,web3");
        moment = Instant.now();
        rig.told(0, "sync", rig.file().toString(), "--yes", "--delete");
        now = rig.state("web1");
        assertThat(now).isNotEqualTo(then);
        RunRig.until(rig::allAreUp);
    }

    /// Somebody writes a file behind the back of the run.
    void meddled(String file) {
        meddled.add(file);
    }

    private ConsoleProcess started(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("rollback", rig.file().toString()));
        arguments.addAll(List.of("--to=" + moment, "--node=web2,web3", "--yes"));
        arguments.addAll(List.of(more));
        return rig.console(arguments.toArray(String[]::new));
    }

    /// A rollback in which nothing happens but what the cluster file says.
    ///
    /// @param code with which the console ends
    String ends(int code, String... more) throws Exception {
        try (ConsoleProcess console = started(more)) {
            return ended(console, code);
        }
    }

    /// A rollback that meets trouble at a hook.
    ///
    /// @param codes with one of which the console ends
    String meets(String at, TroubledRun.Trouble trouble, Integer... codes) throws Exception {
        rig.hookNow(at, "web2", "meet");
        try (ConsoleProcess console = started()) {
            rig.met(console);
            trouble.happens();
            rig.go();
            return ended(console, codes);
        }
    }

    private String ended(ConsoleProcess console, Integer... codes) throws Exception {
        int code = console.await();
        String output = console.output();
        assertThat(code).as(output).isIn((Object[]) codes);
        rig.ledger.ended(code, output);
        return output;
    }

    /// Holds after each end, once what keeps from looking is repaired.
    void nothingIsSilent() throws Exception {
        noFileIsHalf();
        RunRig.until(rig::balancerAnswers);
        String left = rig.left();
        for (String node : TARGETS) {
            if (!rig.isUp(node)) {
                assertThat(rig.pools()).as(left).containsPattern(node + " .*(OUT|out|DOWN|down)");
            }
            String state = rig.state(node);
            if (!unmeddled(state).equals(unmeddled(now)) && !state.equals(then)) {
                assertThat(left).contains(node);
            }
        }
    }

    /// Finishes what was left.
    void finish() throws Exception {
        rig.told(0, "resume", rig.file().toString(), "--finish");
        rig.ledger.then("finished");
        are(then);
    }

    /// Undoes what was left.
    void undo() throws Exception {
        rig.told(0, "resume", rig.file().toString(), "--undo");
        rig.ledger.then("undone");
        are(now);
    }

    /// Finishes what was left; where nothing had been changed, another rollback does it.
    void rolledBackAtLast() throws Exception {
        if (rig.left().contains("No run waits")) {
            RunRig.until(rig::allAreUp);
            again();
        } else {
            finish();
        }
    }

    /// Another rollback does what this one did not.
    void again() throws Exception {
        try (ConsoleProcess console = started()) {
            assertThat(console.await()).as(console.output()).isZero();
        }
        rig.ledger.then("rolled back anew");
        are(then);
    }

    /// All are what they were, and in their pools.
    void areBack() throws Exception {
        are(then);
    }

    private void are(String state) throws Exception {
        for (String node : TARGETS) {
            assertThat(rig.state(node)).as(node).isEqualTo(state);
        }
        RunRig.until(rig::allAreUp);
        assertThat(rig.load.failed()).isEmpty();
        assertThat(rig.ledger.answered()).isPositive();
        assertThat(rig.told(0, "history", "verify", rig.file().toString())).contains("as it was");
    }

    /// Each file is wholly the one of then, the one of now, or what somebody else wrote.
    private void noFileIsHalf() throws Exception {
        Set<String> whole = Stream.of(then, now).flatMap(String::lines).collect(Collectors.toSet());
        for (String node : TARGETS) {
            assertThat(unmeddled(rig.state(node))).as("files of " + node).isSubsetOf(whole);
        }
    }

    /// Without the files that somebody else wrote, and what rsync has not given its name yet.
    private List<String> unmeddled(String state) {
        return state.lines()
                .filter(
                        line -> {
                            String path = line.substring(line.indexOf("./") + 2);
                            return !meddled.contains(path)
                                    && !path.matches("(.*/)?\\.[^/]+\\.[A-Za-z0-9]{6}");
                        })
                .toList();
    }
}
