package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.present.InspectorModel.Subject;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalModelTest {
    private static final String FILE = "many/file-000001.dat";

    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final List<Throwable> trouble = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final TerminalModel model = new TerminalModel(Shop.cluster(2), backstage, trouble::add);

    @AfterEach
    void end() {
        backstage.close();
    }

    /// A directory that web1 alone has.
    private static Subject subject(String path) {
        DriftTree tree =
                DriftTree.merge(
                        List.of("web1", "web2"),
                        List.of(Shop.flat(3, 0), Shop.listings(1).getFirst()),
                        new Baseline.Reference(0));
        return new Subject(tree, tree.find(TreePath.of(path)));
    }

    @Test
    void theDirectoryIsTheLowestThatTheNodeHas() {
        assertThat(TerminalModel.directory(subject(FILE), "web1")).isEqualTo(TreePath.of("many"));
        assertThat(TerminalModel.directory(subject("many"), "web1")).isEqualTo(TreePath.of("many"));
        assertThat(TerminalModel.directory(subject(FILE), "web2")).isEqualTo(TreePath.ROOT);
        assertThat(TerminalModel.directory(subject("assets"), "web2"))
                .isEqualTo(TreePath.of("assets"));
    }

    @Test
    void aTerminalThatDoesNotStartIsATrouble() {
        model.openBy(
                _ -> {
                    throw new FaultException(
                            new Fault.GuardTripped("xterm", "It did not open.", "Name another."));
                });
        model.open(subject(FILE), "web1", () -> told.add("opened"), told::add);
        screen.until("the trouble", () -> !trouble.isEmpty());
        assertThat(trouble.getFirst()).hasMessageContaining("It did not open.");
        assertThat(told).isEmpty();
    }

    @Test
    void withoutATerminalTheCommandIsGiven() {
        model.openBy(_ -> false);
        model.open(subject(FILE), "web1", () -> told.add("opened"), told::add);
        screen.until("the command", () -> !told.isEmpty());
        assertThat(told)
                .containsExactly(
                        "ssh -t -- web1.example.org 'cd /srv/htdocs/many && exec $SHELL -l'");
        assertThat(trouble).isEmpty();
    }
}
