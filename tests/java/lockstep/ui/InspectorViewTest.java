package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableCell;
import lockstep.picture.Format;
import lockstep.picture.PictureFiles;
import lockstep.present.FakeOperations;
import lockstep.present.FoldedRows.Shown;
import lockstep.present.PastRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is seen of the selected path below the matrix.
class InspectorViewTest {
    private static final String OLD =
            settings(0, 40)
                    + "[payment]\nprovider = acme\nretries = 3\ntimeout = 20\n"
                    + settings(40, 90)
                    + "log = /var/log/shop\n";
    private static final String NEW =
            settings(0, 40)
                    + "[payment]\nprovider = acme\n# since March\nretries = 5\ntimeout\t= 20\n"
                    + settings(40, 90)
                    + "log = /var/log/"
                    + "very/long/".repeat(30)
                    + "shop\nevil = \u202Egnp.exe\u0007\n";

    private static String settings(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "setting" + i + " = " + i * 7 % 13 + "\n")
                .collect(Collectors.joining());
    }

    private static ConsoleStage open(FakeOperations shop) {
        ConsoleStage stage = ConsoleStage.open(shop);
        stage.scan();
        stage.select("payment.ini");
        stage.hand().click("#inspector-tall");
        stage.hand().click("#tab-content");
        return stage;
    }

    private static double bottom(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMaxY();
    }

    private static void awaitSentence(ConsoleStage stage, String beginning) {
        stage.hand()
                .awaitShown("#content-sentence", l -> ((Label) l).getText().startsWith(beginning));
    }

    @SuppressWarnings("unchecked") // the list is ours
    private static ListView<Shown> list(ConsoleStage stage) {
        return (ListView<Shown>) stage.hand().awaitNode("#difference-lines");
    }

    @SuppressWarnings("unchecked") // the box is ours
    private static ComboBox<String> box(ConsoleStage stage) {
        return (ComboBox<String>) stage.hand().find("#content-left");
    }

    private static int selected(ConsoleStage stage) {
        ListView<Shown> list = list(stage);
        return StageHand.onFx(() -> list.getSelectionModel().getSelectedIndex());
    }

    @Test
    void textsSideBySide() {
        try (ConsoleStage stage =
                open(FakeOperations.shop(3).text("web1", OLD).text("web2", NEW))) {
            awaitSentence(stage, "5 lines differ in 2 places");
            assertThat(stage.hand().has(".difference-changed")).isTrue();
            assertThat(list(stage).getItems().getFirst()).isEqualTo(new Shown.Fold(0, 39));
            stage.hand().photograph("inspector-text");

            int first = selected(stage);
            stage.hand().press("F7");
            assertThat(selected(stage)).isGreaterThan(first);
            stage.hand().photograph("inspector-text-second");
            assertThat(stage.hand().find("#content-next").isDisabled()).isTrue();
            stage.hand().press("Shift+F7");
            assertThat(selected(stage)).isEqualTo(first);
            stage.hand().press("Alt+Down");
            stage.hand().press("Alt+Up");
            assertThat(selected(stage)).isEqualTo(first);
        }
    }

    /// Whoever makes it larger still sees which path it tells of.
    @Test
    void theSelectedRowStaysInViewWhenTheInspectorGrows() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            stage.select("debug.log");
            stage.hand().click("#inspector-tall");
            stage.hand().pulses(5);
            Node matrix = stage.hand().find("#matrix");
            Node cell =
                    stage.hand().find(TreeTableCell.class, c -> "debug.log".equals(c.getText()));
            assertThat(StageHand.onFx(() -> bottom(cell)))
                    .isLessThanOrEqualTo(StageHand.onFx(() -> bottom(matrix)));
        }
    }

    @Tag("long")
    @Test
    void aFoldIsOpened() {
        try (ConsoleStage stage =
                open(FakeOperations.shop(3).text("web1", OLD).text("web2", NEW))) {
            awaitSentence(stage, "5 lines");
            int rows = list(stage).getItems().size();
            stage.hand().click(".difference-fold");
            assertThat(list(stage).getItems()).hasSize(rows + 38);
            stage.hand().photograph("inspector-text-open");
            int more = list(stage).getItems().size();
            ListView<Shown> list = list(stage);
            StageHand.run(
                    () -> {
                        int fold =
                                IntStream.range(0, more)
                                        .filter(i -> list.getItems().get(i) instanceof Shown.Fold)
                                        .findFirst()
                                        .orElseThrow();
                        list.getSelectionModel().clearAndSelect(fold);
                        list.requestFocus();
                    });
            stage.hand().press("Enter");
            assertThat(list(stage).getItems()).hasSizeGreaterThan(more);
        }
    }

    @Test
    void longLinesScrollTogether() {
        try (ConsoleStage stage =
                open(FakeOperations.shop(3).text("web1", OLD).text("web2", NEW))) {
            awaitSentence(stage, "5 lines");
            ScrollBar along = (ScrollBar) stage.hand().awaitNode("#difference-along");
            assertThat(StageHand.onFx(() -> bottom(along)))
                    .isLessThanOrEqualTo(
                            StageHand.onFx(() -> bottom(stage.hand().find("#inspector"))));
            stage.hand().press("F7");
            ListView<Shown> list = list(stage);
            StageHand.run(list::requestFocus);
            for (int i = 0; i < 6; i++) {
                stage.hand().press("Right");
            }
            assertThat(StageHand.onFx(along::getValue)).isGreaterThan(200);
            stage.hand().photograph("inspector-text-along");
        }
    }

    @Test
    void whiteSpaceAndSides() {
        try (ConsoleStage stage =
                open(FakeOperations.shop(3).text("web1", "a\nb\n").text("web2", "a \r\nb"))) {
            awaitSentence(stage, "1 line differs in 1 place; on web2 nothing ends the last line");
            CheckBox space = (CheckBox) stage.hand().find("#content-space");
            stage.hand().click(space);
            awaitSentence(stage, "No line differs, white space aside");
            stage.hand().photograph("inspector-text-space");
            stage.hand().click("#content-swap");
            stage.hand()
                    .await(
                            "the swap",
                            () ->
                                    stage.cluster()
                                            .inspector()
                                            .content()
                                            .leftProperty()
                                            .get()
                                            .equals("web2"));
            ComboBox<String> left = box(stage);
            StageHand.run(() -> left.setValue("web1"));
            stage.hand()
                    .awaitShown(
                            "#content-sentence",
                            l ->
                                    ((Label) l)
                                            .getText()
                                            .equals("No line differs, white space aside"));
            assertThat(list(stage).getItems()).hasSize(2);
        }
    }

    @Test
    void whatRunsDidLeadsToTheirReports() {
        FakeOperations shop =
                FakeOperations.shop(4)
                        .past(PastRuns.proven("a7d2mm"))
                        .did("a7d2mm", "web2", "sent", "conf.d/payment.ini")
                        .did("a7d2mm", "web3", "changed", "conf.d/payment.ini")
                        .did("x3f9qa", "web2", "put back", "conf.d/payment.ini")
                        .did("a7d2mm", "web2", "deleted", "other");
        try (ConsoleStage stage = open(shop)) {
            stage.hand().click("#tab-past");
            TableView<?> table = (TableView<?>) stage.hand().awaitNode("#path-history");
            stage.hand().await("the rows", () -> table.getItems().size() == 3);
            stage.hand().photograph("inspector-history");
            StageHand.run(
                    () -> {
                        table.requestFocus();
                        table.getSelectionModel().select(2);
                    });
            stage.hand().press("Enter");
            stage.hand().awaitNode("#report");
            Label sentence = (Label) stage.hand().awaitNode("#report-sentence");
            assertThat(StageHand.onFx(sentence::getText)).startsWith("All 2 nodes are identical");
            stage.hand().press("Esc");
            stage.select("app.js");
            stage.hand()
                    .awaitShown(
                            "#path-history-note",
                            note -> ((Label) note).getText().startsWith("No run in the journal"));
            stage.hand().photograph("inspector-history-none");
        }
    }

    @Test
    void neitherTextNorPicture() {
        try (ConsoleStage stage =
                open(
                        FakeOperations.shop(3)
                                .text("web1", new byte[] {7, 0, 1})
                                .text("web2", new byte[] {7, 0, 2, 3}))) {
            awaitSentence(stage, "Neither text nor picture");
            stage.hand().photograph("inspector-binary");
            assertThat(stage.hand().has("#difference-lines")).isFalse();
        }
    }

    @Test
    void pictures() {
        try (ConsoleStage stage =
                open(
                        FakeOperations.shop(3)
                                .text("web1", PictureFiles.of(Format.PNG, 320, 200, 0))
                                .text("web2", PictureFiles.of(Format.PNG, 320, 200, 40)))) {
            awaitSentence(stage, "40 of 64,000 pixels differ");
            List<String> ids = List.of("#picture-left", "#picture-right", "#picture-difference");
            assertThat(ids).allMatch(id -> stage.hand().has(id));
            stage.hand().photograph("inspector-picture");
        }
    }

    @Test
    void aPictureThatIsRefused() {
        try (ConsoleStage stage =
                open(
                        FakeOperations.shop(3)
                                .text("web1", PictureFiles.of(Format.PNG, 16, 16, 0))
                                .text("web2", PictureFiles.bomb(50_000, 50_000)))) {
            awaitSentence(stage, "There are not two pictures");
            Label why = (Label) stage.hand().find("#picture-right");
            assertThat(StageHand.onFx(why::getText)).startsWith("Not decoded: no more than");
            stage.hand().photograph("inspector-bomb");
        }
    }
}
