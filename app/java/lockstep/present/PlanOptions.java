package lockstep.present;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.run.RunOptions;

/// How a plan is to be carried out, as the operator types it. FX thread only.
public final class PlanOptions {
    /// The longest wait for sessions to end.
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private static final BigDecimal MOST_MEGABYTES = BigDecimal.valueOf(100_000);
    private static final int LONGEST_NUMBER = 12;

    private final BooleanProperty rolling = new SimpleBooleanProperty();
    private final BooleanProperty verify = new SimpleBooleanProperty(true);
    private final StringProperty waitMinutes = new SimpleStringProperty("5");
    private final StringProperty megabytes = new SimpleStringProperty("");

    /// Takes each node out of its pools while it is worked on; otherwise only files are touched.
    public BooleanProperty rollingProperty() {
        return rolling;
    }

    /// Compares every node with the reference by content afterwards.
    public BooleanProperty verifyProperty() {
        return verify;
    }

    /// How long to wait for sessions to end after a drain, in minutes, as typed.
    public StringProperty waitMinutesProperty() {
        return waitMinutes;
    }

    /// The most to send a second, in MB, as typed; blank for no limit.
    public StringProperty megabytesProperty() {
        return megabytes;
    }

    /// Whether the wait was understood; it is not needed without [#rolling].
    public boolean waitUnderstood() {
        return !rolling.get() || minutes().isPresent();
    }

    /// Whether the limit was understood.
    public boolean limitUnderstood() {
        return limit().isPresent();
    }

    /// What the run is given.
    ///
    /// @throws IllegalStateException when a number is not understood
    public RunOptions toSync() {
        RunOptions options =
                rolling.get()
                        ? RunOptions.rolling(minutes().orElseThrow(IllegalStateException::new))
                        : RunOptions.inPlace();
        RunOptions limited = options.limited(limit().orElseThrow(IllegalStateException::new));
        return verify.get() ? limited : limited.unverified();
    }

    private Optional<Duration> minutes() {
        return number(waitMinutes.get())
                .map(m -> m.multiply(BigDecimal.valueOf(60_000)))
                .filter(ms -> ms.compareTo(BigDecimal.valueOf(LONGEST_WAIT.toMillis())) <= 0)
                .map(ms -> Duration.ofMillis(ms.longValue()));
    }

    private Optional<Long> limit() {
        if (megabytes.get().isBlank()) {
            return Optional.of(0L);
        }
        return number(megabytes.get())
                .filter(m -> m.compareTo(MOST_MEGABYTES) <= 0)
                .map(m -> m.movePointRight(6).longValue())
                .filter(bytes -> bytes > 0);
    }

    /// A number that is not negative; a comma counts as a point.
    private static Optional<BigDecimal> number(String typed) {
        String text = typed.strip().replace(',', '.');
        if (!text.matches("\\d+(\\.\\d+)?|\\.\\d+") || text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }
}
