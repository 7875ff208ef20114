package lockstep.present;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import lockstep.drift.DriftTree;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// The path that is looked at: its facts on every node, and on demand how its contents differ
/// between two of them and what runs did to it. Screen thread only.
public final class InspectorModel {
    /// A path in a comparison.
    public record Subject(DriftTree tree, int row) {}

    private final ReadOnlyObjectWrapper<@Nullable Facts> facts = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable Subject> subject = new SimpleObjectProperty<>();
    private final ContentModel content;
    private final PathHistoryModel history;

    InspectorModel(Operations operations, Backstage backstage) {
        content = new ContentModel(operations, backstage);
        history = new PathHistoryModel(operations, backstage);
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

    /// Its contents.
    public ContentModel content() {
        return content;
    }

    /// What runs did to it.
    public PathHistoryModel history() {
        return history;
    }

    private void look(@Nullable Subject now) {
        facts.set(now == null ? null : Facts.of(now.tree(), now.row()));
        content.look(now);
        history.look(now);
    }
}
