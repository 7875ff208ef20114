package lockstep.lock;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Visible;

/// Who holds a lock and for what. On a node it is a text of five lines:
///
/// ```
/// lockstep-lock 1
/// holder anna@desk
/// since 2026-11-22T14:00:00Z
/// run 2026-11-22-a
/// doing rolling sync of 3 nodes
/// ```
///
/// @param holder `user@host`
/// @param since in whole seconds, by the holder's clock
/// @param run whose lock it is: whoever takes that run up again may take its lock over
/// @param doing in the holder's words; may be empty
public record Claim(String holder, Instant since, String run, String doing) {
    private static final String VERSION = "lockstep-lock 1";
    private static final List<String> KEYS = List.of("holder ", "since ", "run ", "doing ");
    private static final int MOST = 200;

    /// @throws IllegalArgumentException for a run without a name
    public Claim {
        if (run.isBlank()) {
            throw new IllegalArgumentException("a lock is held for a run");
        }
        since = since.truncatedTo(ChronoUnit.SECONDS);
        holder = oneLine(holder);
        run = oneLine(run);
        doing = oneLine(doing);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.substring(0, Math.min(MOST, line.length()));
    }

    String text() {
        return "%s\nholder %s\nsince %s\nrun %s\ndoing %s\n"
                .formatted(VERSION, holder, since, run, doing);
    }

    /// Reads what a node holds; empty for anything but such a text. What is unsafe to show has been
    /// made visible.
    static Optional<Claim> read(List<String> lines) {
        if (lines.size() != KEYS.size() + 1 || !lines.getFirst().equals(VERSION)) {
            return Optional.empty();
        }
        String[] values = new String[KEYS.size()];
        for (int i = 0; i < values.length; i++) {
            String line = lines.get(i + 1);
            if (!line.startsWith(KEYS.get(i))) {
                return Optional.empty();
            }
            values[i] = Visible.text(line.substring(KEYS.get(i).length()), MOST);
        }
        try {
            Instant since = Instant.parse(values[1]);
            return Optional.of(new Claim(values[0], since, values[2], values[3]));
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
