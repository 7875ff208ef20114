package lockstep.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.options.Display;
import lockstep.options.Display.Show;
import lockstep.options.Levels;
import lockstep.options.Paper;
import lockstep.options.Transcript;
import lockstep.rsync.End;
import lockstep.rsync.Outcome;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;

/// A relay between two directories that is told what a few words of rsync's command line say, and
/// prints a transcript.
final class Ours {
    private final StringBuilder letters = new StringBuilder("-");
    private final List<String> targetOnly = new ArrayList<>();
    private final Set<Trait> traits = EnumSet.of(Trait.ONE_TREE, Trait.FACTS);
    private final Set<Show> shows = EnumSet.noneOf(Show.class);
    private int verbosity;
    private int human = 1;
    private Optional<String> format = Optional.empty();
    private Levels levels = Levels.NONE;

    /// What was printed, a character a byte.
    record Printed(String out, String err, Outcome outcome) {}

    static Printed relay(Path source, Path target, List<String> words) throws Exception {
        Ours ours = new Ours();
        words.forEach(ours::word);
        Display display =
                new Display(ours.verbosity, ours.human, ours.format, ours.levels, ours.shows);
        Script script = ours.script(source, target, display);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Paper paper = new Paper(out, err, StandardCharsets.UTF_8, Clock.system(ZoneId.of("UTC")));
        Transcript transcript = new Transcript(display, script, paper);
        Outcome outcome = Rsync.relay(script, transcript, new Cancel());
        transcript.end(outcome);
        transcript.status(Math.max(outcome.sourceStatus(), outcome.targetStatus()));
        return new Printed(
                out.toString(StandardCharsets.ISO_8859_1),
                err.toString(StandardCharsets.ISO_8859_1),
                outcome);
    }

    private void word(String word) {
        if (word.startsWith("--info=")) {
            levels = levels.and(Levels.parse(word.substring("--info=".length())));
        } else if (word.startsWith("--out-format=")) {
            format = Optional.of(word.substring("--out-format=".length()));
        } else if (word.equals("--stats")) {
            shows.add(Show.STATS);
        } else if (word.equals("--progress")) {
            shows.add(Show.PROGRESS);
        } else if (word.equals("--no-h")) {
            human = 0;
        } else if (word.equals("--inc-recursive")) {
            traits.add(Trait.INCREMENTAL);
        } else if (word.startsWith("--delete")) {
            targetOnly.add(word);
            traits.add(Trait.TARGET_RULES);
        } else if (word.startsWith("--")) {
            targetOnly.add(word);
        } else {
            word.substring(1).chars().forEach(c -> letter((char) c));
        }
    }

    private void letter(char c) {
        switch (c) {
            case 'v' -> verbosity++;
            case 'h' -> human++;
            case 'q' -> shows.add(Show.QUIET);
            case 'P' -> shows.add(Show.PROGRESS);
            case '8' -> shows.add(Show.EIGHT_BIT);
            case 'i' -> shows.add(shows.add(Show.ITEMIZED) ? Show.ITEMIZED : Show.ITEMIZED_ALL);
            case 'a' -> "rlptgoD".chars().forEach(each -> letter((char) each));
            default -> {
                letters.append(c);
                trait(c).ifPresent(traits::add);
                if (c == 'D') {
                    traits.add(Trait.SPECIALS);
                }
                if (c == 't') {
                    shows.add(Show.TIMES_KEPT);
                }
            }
        }
    }

    private static Optional<Trait> trait(char c) {
        return Optional.ofNullable(
                switch (c) {
                    case 'l' -> Trait.LINKS;
                    case 'o' -> Trait.OWNERS;
                    case 'g' -> Trait.GROUPS;
                    case 'D' -> Trait.DEVICES;
                    case 'n' -> Trait.PREVIEW;
                    case 'c' -> Trait.DIGESTS;
                    case 'H' -> Trait.HARD_LINKS;
                    case 'A' -> Trait.ACLS;
                    case 'X' -> Trait.XATTRS;
                    default -> null;
                });
    }

    private Script script(Path source, Path target, Display display) {
        return new Script(
                end("from", source, List.of(), display.sourceWords()),
                end("to", target, targetOnly, display.targetWords()),
                new Script.Manner(
                        traits,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Script.Limits(Script.NEWEST_PROTOCOL, Duration.ofSeconds(30))));
    }

    private End end(String name, Path root, List<String> own, List<String> shown) {
        List<String> words = new ArrayList<>(List.of(letters.toString()));
        words.addAll(own);
        words.addAll(shown);
        return new End(
                new LocalHost(name),
                List.of("rsync"),
                words,
                List.of(root + "/"),
                Optional.of(root.toString()));
    }
}
