package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Absence;
import lockstep.journal.Journal;
import lockstep.link.Cancel;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import org.jspecify.annotations.Nullable;

/// The pools of a cluster, with a journal of who took which node out and of every order to a
/// balancer. What was to be done is done without a journal too; that it was not recorded is a
/// warning from then on.
///
/// An absence is written before the first order, so that none goes unrecorded, and taken back when
/// nothing came of it.
final class RecordedPools {
    /// How long an order and its record may be apart, as another program sees them.
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// How often a drain is set again in one wait; what erases it more often is no reload.
    private static final int MOST_ERASED = 5;

    /// How long what was cut may take to end.
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd 'at' HH:mm", Locale.ROOT);

    private final String cluster;
    private final Pools pools;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Exchange> orders;
    private @Nullable Journal journal;
    private volatile @Nullable String trouble;

    /// @param orders where the pools put what they say to balancers
    RecordedPools(
            String cluster,
            Pools pools,
            ConcurrentLinkedQueue<Exchange> orders,
            InstantSource clock) {
        this.cluster = cluster;
        this.pools = pools;
        this.orders = orders;
        this.clock = clock;
    }

    /// Before the first use by another thread.
    void record(Journal into) {
        journal = into;
    }

    void recordNothing(Fault why) {
        trouble = why.message();
    }

    Operations.Pools look() {
        Optional<Map<String, Absence>> recorded = absences();
        Map<String, Absence> absences = recorded.orElse(Map.of());
        if (recorded.isPresent()) {
            pools.expectOnly(absences.keySet());
        }
        Pools.View view = pools.look();
        List<String> warnings = new ArrayList<>(view.warnings());
        List<Out> outs = new ArrayList<>();
        List<Absence> returned = new ArrayList<>();
        view.members()
                .forEach(
                        (node, members) -> {
                            Absence absence = absences.get(node);
                            if (members.stream().anyMatch(m -> m.state().isOut())) {
                                outs.add(out(node, members, absence));
                            }
                            String back = back(members);
                            if (absence != null && !back.isEmpty() && isOld(absence)) {
                                returned.add(absence);
                                told(absence, back, view.warnings()).ifPresent(warnings::add);
                            }
                        });
        String unrecorded = trouble;
        if (unrecorded != null) {
            warnings.add(unrecorded);
        }
        return new Operations.Pools(view.members(), view.failures(), warnings, outs, returned);
    }

    private static Out out(String node, List<Member> members, @Nullable Absence absence) {
        Optional<Duration> since =
                members.stream()
                        .filter(m -> m.state().isOut())
                        .flatMap(m -> m.sinceChange().stream())
                        .max(Duration::compareTo);
        return new Out(node, Optional.ofNullable(absence), since);
    }

    /// Where a node is in; empty when it is out everywhere.
    private static String back(List<Member> members) {
        return members.stream()
                .filter(m -> !m.state().isOut() && m.state() != State.ABSENT)
                .map(m -> m.place() + " is " + m.state())
                .collect(Collectors.joining(", "));
    }

    private boolean isOld(Absence absence) {
        return Duration.between(absence.at(), clock.instant()).compareTo(GRACE) >= 0;
    }

    /// Somebody else, or a reload, put a node back that a person had taken out.
    private static Optional<String> told(Absence absence, String back, List<String> before) {
        return before.stream().anyMatch(warning -> warning.contains(absence.node() + "'s"))
                ? Optional.empty()
                : Optional.of(
                        "%s was taken out by %s on %s and is in again (%s), though nobody put it back from here: a reload of the balancer, or somebody else."
                                .formatted(absence.node(), absence.who(), at(absence.at()), back));
    }

    /// The moment and not its age, so that a warning stays the same warning.
    private static String at(Instant moment) {
        return MOMENT.format(moment.atZone(ZoneId.systemDefault()));
    }

    Manner manner(String node) throws FaultException {
        return pools.manner(node);
    }

    /// On whose behalf a node leaves.
    enum Behalf {
        PERSON,
        RUN,
        /// Who took it out before.
        AS_BEFORE
    }

