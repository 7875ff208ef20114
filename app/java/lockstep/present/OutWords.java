package lockstep.present;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lockstep.journal.Absence;
import lockstep.run.Out;

/// What a card says of a node that is out: since when, by whom, why, and until when.
public final class OutWords {
    private OutWords() {}

    /// One line.
    public static String of(Out out, Instant now) {
        List<String> words = new ArrayList<>();
        words.add(
                out.age(now)
                        .map(age -> text("out.since", Words.span(age)))
                        .orElse(text("out.anytime")));
        if (out.absence().isEmpty()) {
            words.add(text("out.unrecorded"));
        } else {
            add(words, out.absence().get(), now);
        }
        return String.join(" · ", words);
    }

    private static void add(List<String> words, Absence known, Instant now) {
        words.add(known.who());
        if (known.run().isPresent()) {
            words.add(text(known.isOfARunningRun() ? "out.run" : "out.run.broken"));
        }
        if (!known.why().isEmpty()) {
            words.add(known.why());
        }
        known.until()
                .ifPresent(
                        until ->
                                words.add(
                                        until.isBefore(now)
                                                ? text(
                                                        "out.overdue",
                                                        Words.span(Duration.between(until, now)))
                                                : text(
                                                        "out.until",
                                                        Words.span(Duration.between(now, until)))));
    }

    /// Of a node that is in again, though nobody put it back from here.
    public static String returned(Absence absence, Instant now) {
        return text("out.returned", absence.who(), Words.span(Duration.between(absence.at(), now)));
    }

    /// What becomes of the sessions that are left.
    public static String of(NodeCard.Wait wait, Instant now) {
        Duration left = Duration.between(now, wait.until());
        String time = Words.span(left.isNegative() ? Duration.ZERO : left);
        return text("out.wait." + wait.then().name(), time);
    }
}
