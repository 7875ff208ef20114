package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run to web2 and web3 that meets trouble in its middle, and what has to hold of it however it
/// ends: no request is lost, no file is half old and half new, no node is out or different without
/// being told, and the journal is whole.
final class TroubledRun {
    private static final List<String> TARGETS = List.of("web2", "web3");

    private final RunRig rig;
    private final List<String> meddled = new ArrayList<>();
    private String before = "";
    private String said = "";
    private Trouble repair = () -> {};
    private Trouble meanwhile = () -> {};

    /// What happens in the middle of a run.
    interface Trouble {
        void happens() throws Exception;
    }

    TroubledRun(RunRig rig) {
        this.rig = rig;
    }

    /// Begins with trees that differ.
    ///
    /// @param more lines of the cluster file
    void reset(String more) throws Exception {
        rig.reset(more);
        meddled.clear();
        before = rig.state("web2");
    }

    /// What a person repairs when the console has ended, before anybody looks.
    void thenRepaired(Trouble what) {
        repair = what;
    }

    /// What happens once a run goes on that has met trouble.
    void whileItGoesOn(Trouble what) {
        meanwhile = what;
    }

    /// Somebody writes a file of a node behind the back of the run.
    void meddle(String node, String file) throws IOException {
        meddled.add(file);
        Files.writeString(rig.root(node).resolve(file), "by somebody\n");
    }

    /// What web2 held before the run.
    String before() {
        return before;
    }

    /// A run in which nothing happens but what the cluster file says.
    ///
    /// @param codes with one of which the console ends
    /// @return what it said
    String ends(Integer... codes) throws Exception {
        return ends(rig.sync(), codes);
    }

    /// As above, of what that console does.
    String ends(ConsoleProcess started, Integer... codes) throws Exception {
        try (ConsoleProcess console = started) {
            return ended(console, codes);
        }
    }

    /// A run that meets trouble at a hook.
    ///
    /// @return what the console said
    String meets(String moment, String node, Trouble trouble, Integer... codes) throws Exception {
        reset(rig.hook(moment, node, "meet"));
        return meets(trouble, codes);
    }

    /// As above, of a cluster that has been made with a hook that waits.
    String meets(Trouble trouble, Integer... codes) throws Exception {
        try (ConsoleProcess console = rig.sync()) {
            rig.met(console);
            trouble.happens();
            rig.go();
            meanwhile.happens();
            return ended(console, codes);
        }
    }

    /// The console meets trouble of its own while web2's large file is on its way.
    void consoleInTransfer(Consumer<ConsoleProcess> trouble, int code) throws Exception {
        reset("");
        try (ConsoleProcess console = rig.sync("--limit-rate=200k")) {
            RunRig.until(() -> rig.receives("web2"));
            trouble.accept(console);
            ended(console, code);
        }
    }

    /// A run that meets trouble while web2's large file is on its way.
    String meetsInTransfer(Trouble trouble, Integer... codes) throws Exception {
        reset("");
        try (ConsoleProcess console = rig.sync("--limit-rate=200k")) {
            RunRig.until(() -> rig.receives("web2"));
            trouble.happens();
            return ended(console, codes);
        }
    }

    private String ended(ConsoleProcess console, Integer... codes) throws Exception {
        int code = console.await();
        String output = console.output();
        said = output;
        assertThat(code).as(output).isIn((Object[]) codes);
        rig.ledger.ended(code, output);
        repair.happens();
        noFileIsHalf();
        if (code == 0) {
            allIsWell();
        } else {
            nothingIsSilent();
        }
        return output;
    }

    /// Finishes what was left.
    void finish() throws Exception {
        said = rig.told(0, "resume", rig.file().toString(), "--finish");
        rig.ledger.then("finished");
        allIsWell();
    }

    /// Finishes what was left, if anything was, by a run anew where the old one is over.
    void finishWhatIsLeft() throws Exception {
        if (!rig.left().contains("No run waits")) {
            finish();
        } else if (!TARGETS.stream().allMatch(this::isIdentical)) {
            again();
        }
        allIsWell();
    }

    private boolean isIdentical(String node) {
        try {
            return rig.state(node).equals(rig.state("web1"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Undoes what was left.
    void undo() throws Exception {
        said = rig.told(0, "resume", rig.file().toString(), "--undo");
        rig.ledger.then("undone");
        for (String node : TARGETS) {
            assertThat(rig.state(node)).as(node).isEqualTo(before);
        }
        nothingIsLost();
    }

    /// A new run does what the old one did not.
    void again() throws Exception {
        rig.told(0, "sync", rig.file().toString(), "--yes", "--delete");
        rig.ledger.then("synchronised anew");
        allIsWell();
    }

    /// Every node is identical, in its pools, and was never missed.
    void allIsWell() throws Exception {
        for (String node : TARGETS) {
            assertThat(rig.state(node)).as(node).isEqualTo(rig.state("web1"));
        }
        nothingIsLost();
    }

    /// Every node is in its pools and no visitor went without an answer.
    void nothingIsLost() throws Exception {
        allAreUp();
        assertThat(rig.load.failed()).isEmpty();
        assertThat(rig.ledger.answered()).isPositive();
        assertThat(rig.told(0, "history", "verify", rig.file().toString())).contains("as it was");
    }

    private void allAreUp() throws Exception {
        try {
            RunRig.until(rig::allAreUp);
        } catch (IOException e) {
            throw new AssertionError(said + rig.pools(), e);
        }
    }

    /// Each file is wholly the old one, the new one, or what somebody else wrote.
    private void noFileIsHalf() throws Exception {
        Set<String> whole =
                Stream.of(before, rig.state("web1"))
                        .flatMap(String::lines)
                        .collect(Collectors.toSet());
        for (String node : TARGETS) {
            assertThat(rig.state(node).lines())
                    .as("files of " + node)
                    .filteredOn(line -> !isExcused(line))
                    .isSubsetOf(whole);
        }
    }

    /// Without the files that somebody else wrote, who knows of it.
    private List<String> unmeddled(String state) {
        return state.lines().filter(line -> !meddled.contains(path(line))).toList();
    }

    private static String path(String line) {
        return line.substring(line.indexOf("./") + 2);
    }

    /// Of a file that somebody wrote, or that rsync has not given its name yet.
    private boolean isExcused(String line) {
        String path = path(line);
        return meddled.contains(path)
                || path.contains(".lockstep-partial/")
                || path.matches("(.*/)?\\.[^/]+\\.[A-Za-z0-9]{6}");
    }

    /// A console that comes new says of every node that is out or may be half done that it is.
    private void nothingIsSilent() throws Exception {
        RunRig.until(rig::balancerAnswers);
        String left = rig.left();
        String pools = rig.pools();
        for (String node : TARGETS) {
            if (!rig.isUp(node)) {
                assertThat(pools).as(left).containsPattern(node + " .*(OUT|out|DOWN|down|unknown)");
            }
            String now = rig.state(node);
            boolean untouched = unmeddled(now).equals(unmeddled(before));
            if (!untouched && !now.equals(rig.state("web1"))) {
                assertThat(left).as(pools).contains(node);
            }
        }
    }
}
