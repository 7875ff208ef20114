package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.picture.Format;
import lockstep.picture.PictureFiles;
import lockstep.present.InspectorModel.Subject;
import lockstep.present.TextDifference.Care;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ContentModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final FakeOperations shop =
            FakeOperations.shop(3).text("web1", "a\nb\n").text("web2", "a\nc\n").text("web3", "");
    private final InspectorModel inspector = new InspectorModel(shop, backstage);
    private final ContentModel model = inspector.content();

    @AfterEach
    void end() {
        backstage.close();
    }

    private DriftTree tree() {
        List<@Nullable Listing> listings = new ArrayList<>(Shop.listings(3));
        return DriftTree.merge(model.nodes(), listings, new Baseline.Reference(0));
    }

    private void select(String path) {
        DriftTree tree = tree();
        inspector.subjectProperty().set(new Subject(tree, tree.find(TreePath.of(path))));
    }

    private Content read() {
        screen.until("the contents", () -> !(now() instanceof Content.Reading));
        return now();
    }

    private Content now() {
        return model.contentProperty().get();
    }

    private Content look(String path) {
        model.lookedProperty().set(true);
        select(path);
        return read();
    }

    private String said(String path) {
        return ((Content.Said) look(path)).sentence();
    }

    private TextDifference difference(String path) {
        return ((Content.Text) look(path)).difference();
    }

    private PictureComparison pictures(String path) {
        return ((Content.Pictures) look(path)).comparison();
    }

    @Test
    void nothingIsReadWhileNobodyLooks() {
        select("assets/app.js");
        assertThat(now()).isEqualTo(new Content.None());
        model.lookedProperty().set(true);
        assertThat(now()).isEqualTo(new Content.Reading());
        assertThat(read()).isInstanceOf(Content.Text.class);
    }

    @Test
    void theReferenceStandsBesideTheNodeThatDiffers() {
        assertThat(difference("assets/app.css").sentence()).isEqualTo("2 lines differ in 1 place");
        assertThat(model.leftProperty().get()).isEqualTo("web1");
        assertThat(model.rightProperty().get()).isEqualTo("web3");
        select("assets/app.js");
        assertThat(model.rightProperty().get()).isEqualTo("web2");
    }

    @Test
    void theSidesAreChosenAndSwapped() {
        look("assets/app.js");
        model.swap();
        read();
        assertThat(model.leftProperty().get()).isEqualTo("web2");
        TextDifference swapped = ((Content.Text) now()).difference();
        assertThat(swapped.rows().getLast().left().text()).isEqualTo("c");
        model.leftProperty().set("web1");
        read();
        assertThat(((Content.Text) now()).difference().rows().getLast().left().text())
                .isEqualTo("b");
    }

    @Test
    void whiteSpaceIsLeftAsideWithoutReadingAgain() {
        shop.text("web2", " a\nb\n");
        assertThat(difference("assets/app.js").sentence()).startsWith("1 line differs");
        shop.text("web2", "something else\n");
        model.careProperty().set(Care.BUT_WHITE_SPACE);
        screen.until(
                "the comparison",
                () ->
                        now() instanceof Content.Text(var d)
                                && d.sentence().equals("No line differs, white space aside"));
        assertThat(now()).isInstanceOf(Content.Text.class);
    }

    @Test
    void whatOneNodeLacksIsShownOfTheOther() {
        TextDifference d = difference("assets/logo.svg");
        assertThat(d.sentence()).isEqualTo("web2 does not have it.");
        assertThat(d.rows()).hasSize(2).allMatch(row -> !row.right().isThere());
    }

    @Test
    void whatIsNoFileIsNotRead() {
        assertThat(said("assets")).isEqualTo("A directory has no contents of its own.");
        assertThat(said("current"))
                .isEqualTo("There are no contents to compare: it is a symbolic link on web1.");
    }

    @Test
    void binariesAreToldByWhereTheyDiffer() {
        shop.text("web1", new byte[] {1, 2, 0, 4}).text("web2", new byte[] {1, 2, 0, 5, 6});
        assertThat(said("assets/app.js"))
                .isEqualTo(
                        "Neither text nor picture: the first byte that differs is byte 3;"
                                + " 4 bytes on web1, 5 on web2");
        shop.text("web2", new byte[] {1, 2, 0, 4});
        assertThat(said("conf.d/payment.ini"))
                .isEqualTo("Neither text nor picture: all bytes are the same; 4 bytes each");
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() {
        FakeOperations other = FakeOperations.shop(3).text("web1", "a");
        InspectorModel inspected = new InspectorModel(other, backstage);
        inspected.content().lookedProperty().set(true);
        DriftTree tree = tree();
        inspected.subjectProperty().set(new Subject(tree, tree.find(TreePath.of("assets/app.js"))));
        screen.until(
                "the problem",
                () -> inspected.content().contentProperty().get() instanceof Content.Failed);
        assertThat(inspected.content().contentProperty().get())
                .extracting(c -> ((Content.Failed) c).problem().what())
                .asString()
                .contains("Permission denied");
    }

    @Test
    void picturesAreToldByTheirBytesNotTheirName() {
        shop.text("web1", PictureFiles.of(Format.PNG, 40, 30, 0));
        shop.text("web2", PictureFiles.of(Format.PNG, 40, 30, 3));
        PictureComparison comparison = pictures("assets/app.js");
        assertThat(comparison.sentence())
                .isEqualTo("3 of 1,200 pixels differ, all within 3 × 1 at 20, 15.");
        assertThat(comparison.left().facts()).startsWith("PNG, 40 × 30 pixels, ");
    }

    @Test
    void theSamePixelsInAnotherFormatAreTheSame() {
        shop.text("web1", PictureFiles.of(Format.GIF, 40, 30, 0));
        shop.text("web2", PictureFiles.of(Format.GIF, 40, 31, 0));
        assertThat(pictures("assets/app.js").sentence())
                .isEqualTo("The dimensions differ: 40 × 30 against 40 × 31 pixels.");
        shop.text("web2", PictureFiles.of(Format.GIF, 40, 30, 0));
        assertThat(pictures("conf.d/payment.ini").sentence())
                .startsWith("All pixels look the same");
    }

    @Test
    void aBombIsRefusedInWords() {
        shop.text("web1", PictureFiles.of(Format.PNG, 40, 30, 0));
        shop.text("web2", PictureFiles.bomb(50_000, 50_000));
        PictureComparison comparison = pictures("assets/app.js");
        assertThat(comparison.right().picture()).isEmpty();
        assertThat(comparison.right().facts()).startsWith("PNG, 50,000 × 50,000 pixels");
        assertThat(comparison.right().why())
                .isEqualTo(
                        "Not decoded: no more than 8,192 pixels on a side,"
                                + " and 16 million in all, are shown.");
        assertThat(comparison.sentence()).isEqualTo("There are not two pictures to compare.");
    }

    @Test
    void aPictureOfTooManyBytesIsRefused() {
        byte[] large = Arrays.copyOf(PictureFiles.of(Format.PNG, 4, 4, 0), 9 << 20);
        shop.text("web1", large).text("web2", "plain");
        PictureComparison comparison = pictures("assets/app.js");
        assertThat(comparison.left().why()).startsWith("Not shown: it has 8.4 MB");
        assertThat(comparison.right().why()).isEqualTo("This is not a picture.");
    }
}
