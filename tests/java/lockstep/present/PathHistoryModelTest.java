package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.present.InspectorModel.Subject;
import lockstep.present.PathHistoryModel.Deed;
import lockstep.present.PathHistoryModel.History;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathHistoryModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final FakeOperations shop = FakeOperations.shop(3);
    private final PathHistoryModel model = new PathHistoryModel(shop, backstage);

    @AfterEach
    void end() {
        backstage.close();
    }

    private static Subject subject(String path) {
        List<@Nullable Listing> listings = new ArrayList<>(Shop.listings(3));
        DriftTree tree =
                DriftTree.merge(
                        List.of("web1", "web2", "web3"), listings, new Baseline.Reference(0));
        return new Subject(tree, tree.find(TreePath.of(path)));
    }

    private History.Known known() {
        screen.until("the journal", () -> model.historyProperty().get() instanceof History.Known);
        return (History.Known) model.historyProperty().get();
    }

    @Test
    void theLastDeedIsTheFirstRow() {
        shop.did("a7d2mm", "web2", "sent", "assets/app.js")
                .did("b8e3nn", "web2", "put back", "assets/app.js")
                .did("b8e3nn", "web2", "gilded\u202e", "assets/app.js")
                .did("b8e3nn", "web2", "sent", "assets/app.css");
        model.lookedProperty().set(true);
        model.look(subject("assets/app.js"));
        History.Known known = known();
        assertThat(known.deeds())
                .extracting(Deed::what)
                .containsExactly("gilded\\u{202e}", "put back by a rollback", "content sent");
        assertThat(known.deeds().getLast().run()).isEqualTo("a7d2mm");
        assertThat(known.deeds().getLast().who()).isEqualTo("ann@desk");
        assertThat(known.note()).isEmpty();
    }

    @Test
    void nothingIsReadWhileNobodyLooks() {
        model.look(subject("assets/app.js"));
        assertThat(model.historyProperty().get()).isEqualTo(new History.None());
        model.lookedProperty().set(true);
        assertThat(known().note()).startsWith("No run in the journal");
    }

    @Test
    void noMoreThanSoManyAreShown() {
        for (int i = 0; i <= PathHistoryModel.MOST; i++) {
            shop.did("a7d2mm", "web2", "sent", "robots.txt");
        }
        model.lookedProperty().set(true);
        model.look(subject("robots.txt"));
        assertThat(known().deeds()).hasSize(PathHistoryModel.MOST);
        assertThat(known().note()).isEqualTo("Only the last 500 are shown.");
    }
}
