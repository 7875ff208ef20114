package lockstep.present;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import lockstep.fault.Visible;
import lockstep.journal.Entry;
import lockstep.present.InspectorModel.Subject;
import lockstep.run.Operations;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What runs did to a path, as the journal of this workstation knows it; read while somebody looks.
/// Screen thread only.
public final class PathHistoryModel {
    /// The most that is shown of one path.
    static final int MOST = 500;

    private static final int LONGEST = 200;

    /// What runs write of a file, and how it is said here.
    private static final Map<String, String> WORDS =
            Map.of(
                    "sent", "past.sent",
                    "changed", "past.changed",
                    "broken off", "past.broken",
                    "deleted", "past.deleted",
                    "removed", "past.removed",
                    "brought back", "past.brought",
                    "put back", "past.put");

    /// What is shown.
    public sealed interface History {
        /// Nothing was asked for.
        record None() implements History {}

        /// The journal is being read.
        record Reading() implements History {}

        /// What it knows, the newest first.
        ///
        /// @param note what is to be known about it; may be empty
        record Known(List<Deed> deeds, String note) implements History {
            public Known {
                deeds = List.copyOf(deeds);
            }
        }

        /// It cannot be read.
        record Failed(Problem problem) implements History {}
    }

    /// Something that a run did to the path on a node.
    ///
    /// @param what in words
    /// @param run its name
    public record Deed(Instant at, String node, String what, String who, String run) {}

    private final Operations operations;
    private final Backstage backstage;
    private final BooleanProperty looked = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<History> history =
            new ReadOnlyObjectWrapper<>(new History.None());
    private @Nullable Subject subject;
    private long asked;

    PathHistoryModel(Operations operations, Backstage backstage) {
        this.operations = operations;
        this.backstage = backstage;
        looked.subscribe((_, _) -> read());
    }

    /// Whether somebody looks: nothing is read while nobody does.
    public BooleanProperty lookedProperty() {
        return looked;
    }

    public ReadOnlyObjectProperty<History> historyProperty() {
        return history.getReadOnlyProperty();
    }

    /// Something else is looked at.
    void look(@Nullable Subject now) {
        subject = now;
        asked++;
        history.set(new History.None());
        read();
    }

    /// Reads also what was read before: a run may have ended since.
    private void read() {
        Subject now = subject;
        if (!looked.get() || now == null) {
            return;
        }
        long mine = ++asked;
        TreePath path = now.tree().path(now.row());
        history.set(new History.Reading());
        backstage.work(
                () -> known(operations.journalled(path, MOST + 1)),
                known -> {
                    if (mine == asked) {
                        history.set(known);
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        history.set(new History.Failed(Problem.of(thrown)));
                    }
                });
    }

    private static History known(List<Entry> entries) {
        String note =
                entries.isEmpty()
                        ? Strings.text("past.none")
                        : entries.size() > MOST
                                ? Strings.text("past.most", Words.number(MOST))
                                : "";
        return new History.Known(
                entries.stream().limit(MOST).map(PathHistoryModel::deed).toList(), note);
    }

    private static Deed deed(Entry entry) {
        String key = WORDS.get(entry.what());
        String what = key == null ? shown(entry.what()) : Strings.text(key);
        return new Deed(
                entry.at(), shown(entry.node()), what, shown(entry.who()), shown(entry.run()));
    }

    /// The journal is a file, and others may have written into it.
    private static String shown(String text) {
        return Visible.text(text, LONGEST);
    }
}
