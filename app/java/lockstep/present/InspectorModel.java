package lockstep.present;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import lockstep.drift.DriftTree;
import lockstep.run.Operations;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The path that is looked at: its facts on every node, and on demand how its text differs
/// between two of them. Screen thread only.
public final class InspectorModel {
    /// What the text part shows.
    public sealed interface Text {
        /// Nothing was asked for.
        record None() implements Text {}

        /// The files are being read.
        record Reading() implements Text {}

        /// Both were read.
        record Read(TextDifference difference) implements Text {}

        /// One could not be read.
        record Failed(Problem problem) implements Text {}
    }

    /// A path in a comparison.
    public record Subject(DriftTree tree, int row) {}

    private final Operations operations;
    private final Backstage backstage;
    private final ReadOnlyObjectWrapper<@Nullable Facts> facts = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Text> text = new ReadOnlyObjectWrapper<>(new Text.None());
    private final ObjectProperty<@Nullable Subject> subject = new SimpleObjectProperty<>();
    private long asked;

    InspectorModel(Operations operations, Backstage backstage) {
        this.operations = operations;
        this.backstage = backstage;
        subject.subscribe(this::look);
    }

    /// What is looked at; null for nothing.
    public ObjectProperty<@Nullable Subject> subjectProperty() {
        return subject;
    }

    /// The facts of the subject; null when there is none.
    public ReadOnlyObjectProperty<@Nullable Facts> factsProperty() {
        return facts.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Text> textProperty() {
        return text.getReadOnlyProperty();
    }

    private void look(@Nullable Subject now) {
        asked++;
        text.set(new Text.None());
        facts.set(now == null ? null : Facts.of(now.tree(), now.row()));
    }

    /// Reads the beginnings of the file on two nodes and compares them.
    public void compareText(String left, String right) {
        Subject now = subject.get();
        if (now == null) {
            return;
        }
        long mine = ++asked;
        text.set(new Text.Reading());
        TreePath path = now.tree().path(now.row());
        backstage.work(
                () -> read(path, left, right),
                difference -> {
                    if (mine == asked) {
                        text.set(new Text.Read(difference));
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        text.set(new Text.Failed(Problem.of(thrown)));
                    }
                });
    }

    private TextDifference read(TreePath path, String left, String right) throws Exception {
        byte[] a = operations.read(left, path, TextDifference.MAX_BYTES);
        byte[] b = operations.read(right, path, TextDifference.MAX_BYTES);
        return TextDifference.of(a, b);
    }
}
