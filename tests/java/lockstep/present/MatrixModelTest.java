package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.present.MatrixView.Order;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatrixModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final List<Throwable> trouble = new ArrayList<>();
    private final MatrixModel model = new MatrixModel(backstage, trouble::add);

    @BeforeEach
    void show() {
        DriftTree shop =
                DriftTree.merge(
                        List.of("web1", "web2", "web3"),
                        new ArrayList<>(Shop.listings(3)),
                        new Baseline.Reference(0));
        model.show(shop, shop.verdict());
        screen.until("the first view", () -> model.viewProperty().get() != null);
    }

    @AfterEach
    void end() {
        backstage.close();
    }

    private MatrixView view() {
        return Objects.requireNonNull(model.viewProperty().get());
    }

    private void after(Runnable change) {
        MatrixView before = view();
        change.run();
        screen.until("the next view", () -> model.viewProperty().get() != before);
    }

    private List<String> names(int row) {
        return Arrays.stream(view().children(row)).mapToObj(view().tree()::visibleName).toList();
    }

    @Test
    void showsDifferencesOnlyUntilAskedForAll() {
        assertThat(view().matches()).isEqualTo(11);
        after(() -> model.differencesOnlyProperty().set(false));
        assertThat(view().matches()).isEqualTo(view().tree().rows());
    }

    @Test
    void theNeedleIsSearchedInWholePaths() {
        after(() -> model.needleProperty().set("ASSETS/app"));
        assertThat(view().matches()).isEqualTo(2);
        assertThat(names(0)).containsExactly("assets");
    }

    @Test
    void aPatternFitsTheEndOfAPathFromAnySlashOn() {
        after(() -> model.needleProperty().set("*.PHP"));
        assertThat(names(0)).containsExactly("evil\\u{202e}gnp.php", "index.php");
        after(() -> model.needleProperty().set("assets/*.js"));
        assertThat(view().matches()).isEqualTo(1);
        after(() -> model.needleProperty().set("/app*"));
        assertThat(view().matches()).isZero();
        after(() -> model.needleProperty().set("ass*/"));
        assertThat(names(0)).containsExactly("assets");
        assertThat(view().matches()).isEqualTo(4);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldWithWhatToDo() {
        model.saveAsCsv(Path.of("/proc/none/drift.csv"), () -> {});
        screen.until("the trouble", () -> !trouble.isEmpty());
        Fault fault = ((FaultException) trouble.getFirst()).fault();
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.where()).isEqualTo("/proc/none/drift.csv");
        assertThat(fault.remedy()).isNotEmpty();
    }

    @Test
    void aChipHidesItsKindOfDifference() {
        assertThat(view().count(Sign.MISSING)).isEqualTo(2);
        after(() -> model.toggle(Sign.MISSING));
        assertThat(view().matches()).isEqualTo(9);
        assertThat(model.shows(Sign.MISSING)).isFalse();
        after(() -> model.toggle(Sign.MISSING));
        assertThat(view().matches()).isEqualTo(11);
    }

    @Test
    void sortsBySizeWithDirectoriesFirst() {
        after(() -> model.orderProperty().set(new Order(new MatrixView.Key.Size(), true)));
        List<String> names = names(0);
        assertThat(names.subList(0, 2)).containsExactlyInAnyOrder("assets", "conf.d");
        assertThat(names.get(2)).isEqualTo("debug.log");
        assertThat(names.getLast()).isEqualTo("current");
    }

    @Test
    void sortsByNameBackwardsAndByTheSignsOfANode() {
        List<String> forward = names(0);
        after(() -> model.orderProperty().set(new Order(new MatrixView.Key.Name(), true)));
        assertThat(names(0).subList(2, 5))
                .isEqualTo(forward.subList(forward.size() - 3, forward.size()).reversed());
        after(() -> model.orderProperty().set(new Order(new MatrixView.Key.Node(1), false)));
        assertThat(view().tree().sign(view().children(0)[2], 1)).isEqualTo(Sign.EXTRA);
    }

    @Test
    void ofManyQuickRequestsTheLastIsShown() {
        for (String needle : List.of("a", "as", "ass", "asse", "payment")) {
            model.needleProperty().set(needle);
        }
        screen.until("the last", () -> view().filter().needle().equals("payment"));
        assertThat(view().matches()).isEqualTo(1);
        assertThat(trouble).isEmpty();
    }

    @Test
    void aTickedDirectoryStandsForAllBelowIt() {
        TreePath file = TreePath.of("assets/app.js");
        model.tick(file);
        assertThat(model.isTicked(file)).isTrue();
        model.tick(TreePath.of("assets"));
        assertThat(model.tickedCountProperty().get()).isEqualTo(1);
        assertThat(model.isTicked(file)).isTrue();
        model.tick(file);
        assertThat(model.ticked()).containsExactly(TreePath.of("assets"));
        model.tick(TreePath.of("assets"));
        assertThat(model.isTicked(file)).isFalse();
    }

    @Test
    void directoriesWithoutAnythingToShowDoNotOpen() {
        int conf = view().tree().find(TreePath.of("conf.d"));
        assertThat(view().opens(conf)).isTrue();
        assertThat(view().opens(view().tree().find(TreePath.of("index.php")))).isFalse();
    }

    /// One tick in the place of another one is a change, too.
    @Test
    void everyChangeOfTicksIsTold() {
        model.tick(TreePath.of("assets/app.js"));
        int before = model.ticksProperty().get();
        model.tick(TreePath.of("assets"));
        assertThat(model.tickedCountProperty().get()).isEqualTo(1);
        assertThat(model.ticksProperty().get()).isGreaterThan(before);
    }
}
