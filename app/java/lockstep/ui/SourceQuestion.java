package lockstep.ui;

import static lockstep.present.Strings.count;
import static lockstep.present.Strings.text;

import java.util.List;
import javafx.scene.control.Button;
import lockstep.present.SyncModel;
import lockstep.present.SyncModel.Source;
import org.kordamp.ikonli.feather.Feather;

/// Asks which node is the one to copy from, where the nodes are held against what most of them
/// have and none of them is.
final class SourceQuestion {
    /// The likeliest; the others are in the menu of what they are compared with.
    private static final int MOST = 5;

    private SourceQuestion() {}

    /// @param sources the likeliest first, not empty
    static void ask(Overlay overlay, SyncModel syncs, List<Source> sources) {
        QuestionCard question =
                new QuestionCard(Feather.COPY, text("source.title")).saying(text("source.text"));
        for (Source source : sources.subList(0, Math.min(MOST, sources.size()))) {
            Button way =
                    new WayButton(
                            "source-" + source.node(), source.node(), likeness(source.differing()));
            way.setOnAction(
                    _ -> {
                        overlay.close(question);
                        syncs.plan(source);
                    });
            question.with(way);
        }
        if (sources.size() > MOST) {
            question.saying(count("source.more", sources.size() - MOST));
        }
        question.offering("source-cancel", text("cancel"), () -> overlay.close(question));
        overlay.show(question);
    }

    private static String likeness(long differing) {
        return differing == 0 ? text("source.same") : count("source.differs", differing);
    }
}
