package lockstep.present;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.run.RunOptions;

/// How a plan is to be carried out, as the operator types it. FX thread only.
public final class PlanOptions {
    /// The longest wait for sessions to end.
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private static final BigDecimal MOST_MEGABYTES = BigDecimal.valueOf(100_000);
    private static final int LONGEST_NUMBER = 12;

    private static final int MOST_AT_ONCE = 1_000;

    /// What becomes of the pools, and of the other nodes meanwhile.
    public enum Kind {
        /// Each node leaves its pools while it is worked on.
        ROLLING,
        /// The same with a new tree, made beside the present one on every node before the first
        /// is switched to it.
        STAGED,
        /// Nodes stay in their pools.
        FILES_ONLY,
        /// The same, and all of them at once.
        AT_ONCE,
        /// The same with new trees, as [#STAGED]: all are switched within seconds.
        STAGED_AT_ONCE;

        /// Whether new trees are made first.
        public boolean isStaged() {
            return this == STAGED || this == STAGED_AT_ONCE;
        }

        /// Whether there are no batches.
        public boolean isAtOnce() {
            return this == AT_ONCE || this == STAGED_AT_ONCE;
        }
    }

    /// How many nodes are worked on at once.
    public enum Batches {
        ONE_BY_ONE,
        /// One alone, then all the others.
        ONE_THEN_REST,
        /// As many as typed.
        SOME
    }

    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.FILES_ONLY);
    private final ObjectProperty<Batches> batches = new SimpleObjectProperty<>(Batches.ONE_BY_ONE);
    private final StringProperty atOnce = new SimpleStringProperty("2");
    private final BooleanProperty snapshot = new SimpleBooleanProperty(true);
    private final StringProperty why = new SimpleStringProperty("");
    private final BooleanProperty verify = new SimpleBooleanProperty(true);
    private final StringProperty waitMinutes = new SimpleStringProperty("5");
    private final StringProperty megabytes = new SimpleStringProperty("");

    public ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    public ObjectProperty<Batches> batchesProperty() {
        return batches;
    }

    /// How many nodes at once, as typed; for [Batches#SOME].
    public StringProperty atOnceProperty() {
        return atOnce;
    }

    /// Keeps what each node holds, so that the run can be undone.
    public BooleanProperty snapshotProperty() {
        return snapshot;
    }

    /// Why, for the journal and the report; may be blank.
    public StringProperty whyProperty() {
        return why;
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

    /// Whether the wait was understood; only a rolling run needs it.
    public boolean waitUnderstood() {
        return !drains() || minutes().isPresent();
    }

    /// Whether nodes leave their pools.
    public boolean drains() {
        return switch (kind.get()) {
            case ROLLING, STAGED -> true;
            case FILES_ONLY, AT_ONCE, STAGED_AT_ONCE -> false;
        };
    }

    /// Whether the limit was understood.
    public boolean limitUnderstood() {
        return limit().isPresent();
    }

    /// Whether the number of nodes at once was understood, where it is needed.
    public boolean batchesUnderstood() {
        return kind.get().isAtOnce() || batches.get() != Batches.SOME || some().isPresent();
    }

    private Optional<Integer> some() {
        return number(atOnce.get())
                .filter(n -> n.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::intValue)
                .filter(n -> n >= 1 && n <= MOST_AT_ONCE);
    }

    private List<Integer> sizes(int nodes) {
        if (kind.get().isAtOnce()) {
            return List.of(Math.max(1, nodes));
        }
        return switch (batches.get()) {
            case ONE_BY_ONE -> List.of(1);
            case ONE_THEN_REST -> List.of(1, Math.max(1, nodes - 1));
            case SOME -> List.of(some().orElseThrow(IllegalStateException::new));
        };
    }

    /// What the run is given.
    ///
    /// @param nodes how many it works on
    /// @throws IllegalStateException when a number is not understood
    public RunOptions toSync(int nodes) {
        RunOptions options =
                switch (kind.get()) {
                    case ROLLING -> rolling();
                    case STAGED -> rolling().staged();
                    case FILES_ONLY, AT_ONCE -> RunOptions.inPlace();
                    case STAGED_AT_ONCE -> RunOptions.inPlace().staged();
                };
        RunOptions limited = options.limited(limit().orElseThrow(IllegalStateException::new));
        RunOptions batched = limited.inBatches(sizes(nodes)).because(why.get().strip());
        RunOptions kept = snapshot.get() ? batched : batched.unkept();
        return verify.get() ? kept : kept.unverified();
    }

    private RunOptions rolling() {
        return RunOptions.rolling(minutes().orElseThrow(IllegalStateException::new));
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
