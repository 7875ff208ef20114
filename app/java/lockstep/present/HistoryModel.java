package lockstep.present;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.fault.FaultException;
import lockstep.journal.History.Question;
import lockstep.journal.History.Topic;
import lockstep.report.HistoryCsv;
import lockstep.report.HistoryHtml;
import lockstep.report.HistoryLine;
import lockstep.report.HistoryLines;
import lockstep.run.HistoryOperations;
import lockstep.run.Trend;
import org.jspecify.annotations.Nullable;

/// What happened to the cluster: a part of its journal, the newest first, and the trend of the same
/// span of time. Reads behind the stage; while it is open, again whenever something was written,
/// whoever wrote it. Screen thread only; no method blocks.
public final class HistoryModel {
    /// How many events are read at once.
    static final int PAGE = 200;

    /// The most that are read; what is older is found by a narrower question.
    static final int MOST = 2_000;

    /// How far back it goes.
    public enum Span {
        DAY(Duration.ofHours(24)),
        WEEK(Duration.ofDays(7)),
        MONTH(Duration.ofDays(30)),
        ALL(Duration.ZERO);

        private final Duration back;

        Span(Duration back) {
            this.back = back;
        }

        private Instant from(Instant now) {
            return back.isZero() ? Instant.EPOCH : now.minus(back);
        }
    }

    /// A form in which it leaves the window.
    public enum Form {
        /// A page for a browser.
        HTML,
        /// A table for a spreadsheet.
        CSV;

        /// How the names of such files end, without the dot.
        public String ending() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What was read.
    ///
    /// @param lines the newest first, the filters not applied
    /// @param hasOlder whether there is more of that span
    private record Reading(
            long latest, int events, List<HistoryLine> lines, boolean hasOlder, Trend trend) {}

    private final String cluster;
    private final HistoryOperations history;
    private final InstantSource clock;
    private final Backstage backstage;
    private final Set<Topic> topics = EnumSet.allOf(Topic.class);
    private final BooleanProperty failedOnly = new SimpleBooleanProperty();
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Span> span = new ReadOnlyObjectWrapper<>(Span.MONTH);
    private final ReadOnlyObjectWrapper<List<HistoryLine>> lines =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Trend> trend = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Instant> minute =
            new ReadOnlyObjectWrapper<>(Instant.EPOCH);
    private @Nullable Reading last;
    private int wanted = PAGE;
    private boolean open;
    private boolean looking;
    private long asked;

    HistoryModel(
            String cluster, HistoryOperations history, InstantSource clock, Backstage backstage) {
        this.cluster = cluster;
        this.history = history;
        this.clock = clock;
        this.backstage = backstage;
        text.subscribe((_, _) -> filter());
        failedOnly.subscribe((_, _) -> filter());
    }

