package lockstep.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Prompts;
import lockstep.peer.Sshd;
import lockstep.present.Clusters;
import lockstep.present.ConsoleModel;
import lockstep.present.EditedNode;
import lockstep.present.EditorModel;
import lockstep.present.Quiet;
import lockstep.present.ScreenQueue;
import lockstep.present.Trial;
import lockstep.run.Operations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The live check of a node that is being edited, against OpenSSH's own server.
@Timeout(120)
class TrialTest {
    private final ScreenQueue screen = new ScreenQueue();
    @TempDir Path directory;
    private Sshd sshd;
    private ConsoleModel console;

    /// Whatever the address, it leads to the one server.
    private record OneServer(Sshd sshd) implements Clusters {
        @Override
        public Operations demo() {
            throw new UnsupportedOperationException("demo");
        }

        @Override
        public Operations open(Path file) {
            throw new UnsupportedOperationException(file.toString());
        }

        @Override
        public Operations create(Path file, Cluster cluster) {
            throw new UnsupportedOperationException(file.toString());
        }

        @Override
        public Operations trial(Cluster cluster, Optional<Path> like) throws FaultException {
            try {
                return new RealClusters(Prompts.refusing()).trial(cluster, sshd.options());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        sshd = Sshd.start();
        console =
                new ConsoleModel(
                        new OneServer(sshd), InstantSource.system(), screen, Quiet.preferences());
    }

    @AfterEach
    void stop() {
        console.close();
        sshd.close();
    }

    private List<Trial.Line> answer(Node node) {
        try (EditorModel editor =
                console.editor(
                        new Cluster("t", List.of(node), node.name(), List.of(), List.of()))) {
            EditedNode edited = editor.nodes().getFirst();
            editor.ask(edited);
            screen.until(
                    "the answer", () -> edited.trialProperty().get() instanceof Trial.Answered);
            return ((Trial.Answered) edited.trialProperty().get()).lines();
        }
    }

    @Test
    void aUsableNodeTellsItsRsyncAndItsRoom() throws Exception {
        Path root = Files.createDirectory(directory.resolve("www"));
        List<Trial.Line> lines = answer(new Node("web1", "web1", root.toString(), false));
        assertThat(lines)
                .noneMatch(line -> line.grade() == Trial.Grade.BLOCKS)
                .anyMatch(
                        line -> line.text().matches("connected in [0-9,]+ ms, rsync .*protocol.*"))
                .anyMatch(line -> line.text().contains("free of"));
    }

    @Test
    void aRootThatIsNotThereIsSaidWithWhatToDo() {
        String root = directory.resolve("nowhere").toString();
        assertThat(answer(new Node("web1", "web1", root, false)))
                .anyMatch(
                        line ->
                                line.grade() == Trial.Grade.BLOCKS
                                        && line.text().contains("does not exist"));
    }

    @Test
    void aPortOnWhichNobodyListensIsSaid() throws Exception {
        Path root = Files.createDirectory(directory.resolve("www"));
        String nobody = "web1:" + Sshd.freePort();
        assertThat(answer(new Node("web1", nobody, root.toString(), false)))
                .singleElement()
                .matches(line -> line.text().startsWith("No connection to"));
    }

    @Test
    void aCheckThatHangsEndsWithTheEditor() throws Exception {
        Path root = Files.createDirectory(directory.resolve("www"));
        sshd.freeze();
        EditorModel editor =
                console.editor(
                        new Cluster(
                                "t",
                                List.of(new Node("web1", "web1", root.toString(), false)),
                                "web1",
                                List.of(),
                                List.of()));
        EditedNode node = editor.nodes().getFirst();
        editor.ask(node);
        assertThat(node.trialProperty().get()).isInstanceOf(Trial.Asking.class);
        editor.close();
        screen.until("ended", () -> !(node.trialProperty().get() instanceof Trial.Asking));
        sshd.thaw();
    }
}
