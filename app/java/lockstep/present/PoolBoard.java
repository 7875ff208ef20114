package lockstep.present;

import static lockstep.present.Strings.text;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fault.Fault;
import lockstep.fleet.Balancer;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.run.Operations.Pools;

/// Everything that the balancers say: a row for each server that the cluster file names, the
/// sessions of the last hour, and what changed while the window looked.
///
/// Screen thread only; no method blocks.
public final class PoolBoard {
    /// How many changes are remembered.
    public static final int MOST_EVENTS = 200;

    /// What kind of change that was.
    public enum Change {
        /// A server takes no new requests any more, since somebody wants it so.
        OUT,
        /// It takes requests (again).
        BACK,
        /// Its checks fail, or it ends.
        FAILED,
        /// Anything else.
        OTHER
    }

    /// Something that changed.
    ///
    /// @param node empty when it is about a balancer
    public record Event(Instant at, Change change, String node, String words) {}

    private final List<NodeCard> cards;
    private final InstantSource clock;
    private final List<PoolRow> rows;
    private final SessionHistory sessions;
    private final ObservableList<Event> events = FXCollections.observableArrayList();
    private final ObservableList<String> told = FXCollections.observableArrayList();

    /// Kept, since such a view hears of changes only as long as somebody holds it.
    private final ObservableList<Event> eventsView =
            FXCollections.unmodifiableObservableList(events);

    private final ObservableList<String> toldView = FXCollections.unmodifiableObservableList(told);
    private final ReadOnlyObjectWrapper<Instant> looked = new ReadOnlyObjectWrapper<>(Instant.MIN);
    private Set<String> warned = Set.of();

    PoolBoard(List<Balancer> balancers, List<NodeCard> cards, InstantSource clock) {
        this.cards = cards;
        this.clock = clock;
        rows = balancers.stream().flatMap(balancer -> rows(balancer, cards).stream()).toList();
        sessions = new SessionHistory(cards.stream().map(NodeCard::name).toList());
    }

    private static List<PoolRow> rows(Balancer balancer, List<NodeCard> cards) {
        List<PoolRow> rows = new ArrayList<>();
        for (Balancer.Server server : balancer.servers()) {
            cards.stream()
                    .filter(card -> card.name().equals(server.node()))
                    .map(
                            card ->
                                    new PoolRow(
                                            balancer.name(), server.backend(), server.name(), card))
                    .forEach(rows::add);
        }
        return List.copyOf(rows);
    }

    /// In the order of the cluster file; empty where there is no balancer.
    public List<PoolRow> rows() {
        return rows;
    }

    /// What needs an eye: pools that disagree about a node, balancers that do not answer, warnings.
    public ObservableList<String> told() {
        return toldView;
    }

    /// What changed, the latest first.
    public ObservableList<Event> events() {
        return eventsView;
    }

    public SessionHistory sessions() {
        return sessions;
    }

    /// When somebody looked last; changes with every look, after all the rest.
    public ReadOnlyObjectProperty<Instant> lookedProperty() {
        return looked.getReadOnlyProperty();
    }

    /// Takes one look, after the cards did.
    void look(Pools now) {
        Instant at = clock.instant();
        for (PoolRow row : rows) {
            look(row, now, at);
        }
        tellBalancers(now.warnings(), at);
        sessions.look(
                at, cards.stream().map(card -> card.poolProperty().get().sessions()).toList());
        List<String> all = new ArrayList<>(PoolWords.disagreements(cards));
        now.failures().values().stream().map(Fault::message).forEach(all::add);
        all.addAll(now.warnings());
        if (!all.equals(told)) {
            told.setAll(all);
        }
        looked.set(at);
    }

    private void look(PoolRow row, Pools now, Instant at) {
        PoolRow.Sight before = row.sight();
        Optional<Member> member =
                now.members().getOrDefault(row.node(), List.of()).stream()
                        .filter(row::is)
                        .findFirst();
        Optional<Fault> silence =
                member.isPresent()
                        ? Optional.empty()
                        : Optional.ofNullable(now.failures().get(row.balancer()));
        PoolRow.Sight seen = new PoolRow.Sight(member, silence);
        row.look(seen);
        if (!before.key().equals(seen.key()) && !before.equals(PoolRow.Sight.NONE)) {
            String words =
                    text("pools.event", row.node(), row.pool(), before.state(), seen.state());
            String reason = seen.reason();
            add(
                    new Event(
                            at,
                            change(seen),
                            row.node(),
                            reason.isEmpty() ? words : words + " · " + reason));
        }
    }

    private static Change change(PoolRow.Sight seen) {
        return seen.member().map(Member::state).map(PoolBoard::change).orElse(Change.OTHER);
    }

    private static Change change(State state) {
        return switch (state) {
            case DRAIN, MAINT -> Change.OUT;
            case UP, STARTING -> Change.BACK;
            case DOWN, STOPPING -> Change.FAILED;
            case ABSENT, UNKNOWN -> Change.OTHER;
        };
    }

    private void tellBalancers(List<String> warnings, Instant at) {
        warnings.stream()
                .filter(warning -> !warned.contains(warning))
                .forEach(warning -> add(new Event(at, Change.OTHER, "", warning)));
        warned = new HashSet<>(warnings);
    }

    private void add(Event event) {
        events.addFirst(event);
        if (events.size() > MOST_EVENTS) {
            events.removeLast();
        }
    }
}
