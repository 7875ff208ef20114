package lockstep.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lockstep.present.Lane;
import lockstep.present.RunMessage;
import lockstep.present.Strings;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What rsync and the run said about a node, behind a toggle that counts it.
final class MessagesFold {
    private static final double LINE = 24;
    private static final int LINES = 6;

    private final Lane lane;
    private final ObservableList<String> texts = FXCollections.observableArrayList();
    private final ToggleButton toggle = new ToggleButton("", new FontIcon(Feather.MESSAGE_SQUARE));
    private final HBox content = new HBox();
    private final ListView<String> list = new ListView<>();
    private List<String> remarks = List.of();

    MessagesFold(Lane lane) {
        this.lane = lane;
        toggle.getStyleClass().addAll("flat", "small", "run-messages-toggle");
        toggle.setId("messages-" + lane.node());
        toggle.setMinWidth(ToggleButton.USE_PREF_SIZE);
        toggle.setVisible(false);
        list.setItems(texts);
        list.setFixedCellSize(LINE);
        list.getStyleClass().addAll("dense", "run-messages");
        list.setAccessibleText(Strings.text("run.messages.list", lane.node()));
        HBox.setHgrow(list, Priority.ALWAYS);
        Button copy = new Button(Strings.text("run.messages.copy"), new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("small");
        copy.setOnAction(_ -> copy());
        copy.setMinWidth(Button.USE_PREF_SIZE);
        content.getStyleClass().add("run-messages-box");
        content.getChildren().addAll(list, copy);
        content.visibleProperty().bind(toggle.selectedProperty());
        content.managedProperty().bind(toggle.selectedProperty());
        lane.messages().addListener((ListChangeListener<RunMessage>) _ -> lay());
    }

    Node toggle() {
        return toggle;
    }

    Node content() {
        return content;
    }

    /// Remarks of the report, after the messages; unfolded when they are about a failure.
    void remarks(List<String> report, Tone tone) {
        if (!report.equals(remarks)) {
            remarks = report;
            lay();
            if (tone != Tone.GOOD && tone != Tone.PLAIN) {
                toggle.setSelected(true);
            }
        }
    }

    void show() {
        long count = texts.size() + lane.unheard();
        if (count > 0) {
            toggle.setText(Strings.count("run.messages", count));
            toggle.setVisible(true);
        }
    }

    private void lay() {
        List<String> all =
                lane.messages().stream()
                        .map(RunMessage::text)
                        .collect(Collectors.toCollection(ArrayList::new));
        all.addAll(remarks);
        texts.setAll(all);
        list.setPrefHeight(LINE * Math.min(LINES, Math.max(1, all.size())) + 4);
        show();
    }

    private void copy() {
        ClipboardContent clip = new ClipboardContent();
        String more =
                lane.unheard() == 0 ? "" : "\n" + Strings.text("run.messages.more", lane.unheard());
        clip.putString(String.join("\n", texts) + more);
        Clipboard.getSystemClipboard().setContent(clip);
    }
}
