package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.lock.Holder;
import lockstep.lock.NodeLock;
import lockstep.rsync.Endpoint;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.state.NodeState;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a run has left is undone or left while some of its nodes cannot be reached: web2 is done,
/// web3 was being verified, and now its root is gone.
@Timeout(90)
class ResumeInPartTest {
    @TempDir Path directory;

    private Consoles consoles;
    private OpenCluster console;
    private RunRecord left;

    @BeforeEach
    void start() throws Exception {
        consoles = new Consoles(directory);
        KilledRun.leave(consoles, "web3", Step.VERIFY);
        console = consoles.open("ann@desk", Instant.now());
        left = console.runs(1).getFirst();
        Files.move(consoles.root("web3"), directory.resolve("away"));
    }

    @AfterEach
    void stop() {
        if (consoles != null) {
            consoles.close();
        }
    }

    private RunReport resume(OpenCluster at, Resumption how) throws FaultException {
        RunControl control = new RunControl(new Cancel());
        return at.resume(left.head().id(), how, new KilledRun.Steps(), control);
    }

    private Optional<Holder> holder(String node) throws FaultException {
        return new NodeLock(
                        new Endpoint(new LocalHost(node), consoles.root(node).toString(), false))
                .inspect();
    }

    @Test
    void oneNodeIsUndoneWhileAnotherCannotBeReached() throws Exception {
        RunReport report = resume(console, new Resumption.Undo(List.of("web2")));
        assertThat(report.nodes()).singleElement().matches(node -> node.fault().isEmpty());
        assertThat(Files.readString(consoles.root("web2").resolve("page"))).isEqualTo("of web2");
        RunRecord now = console.run(left.head().id()).orElseThrow();
        assertThat(now.waits()).isTrue();
        assertThat(now.story().node("web3").isOpen()).isTrue();
        assertThat(holder("web2")).isPresent();
    }

    @Test
    void aNodeThatCannotBeReachedIsLeftOnlyByItsName() throws Exception {
        assertThatThrownBy(() -> resume(console, new Resumption.Leave("broken")))
                .hasMessageContaining("--unseen=web3");
        assertThat(console.run(left.head().id()).orElseThrow().waits()).isTrue();
        assertThatThrownBy(() -> resume(console, new Resumption.Leave("", List.of("web9"))))
                .hasMessageContaining("did not work on web9");
        resume(console, new Resumption.Leave("broken", List.of("web3")));
        isLeft(console);
    }

    @Test
    void aNodeThatTheClusterFileDoesNotHaveAnyMoreIsLeftOnlyByItsName() throws Exception {
        OpenCluster without = consoles.openWithout("web3");
        assertThatThrownBy(() -> resume(without, new Resumption.Leave("gone")))
                .hasMessageContaining("does not have any more")
                .hasMessageContaining("--unseen=web3");
        resume(without, new Resumption.Leave("gone", List.of("web3")));
        isLeft(without);
    }

    private void isLeft(OpenCluster by) throws FaultException {
        assertThat(by.run(left.head().id()).orElseThrow().story().node("web3").state())
                .isInstanceOf(NodeState.Left.class);
        by.requireNothingLeft();
        assertThat(holder("web1")).isEmpty();
        assertThat(holder("web2")).isEmpty();
    }

    @Test
    void oneNodeIsUndoneWhileAnotherIsNotInTheClusterFileAnyMore() throws Exception {
        OpenCluster without = consoles.openWithout("web3");
        resume(without, new Resumption.Undo(List.of("web2")));
        assertThat(Files.readString(consoles.root("web2").resolve("page"))).isEqualTo("of web2");
    }
}
