package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.rsync.Arguments.Side;
import lockstep.rsync.Script.Limits;
import lockstep.rsync.Script.Manner;
import lockstep.tree.TreePath;

/// Turns a [Request] into what rsync is told.
final class Requested {
    /// Where a file that was cut off is kept, beside its place, for the next run to go on from.
    static final String PARTIAL_DIRECTORY = ".lockstep-partial";

    /// Lets a conversation see the root and nothing in it.
    static final List<String> NOTHING_BELOW = List.of("- /*");

    /// What a look at chosen paths sees.
    enum Reach {
        THEMSELVES,
        ALL_BELOW
    }

    /// What was cut off is no file of either end: it is neither listed nor copied, and stays until
    /// the next run has used it, as rsync itself wants with `--partial-dir`. It goes with a
    /// directory that is deleted (`p`).
    private static final String NOT_THE_PARTIAL = "-p " + PARTIAL_DIRECTORY + "/";

    /// Lockstep's own directory beside a root that lies within this one: snapshots, locks, stages.
    private static final String NOT_THE_STATE = "- .lockstep/";

    /// What comes before the rules of a cluster.
    static final List<String> OWN_RULES = List.of(NOT_THE_PARTIAL, NOT_THE_STATE);

    private static final String DELETE_MISSING = "--delete-missing-args";

    private Requested() {}

    /// Whether files that were cut off are kept in what is called so.
    static boolean isPartialDirectory(TreePath path) {
        return Arrays.equals(path.name(), PARTIAL_DIRECTORY.getBytes(StandardCharsets.US_ASCII));
    }

    static Script relay(Endpoint source, Endpoint target, Request request) {
        return new Script(
                end(source, Side.SENDER, request),
                end(target, Side.RECEIVER, request),
                manner(request));
    }

    /// As [#relay] for chosen paths that the source has, every one of them: an rsync before 3.1
    /// does not know how to be told of others.
    static Script copy(Endpoint source, Endpoint target, Request request) {
        Script script = relay(source, target, request);
        return new Script(present(script.source()), present(script.target()), script.manner());
    }

    private static End present(End end) {
        List<String> options = new ArrayList<>(end.options());
        options.remove(DELETE_MISSING);
        return new End(end.host(), end.program(), options, end.paths(), end.root());
    }

    /// Deletes these paths, whatever they hold: the target becomes like itself without them.
    static Script deletion(Endpoint target, Request request, Set<TreePath> gone) {
        Request extras =
                request.bare(List.of()).with(Request.Deletion.EXTRAS).with(request.effect());
        Script script = relay(target, target, extras);
        Manner all = script.manner();
        return new Script(
                script.source(),
                script.target(),
                new Manner(
                        all.traits(),
                        ExactRules.without(gone),
                        all.names(),
                        all.choice(),
                        all.limits()));
    }

    static End end(Endpoint endpoint, Side side, Request request) {
        return end(endpoint, options(side, request));
    }

    private static End end(Endpoint endpoint, List<String> options) {
        return new End(
                endpoint.host(),
                endpoint.sudo() ? List.of("sudo", "-n", "rsync") : List.of("rsync"),
                options,
                List.of(endpoint.root().equals("/") ? "/" : endpoint.root() + "/"),
                Optional.of(endpoint.root()));
    }

    static Manner manner(Request request) {
        return new Manner(
                traits(request),
                rules(request),
                request.selection().map(paths -> paths.stream().map(TreePath::toBytes).toList()),
                request.choice(),
                new Limits(Script.NEWEST_PROTOCOL, request.silence(), request.limits().memory()));
    }

    /// An end that only tells what it has of the chosen paths, or of the root.
    static End looking(Endpoint endpoint, Reach reach, Request request) {
        List<String> words = new ArrayList<>();
        boolean chosen = request.selection().isPresent();
        words.add(letters(request) + (chosen && reach == Reach.ALL_BELOW ? "r" : ""));
        if (chosen) {
            words.add("--no-implied-dirs");
            words.add("--files-from=-");
            words.add("--from0");
        }
        return end(endpoint, words);
    }

    private static List<byte[]> rules(Request request) {
        return Stream.concat(OWN_RULES.stream(), request.rules().stream())
                .map(rule -> rule.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static Set<Trait> traits(Request request) {
        Set<Trait> traits =
                EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS, Trait.DEVICES, Trait.SPECIALS);
        boolean chosen = request.selection().isPresent();
        if (!chosen) {
            traits.add(Trait.ONE_TREE);
        }
        if (!chosen && request.recursion() == Request.Recursion.INCREMENTAL) {
            traits.add(Trait.INCREMENTAL);
        }
        if (!chosen && request.deletion() == Request.Deletion.EXTRAS) {
            traits.add(Trait.TARGET_RULES);
        }
        if (request.effect() == Request.Effect.PREVIEW) {
            traits.add(Trait.PREVIEW);
        }
        if (request.content() == Request.Content.BY_DIGEST) {
            traits.add(Trait.DIGESTS);
        }
        return traits;
    }

    private static List<String> options(Side side, Request request) {
        List<String> words = new ArrayList<>();
        words.add(letters(request));
        if (request.selection().isPresent()) {
            words.add(DELETE_MISSING);
            words.add("--no-implied-dirs");
        }
        if (side == Side.SENDER) {
            sender(words, request);
        } else {
            receiver(words, request);
        }
        return words;
    }

    private static String letters(Request request) {
        return "-logDtp"
                + (request.selection().isEmpty() ? "r" : "R")
                + (request.content() == Request.Content.BY_DIGEST ? "c" : "")
                + (request.effect() == Request.Effect.PREVIEW ? "n" : "");
    }

    private static void sender(List<String> words, Request request) {
        if (request.selection().isPresent()) {
            words.add("--files-from=-");
            words.add("--from0");
        }
        long limit = request.limits().bytesPerSecond();
        if (limit > 0) {
            words.add("--bwlimit=" + Math.max(1, limit / 1024));
        }
    }

    private static void receiver(List<String> words, Request request) {
        if (request.selection().isPresent()) {
            words.add("--force");
        } else if (request.deletion() == Request.Deletion.EXTRAS) {
            words.add("--delete-delay");
        }
        words.add("--partial-dir=" + PARTIAL_DIRECTORY);
        words.add("--log-format=%i");
    }
}
