package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.TreeTableView;
import lockstep.present.FakeOperations;
import lockstep.present.Shop;
import org.junit.jupiter.api.Test;

/// A directory of a hundred thousand files opens, filters and sorts without a visible freeze. The
/// guard is generous: it catches a design that freezes, not a busy machine.
class ManyFilesTest {
    private static final int FILES = 100_000;
    private static final long FREEZE_MILLIS = 3_000;

    @Test
    void aDirectoryOfAHundredThousandFilesOpensWithoutAFreeze() {
        FakeOperations many =
                new FakeOperations(
                        Shop.cluster(3),
                        List.of(
                                Shop.flat(FILES, 0),
                                Shop.flat(FILES, FILES),
                                Shop.flat(FILES, 10)));
        try (ConsoleStage stage = ConsoleStage.open(many)) {
            stage.scan();
            TreeTableView<?> table = (TreeTableView<?>) stage.hand().find("#matrix");
            stage.select("many");
            try (PulseWatch watch = new PulseWatch()) {
                stage.hand().press("Right");
                stage.hand().await("all rows", () -> table.getExpandedItemCount() == FILES + 2);
                stage.hand().pulses(5);
                long opening = watch.longestMillis();

                StageHand.run(() -> table.scrollTo(FILES - 10));
                stage.hand().pulses(5);
                stage.hand().press("Ctrl+F");
                stage.hand().type("099999");
                stage.hand().await("one row", () -> table.getExpandedItemCount() == 3);
                stage.hand().press("Esc");
                stage.hand().await("all again", () -> table.getExpandedItemCount() == FILES + 2);
                long filtering = watch.longestMillis();
                System.out.println("opening " + opening + " ms, filtering " + filtering + " ms");
                assertThat(filtering).isLessThan(FREEZE_MILLIS);
            }
            stage.hand().photograph("console-3-many");
        }
    }
}
