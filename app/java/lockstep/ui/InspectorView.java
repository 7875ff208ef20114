package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.Facts;
import lockstep.present.InspectorModel;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is known of the selected path: its facts on every node, its contents on two of them, and
/// what runs did to it.
final class InspectorView extends VBox {
    private final Label path = new Label();
    private final ContentView content;
    private final Tab contentTab;
    private final BooleanProperty tall = new SimpleBooleanProperty();

    /// @param terminals what its menu for terminals offers
    /// @param report shows the report of the run of that name
    InspectorView(InspectorModel model, List<MenuItem> terminals, Consumer<String> report) {
        getStyleClass().add("inspector");
        setId("inspector");
        Tab facts = tab("inspector.facts", "tab-facts", new FactsGrid(model));
        content = new ContentView(model.content());
        contentTab = tab("inspector.content", "tab-content", content);
        Tab history =
                tab("inspector.history", "tab-past", new PathHistoryView(model.history(), report));
        model.content().lookedProperty().bind(contentTab.selectedProperty());
        model.history().lookedProperty().bind(history.selectedProperty());
        TabPane tabs = new TabPane(facts, contentTab, history);
        tabs.getStyleClass().add("dense");
        tabs.setAccessibleText(text("tabs.inspector"));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        setVgrow(tabs, Priority.ALWAYS);
        getChildren().addAll(head(model, terminals), tabs);
        model.factsProperty().subscribe(this::show);
    }

    /// Whether it is to have most of the room.
    BooleanProperty tallProperty() {
        return tall;
    }

    /// Keys for what is shown, wherever in the drift they are pressed.
    void pressed(KeyEvent e) {
        if (contentTab.isSelected()) {
            content.pressed(e);
        }
    }

    private static Tab tab(String key, String id, Node held) {
        Tab tab = new Tab(text(key), held);
        tab.setId(id);
        return tab;
    }

    private Node head(InspectorModel model, List<MenuItem> terminals) {
        path.getStyleClass().add("inspector-path");
        path.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(path, Priority.ALWAYS);
        MenuButton terminal =
                new MenuButton(text("inspector.terminal"), new FontIcon(Feather.TERMINAL));
        terminal.setId("inspector-terminals");
        terminal.getItems().setAll(terminals);
        terminal.getStyleClass().add("flat");
        terminal.setTooltip(new Tooltip(text("inspector.terminal.hint")));
        terminal.setMinWidth(USE_PREF_SIZE);
        terminal.disableProperty().bind(model.factsProperty().isNull());
        HBox head = new HBox(path, terminal, size());
        head.getStyleClass().add("inspector-head");
        return head;
    }

    private Node size() {
        Button size = new Button();
        size.setId("inspector-tall");
        size.getStyleClass().add("flat");
        size.setMinWidth(USE_PREF_SIZE);
        size.setTooltip(new Tooltip(text("inspector.tall.hint")));
        size.setOnAction(_ -> tall.set(!tall.get()));
        tall.subscribe(
                now -> {
                    size.setText(text(now ? "inspector.small" : "inspector.tall"));
                    size.setGraphic(new FontIcon(now ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2));
                });
        return size;
    }

    private void show(@Nullable Facts facts) {
        path.setText(facts == null ? text("inspector.none") : facts.path());
    }
}
