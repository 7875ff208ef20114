package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.VBox;
import lockstep.present.Facts;
import lockstep.present.InspectorModel;
import lockstep.present.ScanModel;
import org.jspecify.annotations.Nullable;

/// What is known of the selected path: its facts on every node, and its text on two of them.
final class InspectorView extends VBox {
    private final Label path = new Label();

    InspectorView(InspectorModel model, ScanModel scans) {
        getStyleClass().add("inspector");
        setId("inspector");
        path.getStyleClass().add("inspector-path");
        Tab facts = new Tab(text("inspector.facts"), new FactsGrid(model));
        DifferenceView text = new DifferenceView(model, scans);
        Tab difference = new Tab(text("inspector.text"), text);
        difference.setId("tab-text");
        TabPane tabs = new TabPane(facts, difference);
        tabs.getStyleClass().add("dense");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        difference
                .selectedProperty()
                .subscribe(
                        now -> {
                            if (now) {
                                text.compare();
                            }
                        });
        setVgrow(tabs, javafx.scene.layout.Priority.ALWAYS);
        getChildren().addAll(path, tabs);
        model.factsProperty().subscribe(now -> show(now, difference, text));
    }

    private void show(@Nullable Facts facts, Tab difference, DifferenceView text) {
        path.setText(facts == null ? text("inspector.none") : facts.path());
        if (facts != null) {
            text.choose();
            if (difference.isSelected()) {
                text.compare();
            }
        }
    }
}
