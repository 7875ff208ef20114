package lockstep.ui;

import static lockstep.present.Strings.text;

import lockstep.fault.Visible;
import lockstep.journal.RunRecord;
import lockstep.present.LeftModel;
import lockstep.present.LeftModel.Unseen;
import lockstep.present.LeftWords;
import lockstep.present.SyncModel;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Asks for what only a person can know of a run that was not finished: that a node may be left
/// though nobody can look at it, and that the console that holds the run is gone.
final class LeftQuestions {
    private static final int LONGEST = 200;

    private final SyncModel syncs;
    private final Overlay overlay;

    LeftQuestions(SyncModel syncs, Overlay overlay) {
        this.syncs = syncs;
        this.overlay = overlay;
        left().unseenProperty().subscribe(this::refused);
    }

    LeftModel left() {
        return syncs.left();
    }

    private void refused(@Nullable Unseen node) {
        if (node != null) {
            leaveUnseen(node);
        }
    }

    /// Asks whether a node is left though it cannot be looked at.
    void leaveUnseen(Unseen node) {
        QuestionCard question = ProblemCard.of(node.problem());
        question.typing(
                "left-unseen",
                node.node(),
                text("left.unseen.name", node.node()),
                text("left.unseen.yes", node.node()),
                typed -> {
                    overlay.close(question);
                    syncs.leaveUnseen(node, typed);
                });
        question.offering(
                "left-unseen-not",
                text("left.unseen.not"),
                () -> overlay.close(question),
                "accent");
        overlay.show(question);
    }

    /// Asks whether the console is gone that worked on a run on another machine.
    void gone(RunRecord run) {
        String who = Visible.text(run.lastWho(), LONGEST);
        QuestionCard question =
                new QuestionCard(Feather.ALERT_TRIANGLE, text("held.gone.title", run.head().id()))
                        .saying(LeftWords.heldBy(run))
                        .saying(text("held.gone.text"));
        question.typing(
                "held-gone",
                run.lastWho(),
                text("held.gone.name", who),
                text("held.gone.yes"),
                typed -> {
                    overlay.close(question);
                    left().declareGone(run, typed);
                });
        question.offering(
                "held-gone-not", text("held.gone.not"), () -> overlay.close(question), "accent");
        overlay.show(question);
    }
}
