package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.Label;
import lockstep.fault.Visible;
import lockstep.fleet.Revision;
import lockstep.present.Problem;
import lockstep.present.RevisionModel;
import lockstep.present.TextDifference;
import org.kordamp.ikonli.feather.Feather;

/// How a cluster file is about to change, line by line, before it is written.
final class RevisionCard {
    private RevisionCard() {}

    /// @param done told when the changed cluster is open
    static void show(RevisionModel model, Revision revision, Overlay overlay, Runnable done) {
        String file = Visible.text(String.valueOf(revision.file().getFileName()));
        QuestionCard card = new QuestionCard(Feather.EDIT_3, text("revision.title", file));
        card.getStyleClass().add("revision");
        TextDifference difference = TextDifference.between(revision.before(), revision.after());
        Label sentence = new Label(difference.sentence());
        sentence.setId("revision-sentence");
        sentence.setWrapText(true);
        DifferenceList lines = new DifferenceList();
        lines.setId("revision-lines");
        lines.show(difference);
        Label complaint = new Label();
        complaint.setId("revision-complaint");
        complaint.setWrapText(true);
        complaint.getStyleClass().add("complaint");
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        card.saying(text("revision.text"))
                .with(sentence)
                .with(lines)
                .with(complaint)
                .offering("revision-cancel", text("cancel"), () -> overlay.close(card))
                .offering(
                        "revision-write",
                        text("revision.write", file),
                        () ->
                                model.write(
                                        revision,
                                        () -> {
                                            overlay.close(card);
                                            done.run();
                                        },
                                        thrown -> complaint.setText(words(thrown))),
                        "accent")
                .needing(model.obstacleProperty().isEmpty());
        overlay.showForm(card, () -> {});
    }

    private static String words(Throwable thrown) {
        Problem problem = Problem.of(thrown);
        return problem.where() + ": " + problem.what() + " " + problem.remedy();
    }
}
