package lockstep.rsync;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.tree.TreePath;

/// What one conversation is asked to do. Immutable; made by [#of] and changed by the `with`s.
///
/// Kinds of entries, links, modes, owners and groups by name, times: always as `-logDtp`.
///
/// @param rules filter rules in rsync's text form, first match wins; the same go to both ends
/// @param choice exactly these paths and the directories above them, the root alone, or everything
/// @param limits what it may take
public record Request(
        Content content,
        Recursion recursion,
        Deletion deletion,
        Effect effect,
        List<String> rules,
        Optional<Choice> choice,
        Limits limits) {
    private static final Duration SILENCE = Duration.ofMinutes(2);

    /// A digest of a very large file is computed without a word, so this is longer.
    private static final Duration DIGEST_SILENCE = Duration.ofMinutes(30);

    /// Of a relay.
    private static final int ENDS = 2;

    public Request {
        rules = List.copyOf(rules);
        if (rules.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("an empty rule, which would end the list of rules");
        }
    }

    /// What a conversation may take.
    ///
    /// @param bytesPerSecond on the sender; 0 for as many as there are
    /// @param silence how long a peer may say nothing before the conversation is given up; empty
    ///     for what is usual, which is longer by digest
    /// @param memory the most bytes that what each peer tells may take here
    public record Limits(long bytesPerSecond, Optional<Duration> silence, long memory) {}

    /// Whether files of equal size and time are taken as equal, or compared by digest.
    public enum Content {
        BY_METADATA,
        BY_DIGEST
    }

    /// Whether the whole list is made before anything else, or directory by directory.
    public enum Recursion {
        WHOLE,
        INCREMENTAL
    }

    /// Whether what the source lacks is deleted on the target, after everything was sent.
    public enum Deletion {
        NONE,
        EXTRAS
    }

    /// Whether anything is done, or only told.
    public enum Effect {
        REAL,
        PREVIEW
    }

    /// Everything below the root, by metadata, nothing deleted, for real.
    public static Request of(List<String> rules) {
        return everything(rules, new Limits(0, Optional.empty(), Budget.share(ENDS)));
    }

    private static Request everything(List<String> rules, Limits limits) {
        return new Request(
                Content.BY_METADATA,
                Recursion.WHOLE,
                Deletion.NONE,
                Effect.REAL,
                rules,
                Optional.empty(),
                limits);
    }

    /// As [#of], within the same limits as this.
    Request bare(List<String> others) {
        return everything(others, limits);
    }

    public Request with(Content by) {
        return new Request(by, recursion, deletion, effect, rules, choice, limits);
    }

    public Request with(Recursion how) {
        return new Request(content, how, deletion, effect, rules, choice, limits);
    }

    public Request with(Deletion what) {
        return new Request(content, recursion, what, effect, rules, choice, limits);
    }

    public Request with(Effect which) {
        return new Request(content, recursion, deletion, which, rules, choice, limits);
    }

    private Request with(Choice of) {
        return new Request(content, recursion, deletion, effect, rules, Optional.of(of), limits);
    }

    private Request with(Limits others) {
        return new Request(content, recursion, deletion, effect, rules, choice, others);
    }

    /// Only these paths: each is made on the target as it is on the source, or deleted there,
    /// whatever it holds, when the source lacks it. A directory stands for itself, not for what
    /// is in it; one above a chosen path that the target lacks is made with ordinary attributes
    /// unless it is chosen too. Filter rules then choose nothing on the target.
    ///
    /// @throws IllegalArgumentException when the root is among them, which rsync would take for
    ///     everything in it
    public Request only(Set<TreePath> paths) {
        return only(paths, Optional.empty());
    }

    /// As [#only(Set)], the paths of `plan` but the root, and bound to it: where either end is not
    /// as it was, the relay ends with `PlanOutdated` before the target has heard of anything, and
    /// so it does, later, where the target does what is not in the plan.
    public Request only(Approved plan) {
        Set<TreePath> paths = new HashSet<>(plan.paths());
        paths.remove(TreePath.ROOT);
        return only(paths, Optional.of(plan));
    }

    private Request only(Set<TreePath> paths, Optional<Approved> plan) {
        if (paths.contains(TreePath.ROOT)) {
            throw new IllegalArgumentException("the root cannot be chosen");
        }
        return with(new Choice(paths, plan));
    }

    /// The root itself and nothing in it, bound to a plan whose paths hold the root. Among chosen
    /// paths rsync takes the root for everything in it, so it goes alone.
    public Request onlyRoot(Approved plan) {
        return bare(Requested.NOTHING_BELOW)
                .with(content)
                .with(recursion)
                .with(effect)
                .with(new Choice(Set.of(TreePath.ROOT), Optional.of(plan)));
    }

    /// With a limit on the sender, in bytes a second.
    public Request limited(long limit) {
        return with(new Limits(limit, limits.silence(), limits.memory()));
    }

    /// With another limit on a peer's silence.
    public Request silentFor(Duration limit) {
        return with(new Limits(limits.bytesPerSecond(), Optional.of(limit), limits.memory()));
    }

    /// With so many bytes of memory for what each peer tells.
    public Request within(long bytes) {
        return with(new Limits(limits.bytesPerSecond(), limits.silence(), bytes));
    }

    /// The chosen paths; empty where rsync is told of none, be it everything or the root alone.
    public Optional<Set<TreePath>> selection() {
        return choice.map(Choice::paths).filter(paths -> !paths.contains(TreePath.ROOT));
    }

    /// What the relay is bound to; empty when nobody has looked, and then a path is deleted or
    /// copied as the source has it now.
    Optional<Approved> approved() {
        return choice.flatMap(Choice::approved);
    }

    /// How long a peer may say nothing.
    public Duration silence() {
        return limits.silence().orElse(content == Content.BY_DIGEST ? DIGEST_SILENCE : SILENCE);
    }
}
