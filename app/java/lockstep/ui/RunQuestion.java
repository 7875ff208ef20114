package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.Optional;
import javafx.scene.control.ProgressBar;
import lockstep.present.ConsoleModel;
import lockstep.present.RunModel;
import lockstep.present.RunWords;
import org.kordamp.ikonli.feather.Feather;

/// Asked before something ends a run that goes on.
final class RunQuestion {
    private RunQuestion() {}

    /// Does it at once where no run goes on, else when the operator agrees that the run stops.
    ///
    /// @param what `quit` or `leave`: which words it is asked in
    /// @param stays what is done when the run is to go on
    static void before(
            String what, ConsoleModel model, Overlay overlay, Runnable deed, Runnable stays) {
        Optional<RunModel> running = model.running();
        if (running.isEmpty()) {
            deed.run();
            return;
        }
        QuestionCard question =
                new QuestionCard(Feather.ALERT_TRIANGLE, text("quit.title"))
                        .saying(text("quit.now", RunWords.title(running.get())))
                        .saying(text("quit.text"));
        question.offering(
                        what + "-stop",
                        text("quit.yes." + what),
                        () -> {
                            overlay.close(question);
                            deed.run();
                        },
                        "danger")
                .offering(
                        what + "-stay",
                        text("quit.stay"),
                        () -> {
                            overlay.close(question);
                            stays.run();
                        },
                        "accent");
        overlay.show(question, stays);
    }

    /// Shown while a run that was asked to stop comes to a safe place, until the end: there is
    /// nothing else to do then, and it has the way out.
    ///
    /// @param atOnce what is done for who does not want to wait
    static void stopping(Overlay overlay, Runnable atOnce) {
        ProgressBar busy = Busy.bar(text("quit.stopping"));
        busy.setMaxWidth(Double.MAX_VALUE);
        QuestionCard card =
                new QuestionCard(Feather.CLOCK, text("quit.stopping"))
                        .saying(text("quit.stopping.text"))
                        .with(busy)
                        .offering("quit-now", text("quit.at-once"), atOnce, "danger");
        overlay.show(card, () -> stopping(overlay, atOnce));
    }
}
