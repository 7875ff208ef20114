package lockstep.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A whole snapshot on a node, or one to be made.
///
/// @param at by the console's clock, in whole seconds
/// @param run that it was made for
public record Snapshot(Instant at, String run) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern NAME = Pattern.compile("(\\d{8}T\\d{6}Z)-(.*)");

    /// @throws IllegalArgumentException for a run whose name could be anything else on a node:
    ///     letters, digits, `.`, `_` and `-` will do, 64 at most, the first a letter or digit; and
    ///     for an instant outside of the years 1 to 9999
    public Snapshot {
        at = at.truncatedTo(ChronoUnit.SECONDS);
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException("no name for a run: " + run);
        }
        int year = at.atZone(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("no year of four digits: " + year);
        }
    }

    /// What it is called on the node: `20261122T140000Z-RUN`. Names sort as their times do.
    public String name() {
        return STAMP.format(at) + "-" + run;
    }

    /// The snapshot of that name; empty when it is none.
    static Optional<Snapshot> named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || !RUN.matcher(parts.group(2)).matches()) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.from(STAMP.parse(parts.group(1)));
            return Optional.of(new Snapshot(at, parts.group(2)));
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
