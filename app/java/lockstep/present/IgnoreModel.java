package lockstep.present;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.drift.DriftTree;
import lockstep.drift.Hidden;
import lockstep.fault.Visible;
import lockstep.fleet.Cluster;
import lockstep.fleet.Rules;
import lockstep.rsync.IgnoreRule;
import lockstep.rsync.NameRules;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// A rule that leaves out a row of the matrix, before it is added: which ones there are, and what
/// of the last scan each would hide. Screen thread only; no method blocks.
public final class IgnoreModel {
    private static final int MOST_SHOWN = 500;

    private final DriftTree tree;
    private final TreePath path;
    private final Kind kind;
    private final Cluster cluster;
    private final RevisionModel revisions;
    private final Backstage backstage;
    private final StringProperty rule = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Effect> effect = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private boolean adding;
    private long asked;

    /// One way to leave the row out.
    ///
    /// @param words what it leaves out
    public record Choice(IgnoreRule rule, String words) {}

    /// What a rule would hide of the last scan.
    ///
    /// @param sentence how much
    /// @param warning what is to be known of that; empty when nothing is
    /// @param lines the first of what would go; differences come first
    /// @param more what is not among the lines, in words; empty when all is
    public record Effect(
            Hidden hidden, String sentence, String warning, List<Line> lines, String more) {
        public Effect {
            lines = List.copyOf(lines);
        }
    }

    /// An entry that would no longer be looked at.
    ///
    /// @param why how it differs; empty where it does not
    public record Line(String path, String why) {}

    IgnoreModel(
            DriftTree tree,
            int row,
            Cluster cluster,
            RevisionModel revisions,
            Backstage backstage) {
        this.tree = tree;
        this.path = tree.path(row);
        this.kind = kind(row);
        this.cluster = cluster;
        this.revisions = revisions;
        this.backstage = backstage;
        rule.subscribe((_, _) -> judge());
        revisions.obstacleProperty().subscribe((_, _) -> hinder());
        choices().stream().findFirst().ifPresent(first -> rule.set(first.rule().text()));
        hinder();
    }

    /// A name that is no directory on some node is left out as either.
    private Kind kind(int row) {
        for (int node = 0; node < tree.nodes(); node++) {
            var listing = tree.listing(node);
            int at = tree.listingRow(row, node);
            if (listing != null && at >= 0 && !listing.isDirectory(at)) {
                return Kind.FILE;
            }
        }
        return Kind.DIRECTORY;
    }

    /// What is to be left out, made visible.
    public String subject() {
        return path.visible();
    }

    /// The file that the rule is added to.
    public String fileName() {
        return revisions.fileName();
    }

    /// The ways to leave it out, the narrowest first.
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        Arrays.stream(IgnoreRule.Reach.values()).flatMap(r -> of(r).stream()).forEach(choices::add);
        return choices;
    }

    /// What is beside a file can be left out too, but where that is all there is.
    private Optional<Choice> of(IgnoreRule.Reach reach) {
        boolean beside = reach == IgnoreRule.Reach.CONTENTS && kind != Kind.DIRECTORY;
        TreePath of = beside ? path.parent() : path;
        if (beside && of.isRoot()) {
            return Optional.empty();
        }
        return IgnoreRule.of(of, beside ? Kind.DIRECTORY : kind, reach)
                .map(made -> new Choice(made, words(reach, of, made)));
    }

    private String words(IgnoreRule.Reach reach, TreePath of, IgnoreRule made) {
        String words =
                switch (reach) {
                    case PATH ->
                            Strings.text(
                                    kind == Kind.DIRECTORY
                                            ? "ignore.path.directory"
                                            : "ignore.path.file");
                    case NAME -> Strings.text("ignore.name", Visible.bytes(path.name()));
                    case EXTENSION -> Strings.text("ignore.extension", ending(made));
                    case CONTENTS -> Strings.text("ignore.contents", of.visible());
                };
        return made.exact() ? words : words + " " + Strings.text("ignore.inexact");
    }

    private static String ending(IgnoreRule made) {
        return made.text().substring("- *".length());
    }

    /// The rule as it would be added; may be changed.
    public StringProperty ruleProperty() {
        return rule;
    }

    /// What the rule would hide; null while that is worked out, or where it is no rule.
    public ReadOnlyObjectProperty<@Nullable Effect> effectProperty() {
        return effect.getReadOnlyProperty();
    }

    /// Why the rule cannot be added; empty when it can.
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /// What went wrong when it was to be added; null when nothing did.
    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    private void judge() {
        long mine = ++asked;
        effect.set(null);
        problem.set(null);
        hinder();
        String text = rule.get();
        if (Rules.problem(text).isPresent()) {
            return;
        }
        List<String> rules = with(cluster.rules(), text);
        backstage.work(
                () -> effect(Hidden.of(tree, NameRules.of(rules), MOST_SHOWN)),
                found -> {
                    if (mine == asked) {
                        effect.set(found);
                    }
                },
                this::failed);
    }

    private void hinder() {
        String text = rule.get();
        if (!revisions.obstacleProperty().get().isEmpty()) {
            obstacle.set(revisions.obstacleProperty().get());
        } else if (cluster.rules().contains(text)) {
            obstacle.set(Strings.text("ignore.there"));
        } else {
            obstacle.set(
                    Rules.problem(text)
                            .map(reason -> Strings.text("ignore.wrong", reason))
                            .orElse(""));
        }
    }

    private Effect effect(Hidden hidden) {
        List<Line> lines =
                hidden.rows().stream()
                        .map(row -> new Line(tree.path(row).visible(), tree.why(row)))
                        .toList();
        int rest = hidden.entries() - lines.size();
        return new Effect(
                hidden,
                hidden.entries() == 0
                        ? Strings.text("ignore.nothing")
                        : Strings.count("ignore.hides", hidden.entries()),
                warning(hidden),
                lines,
                rest == 0 ? "" : Strings.count("matrix.more", rest));
    }

    private static String warning(Hidden hidden) {
        if (hidden.everything()) {
            return Strings.text("ignore.everything");
        }
        return hidden.differing() == 0 ? "" : Strings.count("ignore.differing", hidden.differing());
    }

    /// A rule that leaves out counts only before those that take in what it is about.
    static List<String> with(List<String> rules, String added) {
        List<String> with = new ArrayList<>(rules);
        int at = 0;
        while (at < with.size() && !with.get(at).startsWith("+")) {
            at++;
        }
        with.add(at, added);
        return with;
    }

    /// Adds the rule to the cluster file; the cluster is opened again and scanned as before.
    ///
    /// @param done told when that is open
    public void add(Runnable done) {
        if (!obstacle.get().isEmpty() || adding) {
            return;
        }
        adding = true;
        problem.set(null);
        Consumer<Throwable> refused = this::failed;
        Cluster wanted = cluster.withRules(with(cluster.rules(), rule.get()));
        revisions.prepare(wanted, revision -> revisions.write(revision, done, refused), refused);
    }

    private void failed(Throwable thrown) {
        adding = false;
        problem.set(Problem.of(thrown));
    }
}
