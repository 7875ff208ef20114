package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.state.NodeState;
import lockstep.state.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a run has left is undone or left while some of its nodes cannot be reached: web2 is done,
/// web3 was being verified, and now its root is gone.
@Tag("long")
@Timeout(90)
class ResumeInPartTest extends ResumeSuite {
    private OpenCluster console;
    private RunRecord left;

    @BeforeEach
    void left() throws Exception {
        left = killed("web3", Step.VERIFY);
        console = next();
        Files.move(consoles.root("web3"), directory.resolve("away"));
    }

    @Test
    void oneNodeIsUndoneWhileAnotherCannotBeReached() throws Exception {
        RunReport report = resume(console, left, new Resumption.Undo(List.of("web2")));
        assertThat(report.nodes()).singleElement().matches(node -> node.fault().isEmpty());
        assertThat(page("web2")).isEqualTo("of web2");
        RunRecord now = console.run(left.head().id()).orElseThrow();
        assertThat(now.waits()).isTrue();
        assertThat(now.story().node("web3").isOpen()).isTrue();
        assertThat(holder("web2")).isPresent();
    }

    @Test
    void aNodeThatCannotBeReachedIsLeftOnlyByItsName() throws Exception {
        assertThatThrownBy(() -> resume(console, left, new Resumption.Leave("broken")))
                .hasMessageContaining("--unseen=web3");
        assertThat(console.run(left.head().id()).orElseThrow().waits()).isTrue();
        assertThatThrownBy(() -> resume(console, left, new Resumption.Leave("", List.of("web9"))))
                .hasMessageContaining("did not work on web9");
        resume(console, left, new Resumption.Leave("broken", List.of("web3")));
        isLeft(console);
    }

    @Test
    void aNodeThatTheClusterFileDoesNotHaveAnyMoreIsLeftOnlyByItsName() throws Exception {
        OpenCluster without = consoles.openWithout("web3");
        assertThatThrownBy(() -> resume(without, left, new Resumption.Leave("gone")))
                .hasMessageContaining("does not have any more")
                .hasMessageContaining("--unseen=web3");
        resume(without, left, new Resumption.Leave("gone", List.of("web3")));
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
        resume(without, left, new Resumption.Undo(List.of("web2")));
        assertThat(page("web2")).isEqualTo("of web2");
    }
}
