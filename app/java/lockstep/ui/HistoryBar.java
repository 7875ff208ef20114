package lockstep.ui;

import static lockstep.present.Strings.text;

import atlantafx.base.controls.CustomTextField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import lockstep.journal.History.Topic;
import lockstep.present.HistoryModel;
import lockstep.present.HistoryModel.Form;
import lockstep.present.HistoryModel.Span;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Which part of the history is shown: how far back, what, and with which words; and how it is
/// taken along.
final class HistoryBar extends HBox {
    private final HistoryModel model;
    private final Map<Topic, ToggleButton> chips = new EnumMap<>(Topic.class);
    private final CustomTextField filter = new CustomTextField();

    /// Asks for a file and saves what is shown there.
    interface Saving {
        void save(Form form);
    }

    HistoryBar(HistoryModel model, Saving saving) {
        this.model = model;
        getStyleClass().addAll("chips", "history-bar");
        setAlignment(Pos.CENTER_LEFT);
        FlowPane kinds = new FlowPane();
        kinds.getStyleClass().add("history-kinds");
        kinds.setAlignment(Pos.CENTER_LEFT);
        for (Topic topic : Topic.values()) {
            kinds.getChildren().add(chip(topic));
        }
        kinds.getChildren().add(failedOnly());
        setHgrow(kinds, Priority.ALWAYS);
        getChildren().addAll(span(), kinds, filter(), save(saving));
    }

    /// Shows the filters as they are now. What only a later version knows has one where there is
    /// such a thing.
    void renew() {
        chips.forEach((topic, chip) -> chip.setSelected(model.shows(topic)));
        ToggleButton other = Objects.requireNonNull(chips.get(Topic.OTHER));
        other.setVisible(!model.shows(Topic.OTHER) || model.holds(Topic.OTHER));
        other.setManaged(other.isVisible());
    }

    TextField filterField() {
        return filter;
    }

    private ComboBox<Span> span() {
        ComboBox<Span> span = new ComboBox<>();
        span.setId("history-span");
        span.getItems().setAll(List.of(Span.values()));
        span.setAccessibleText(text("history.span"));
        span.setTooltip(new Tooltip(text("history.span")));
        span.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Span of) {
                        return of == null ? "" : text("history.span." + of);
                    }

                    @Override
                    public Span fromString(String words) {
                        throw new UnsupportedOperationException(words);
                    }
                });
        model.spanProperty().subscribe(span::setValue);
        span.valueProperty().subscribe((_, chosen) -> model.choose(chosen));
        span.setMinWidth(USE_PREF_SIZE);
        return span;
    }

    private ToggleButton chip(Topic topic) {
        String words = text("history.topic." + topic);
        ToggleButton chip = new ToggleButton(words, new FontIcon(HistoryTable.icon(topic)));
        chip.setId("history-" + topic);
        chip.getStyleClass().addAll("small", "chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.setTooltip(new Tooltip(text("history.topic.hint", words)));
        chip.setSelected(model.shows(topic));
        chip.setOnAction(_ -> model.toggle(topic));
        chips.put(topic, chip);
        return chip;
    }

    private ToggleButton failedOnly() {
        ToggleButton failed = new ToggleButton(text("history.failed"));
        failed.setId("history-failed");
        failed.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        failed.getStyleClass().addAll("small", "chip", "chip-CONTENT");
        failed.setMinWidth(USE_PREF_SIZE);
        failed.setTooltip(new Tooltip(text("history.failed.hint")));
        failed.selectedProperty().bindBidirectional(model.failedOnlyProperty());
        return failed;
    }

    private CustomTextField filter() {
        filter.setId("history-filter");
        filter.setPromptText(text("history.filter"));
        filter.setAccessibleText(text("history.filter"));
        filter.setLeft(new FontIcon(Feather.FILTER));
        filter.setPrefColumnCount(12);
        filter.textProperty().bindBidirectional(model.textProperty());
        return filter;
    }

    private MenuButton save(Saving saving) {
        MenuButton save = new MenuButton(null, new FontIcon(Feather.DOWNLOAD));
        save.setId("history-save");
        save.getStyleClass().addAll("button-icon");
        save.setAccessibleText(text("history.export.title"));
        save.setTooltip(new Tooltip(text("history.export.title")));
        for (Form form : Form.values()) {
            MenuItem item = new MenuItem(text("history.export." + form));
            item.setId("history-" + form.ending());
            item.setOnAction(_ -> saving.save(form));
            save.getItems().add(item);
        }
        save.setMinWidth(USE_PREF_SIZE);
        return save;
    }
}