    /// The lines that are shown, the newest first.
    public ReadOnlyObjectProperty<List<HistoryLine>> linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /// The trend of the span; null before the first reading.
    public ReadOnlyObjectProperty<@Nullable Trend> trendProperty() {
        return trend.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /// Why the journal cannot be read; null when it can.
    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Span> spanProperty() {
        return span.getReadOnlyProperty();
    }

    /// Changes once a minute while this is open: what is said of how long ago something was is old.
    public ReadOnlyObjectProperty<Instant> minuteProperty() {
        return minute.getReadOnlyProperty();
    }

    /// Only lines that hold this text somewhere are shown, in whatever case.
    public StringProperty textProperty() {
        return text;
    }

    /// Only lines are shown that a person should see to.
    public BooleanProperty failedOnlyProperty() {
        return failedOnly;
    }

    /// How long ago something was, in words.
    public String ago(Instant at) {
        return Words.ago(Duration.between(at, clock.instant()));
    }

    /// It is looked at: what it shows is kept up to date.
    public void open() {
        open = true;
        read();
    }

    /// Nobody looks at it.
    public void leave() {
        open = false;
    }

    public void choose(Span chosen) {
        if (chosen != span.get()) {
            span.set(chosen);
            wanted = PAGE;
            read();
        }
    }

    public boolean shows(Topic topic) {
        return topics.contains(topic);
    }

    /// Whether anything that was read is of that topic.
    public boolean holds(Topic topic) {
        Reading now = last;
        return now != null && now.lines().stream().anyMatch(line -> line.event().topic() == topic);
    }

    /// Shows or hides what is of that topic.
    public void toggle(Topic topic) {
        if (!topics.remove(topic)) {
            topics.add(topic);
        }
        wanted = PAGE;
        read();
    }

    /// Shows everything of the span.
    public void showAll() {
        topics.addAll(EnumSet.allOf(Topic.class));
        failedOnly.set(false);
        text.set("");
        wanted = PAGE;
        read();
    }

    /// Whether something is left out by kind, text or outcome.
    public boolean isFiltered() {
        return topics.size() < Topic.values().length || failedOnly.get() || !sought().isEmpty();
    }

    /// Whether [#older] would show more.
    public boolean hasOlder() {
        Reading now = last;
        return now != null && now.hasOlder() && wanted < MOST;
    }

    /// Reads further back.
    public void older() {
        if (hasOlder()) {
            wanted += PAGE;
            read();
        }
    }

    /// What the table holds, in words; empty before the first reading.
    public String count() {
        Reading now = last;
        if (now == null) {
            return "";
        }
        String shown = Strings.count("history.count", lines.get().size());
        if (!now.hasOlder()) {
            return shown;
        }
        String key = wanted < MOST ? "history.count.newest" : "history.count.most";
        return Strings.text(key, shown, now.events());
    }

    /// Once a second, while the cluster is open: looks whether something was written.
    void look() {
        if (!open || looking || reading.get()) {
            return;
        }
        minute.set(clock.instant().truncatedTo(ChronoUnit.MINUTES));
        looking = true;
        backstage.work(
                history::latest,
                latest -> {
                    looking = false;
                    Reading now = last;
                    if (open && (now == null || latest != now.latest())) {
                        read();
                    }
                },
                thrown -> {
                    looking = false;
                    problem.set(Problem.of(thrown));
                    last = null;
                });
    }

    private void read() {
        if (!open) {
            return;
        }
        long mine = ++asked;
        reading.set(true);
        Instant now = clock.instant();
        Instant from = span.get().from(now);
        Question question = new Question(topics, from, Long.MAX_VALUE, wanted);
        backstage.work(
                () -> read(question, now),
                found -> {
                    if (mine == asked) {
                        show(found);
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        reading.set(false);
                        problem.set(Problem.of(thrown));
                        last = null;
                    }
                });
    }

    /// What is written while it is read makes the next look read again.
    private Reading read(Question question, Instant now) throws FaultException {
        long latest = history.latest();
        var page = history.page(question);
        return new Reading(
                latest,
                page.events().size(),
                HistoryLines.of(page.events()),
                page.hasOlder(),
                history.trend(question.since(), now));
    }

    private void show(Reading found) {
        last = found;
        problem.set(null);
        trend.set(found.trend());
        filter();
        reading.set(false);
    }

    private void filter() {
        Reading now = last;
        if (now != null) {
            String sought = sought();
            lines.set(
                    now.lines().stream()
                            .filter(line -> !failedOnly.get() || isFailed(line))
                            .filter(line -> sought.isEmpty() || holds(line, sought))
                            .toList());
        }
    }

    private String sought() {
        return text.get().strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isFailed(HistoryLine line) {
        return line.outcome() == HistoryLine.Outcome.FAILED;
    }

    private static boolean holds(HistoryLine line, String sought) {
        String all =
                String.join(
                        "\n",
                        line.kind(),
                        line.who(),
                        String.join(" ", line.nodes()),
                        line.result(),
                        line.why(),
                        line.run(),
                        Words.moment(line.at()));
        return all.toLowerCase(Locale.ROOT).contains(sought);
    }

    /// A name for a file of what is shown.
    public String fileName(Form form) {
        String safe = cluster.replaceAll("[^A-Za-z0-9._-]", "-");
        return Strings.text("history.file", safe) + "." + form.ending();
    }

    /// Writes what is shown to a file, in the place of what was there.
    ///
    /// @param saved told when it is written
    /// @param failed told why it is not
    public void save(Form form, Path file, Consumer<Path> saved, Consumer<Problem> failed) {
        List<HistoryLine> shown = lines.get();
        Instant now = clock.instant();
        Trend drawn =
                Optional.ofNullable(trend.get())
                        .orElseGet(() -> new Trend(now, now, List.of(), List.of(), true));
        String words = described();
        backstage.work(
                () -> SavedText.write(file, out -> out.write(text(form, shown, drawn, words, now))),
                saved,
                thrown -> failed.accept(Problem.of(thrown)));
    }

    private String text(
            Form form, List<HistoryLine> shown, Trend drawn, String words, Instant now) {
        return switch (form) {
            case HTML -> HistoryHtml.of(new HistoryHtml.Content(cluster, words, now, drawn, shown));
            case CSV -> HistoryCsv.of(shown);
        };
    }

    /// Which part of the history is shown, in words.
    private String described() {
        StringBuilder words = new StringBuilder(Strings.text("history.span." + span.get()));
        if (topics.size() < Topic.values().length) {
            words.append(" · ")
                    .append(
                            EnumSet.copyOf(topics).stream()
                                    .map(topic -> Strings.text("history.topic." + topic))
                                    .collect(Collectors.joining(", ")));
        }
        if (failedOnly.get()) {
            words.append(" · ").append(Strings.text("history.failed"));
        }
        if (!sought().isEmpty()) {
            words.append(" · “").append(sought()).append('”');
        }
        return words.append(" · ").append(count()).toString();
    }
}
