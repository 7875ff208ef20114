package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.present.ContentReader.Held;
import lockstep.present.InspectorModel.Subject;
import lockstep.present.TextDifference.Care;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// How the contents of a path differ between two nodes, read while they are looked at. Screen
/// thread only.
public final class ContentModel {
    /// What was read of both, to be compared once more in another way.
    private record Both(Held left, Held right) {}

    private final List<String> nodes;
    private final Backstage backstage;
    private final ContentReader reader;
    private final ObjectProperty<String> left;
    private final ObjectProperty<String> right;
    private final ObjectProperty<Care> care = new SimpleObjectProperty<>(Care.EVERYTHING);
    private final BooleanProperty looked = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(new Content.None());
    private @Nullable Subject subject;
    private @Nullable Both read;
    private boolean choosing;
    private long asked;

    ContentModel(Operations operations, Backstage backstage) {
        this.backstage = backstage;
        nodes = operations.cluster().nodes().stream().map(n -> n.name()).toList();
        reader = new ContentReader(operations);
        left = new SimpleObjectProperty<>(nodes.getFirst());
        right = new SimpleObjectProperty<>(nodes.getLast());
        left.subscribe((_, _) -> readIfLooked());
        right.subscribe((_, _) -> readIfLooked());
        looked.subscribe((_, _) -> readIfLooked());
        care.subscribe((_, _) -> compareAgain());
    }

    /// The nodes that can be chosen.
    public List<String> nodes() {
        return nodes;
    }

    /// The node whose content is at the left.
    public ObjectProperty<String> leftProperty() {
        return left;
    }

    /// The node whose content is at the right.
    public ObjectProperty<String> rightProperty() {
        return right;
    }

    /// What makes lines of a text differ.
    public ObjectProperty<Care> careProperty() {
        return care;
    }

    /// Whether somebody looks: nothing is read while nobody does.
    public BooleanProperty lookedProperty() {
        return looked;
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /// The left one becomes the right one.
    public void swap() {
        String was = left.get();
        choose(right.get(), was);
        readIfLooked();
    }

    /// Something else is looked at: between the baseline and the last node that differs from it,
    /// which tells most.
    void look(@Nullable Subject now) {
        subject = now;
        forget();
        if (now != null) {
            DriftTree tree = now.tree();
            int base = tree.baseline() instanceof Baseline.Reference(int node) ? node : 0;
            int other = base == 0 && nodes.size() > 1 ? 1 : 0;
            for (int node = Math.min(tree.nodes(), nodes.size()) - 1; node >= 0; node--) {
                other = node != base && tree.differs(now.row(), node) ? node : other;
            }
            choose(nodes.get(base), nodes.get(other));
            readIfLooked();
        }
    }

    private void choose(String a, String b) {
        choosing = true;
        left.set(a);
        right.set(b);
        choosing = false;
    }

    private void forget() {
        asked++;
        read = null;
        content.set(new Content.None());
    }

    private void readIfLooked() {
        Subject now = subject;
        if (choosing || !looked.get() || now == null || isRead()) {
            return;
        }
        forget();
        if (now.tree().isDirectory(now.row())) {
            content.set(new Content.Said(Strings.text("content.directory")));
            return;
        }
        String a = left.get();
        String b = right.get();
        Optional<String> unknown =
                Stream.of(a, b).filter(node -> !ContentReader.isKnown(now.tree(), node)).findAny();
        if (unknown.isPresent()) {
            content.set(new Content.Said(Strings.text("content.unknown", unknown.get())));
            return;
        }
        content.set(new Content.Reading());
        show(
                () ->
                        new Both(
                                reader.read(now.tree(), now.row(), a),
                                reader.read(now.tree(), now.row(), b)));
    }

    private boolean isRead() {
        Both known = read;
        return known != null
                && known.left.node().equals(left.get())
                && known.right.node().equals(right.get());
    }

    private void compareAgain() {
        Both known = read;
        if (known != null) {
            show(() -> known);
        }
    }

    /// What is read, or has been.
    private interface Reading {
        Both get() throws Exception;
    }

    private record Compared(Both both, Content content) {}

    private void show(Reading reading) {
        long mine = ++asked;
        Care how = care.get();
        backstage.work(
                () -> {
                    Both both = reading.get();
                    return new Compared(both, ContentReader.compared(both.left, both.right, how));
                },
                compared -> {
                    if (mine == asked) {
                        read = compared.both;
                        content.set(compared.content);
                        if (how != care.get()) {
                            compareAgain();
                        }
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        content.set(new Content.Failed(Problem.of(thrown)));
                    }
                });
    }
}
