package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import lockstep.fault.Visible;
import lockstep.present.SnapshotChoice;
import lockstep.present.SnapshotWords;
import lockstep.present.SnapshotsModel;
import lockstep.run.SnapshotOperations.Forecasts;
import org.kordamp.ikonli.feather.Feather;

/// What is asked before snapshots are made, pinned or removed.
record SnapshotQuestions(SnapshotsModel model, Overlay overlay, InstantSource clock) {
    private static final int LONGEST = 200;

    /// Asks of which nodes and why, and shows what it would take.
    void make() {
        FlowPane nodes = new FlowPane(12, 8);
        List<CheckBox> boxes = new ArrayList<>();
        for (String node : model.nodeNames()) {
            CheckBox box = new CheckBox(node);
            box.setId("make-" + node);
            box.setSelected(true);
            boxes.add(box);
        }
        nodes.getChildren().addAll(boxes);
        BooleanBinding chosen =
                Bindings.createBooleanBinding(
                        () -> boxes.stream().anyMatch(CheckBox::isSelected),
                        boxes.stream().map(CheckBox::selectedProperty).toArray(Observable[]::new));
        TextField why = field("make-why", text("snap.make.why"));
        Label space = new Label(text("snap.make.looking"));
        space.setId("make-space");
        LeftCard.whole(space);
        space.getStyleClass().add("question-text");
        QuestionCard card =
                new QuestionCard(Feather.CAMERA, text("snap.make.title"))
                        .with(nodes)
                        .saying(text("snap.make.why"))
                        .with(why)
                        .with(space);
        card.offering("make-not", text("cancel"), () -> overlay.close(card))
                .offering(
                        "make-yes",
                        text("snap.make.yes"),
                        () -> {
                            List<String> wanted =
                                    boxes.stream()
                                            .filter(CheckBox::isSelected)
                                            .map(CheckBox::getText)
                                            .toList();
                            overlay.close(card);
                            String said = Visible.text(why.getText().strip(), LONGEST);
                            model.deeds().make(wanted, said);
                        },
                        "accent")
                .needing(chosen);
        overlay.show(card);
        model.deeds()
                .forecast(
                        found -> space.setText(space(found)),
                        problem ->
                                space.setText(
                                        text("snap.make.failed", problem.where(), problem.what())));
    }

    private static String space(Forecasts found) {
        List<String> lines = new ArrayList<>();
        found.nodes().forEach((node, space) -> lines.add(SnapshotWords.space(node, space)));
        found.failures()
                .forEach((node, fault) -> lines.add(text("snap.make.failed", node, fault.what())));
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private static TextField field(String id, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        return field;
    }

    /// Asks why it is to be kept for good.
    void pin(SnapshotChoice choice) {
        TextField why = field("pin-why", text("snap.pin.why"));
        String title = SnapshotWords.title(choice, clock.instant());
        QuestionCard card =
                new QuestionCard(Feather.BOOKMARK, text("snap.pin.title", title))
                        .saying(text("snap.pin.text") + " " + text("snap.pin.why"))
                        .with(why);
        card.offering("pin-not", text("cancel"), () -> overlay.close(card))
                .offering(
                        "pin-yes",
                        text("snap.pin.yes"),
                        () -> {
                            overlay.close(card);
                            String said = Visible.text(why.getText().strip(), LONGEST);
                            model.deeds().pin(choice, said);
                        },
                        "accent")
                .needing(why.textProperty().map(said -> !said.isBlank()));
        overlay.show(card);
    }

    /// Asks whether it is to go, and tells what that frees.
    void remove(SnapshotChoice choice) {
        Label freed = new Label(text("snap.remove.looking"));
        freed.setId("remove-freed");
        LeftCard.whole(freed);
        freed.getStyleClass().add("question-text");
        String title = SnapshotWords.title(choice, clock.instant());
        QuestionCard card =
                new QuestionCard(Feather.TRASH_2, text("snap.remove.title", title))
                        .saying(text("snap.remove.text"))
                        .with(freed);
        card.offering("remove-not", text("cancel"), () -> overlay.close(card))
                .offering(
                        "remove-yes",
                        text("snap.remove.yes"),
                        () -> {
                            overlay.close(card);
                            model.deeds().remove(choice);
                        },
                        "danger");
        overlay.show(card);
        model.deeds().freed(choice, found -> freed.setText(SnapshotWords.freed(found)));
    }
}