    List<Member> takeOut(String node, Leave leave, Behalf behalf) throws FaultException {
        Journal into = journal;
        Leave signed = into == null ? leave : leave.signed(into.author().who());
        switch (behalf) {
            case PERSON -> write(j -> j.takenOut(cluster, node, signed, Journal.Part.OF_NOTHING));
            case RUN -> write(j -> j.takenOut(cluster, node, signed, Journal.Part.OF_A_RUN));
            case AS_BEFORE -> {}
        }
        try {
            return pools.takeOut(node, signed);
        } catch (FaultException e) {
            if (nothingIsOut(node)) {
                write(j -> j.putBack(cluster, node));
            }
            throw e;
        } finally {
            writeOrders();
        }
    }

    /// Takes a node out once more that a reload has put back, the same way as before. The floor was
    /// kept the first time.
    ///
    /// @return where it was back
    List<Member> hold(String node, Way way) throws FaultException {
        List<Member> back =
                pools.look().members().getOrDefault(node, List.of()).stream()
                        .filter(m -> !m.state().isOut() && m.state() != State.ABSENT)
                        .toList();
        if (!back.isEmpty()) {
            again(node, way);
        }
        return back;
    }

    private void again(String node, Way way) throws FaultException {
        try {
            pools.takeOut(node, Leave.by(way, Leave.Floor.IGNORED));
        } finally {
            writeOrders();
        }
    }

    List<Member> putBack(String node) throws FaultException {
        try {
            List<Member> members = pools.ready(node);
            write(j -> j.putBack(cluster, node));
            return members;
        } finally {
            writeOrders();
        }
    }

    List<Member> endSessions(String node) throws FaultException {
        try {
            return pools.endSessions(node);
        } finally {
            writeOrders();
        }
    }

    Pools.Settled awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        return pools.awaitUp(node, limit, each, cancel);
    }

    /// What happens while a node leaves.
    ///
    /// @param each gets the members of every look
    /// @param lost hears where a drain was lost and set again
    record Watcher(Consumer<List<Member>> each, Consumer<List<Member>> lost) {}

    /// Waits until nobody uses a node that is out, sets a drain again that a reload has erased, and
    /// does at the limit what was chosen for that.
    Pools.Settled awaitZero(String node, Patience patience, Watcher watcher, Cancel cancel)
            throws FaultException {
        Instant end = clock.instant().plus(patience.limit());
        for (int erased = 0; ; erased++) {
            try {
                Duration left = Duration.between(clock.instant(), end);
                Duration limit = left.isNegative() ? Duration.ZERO : left;
                return pools.awaitZero(node, limit, watcher.each(), cancel);
            } catch (FaultException e) {
                if (!(e.fault() instanceof Fault.GuardTripped) || erased == MOST_ERASED) {
                    throw e;
                }
                List<Member> back = hold(node, Way.DRAIN);
                if (back.isEmpty()) {
                    return atLimit(node, patience.then(), watcher, cancel, e);
                }
                watcher.lost().accept(back);
            }
        }
    }

    private Pools.Settled atLimit(
            String node, AtLimit then, Watcher watcher, Cancel cancel, FaultException late)
            throws FaultException {
        switch (then) {
            case STAY -> throw late;
            case MAINTENANCE -> again(node, Way.MAINTENANCE);
            case END_SESSIONS -> endSessions(node);
        }
        return pools.awaitZero(node, AFTERWARDS, watcher.each(), cancel);
    }

    void close() {
        pools.close();
        Journal into = journal;
        if (into != null) {
            into.close();
        }
    }

    private boolean nothingIsOut(String node) {
        Pools.View view = pools.look();
        return view.failures().isEmpty()
                && view.members().getOrDefault(node, List.of()).stream()
                        .noneMatch(m -> m.state().isOut());
    }

    /// Empty when nobody knows.
    private Optional<Map<String, Absence>> absences() {
        Journal into = journal;
        if (into == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(into.absences(cluster));
        } catch (FaultException e) {
            trouble = e.fault().message();
            return Optional.empty();
        }
    }

    private interface Writing {
        void into(Journal journal) throws FaultException;
    }

    private void write(Writing writing) {
        Journal into = journal;
        if (into == null) {
            return;
        }
        try {
            writing.into(into);
        } catch (FaultException e) {
            trouble = e.fault().message();
        }
    }

    private void writeOrders() {
        for (Exchange order = orders.poll(); order != null; order = orders.poll()) {
            Exchange said = order;
            write(j -> j.said(cluster, said));
        }
    }
}
