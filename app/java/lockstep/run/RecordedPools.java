package lockstep.run;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Absence;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.Way;
import org.jspecify.annotations.Nullable;

/// The pools of a cluster, with a record of who took which node out and of every order to a
/// balancer.
///
/// An absence is written before the first order, so that none goes unrecorded, and taken back when
/// nothing came of it. Safe for use by many threads.
final class RecordedPools {
    /// How long an order and its record may be apart, as another program sees them.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd 'at' HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Pools pools;
    private final Records records;
    private final Readiness readiness;
    private final InstantSource clock;

    /// The way by which each node was last taken out from here.
    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    /// Nodes that a run works on, and which run that is.
    private final Map<String, String> work = new ConcurrentHashMap<>();

    /// A node is told one thing after the other.
    private final Map<String, ReentrantLock> orders = new ConcurrentHashMap<>();

    /// Nodes that are being told something just now.
    private final Set<String> ordering = ConcurrentHashMap.newKeySet();

    /// What was lost and set again, until the node is told something else.
    private final Map<String, String> mended = new ConcurrentHashMap<>();

    RecordedPools(Pools pools, Records records, Readiness readiness, InstantSource clock) {
        this.pools = pools;
        this.records = records;
        this.readiness = readiness;
        this.clock = clock;
    }

    Operations.Pools look() {
        Optional<Map<String, Absence>> known = records.absences();
        Map<String, Absence> before = known.orElse(Map.of());
        if (known.isPresent() && records.areWhole() && ordering.isEmpty()) {
            pools.expectOnly(before.keySet());
        }
        Pools.View view = pools.look();
        Map<String, Absence> after = records.absences().orElse(Map.of());
        List<String> warnings = new ArrayList<>(view.warnings());
        List<Out> outs = new ArrayList<>();
        List<Absence> returned = new ArrayList<>();
        view.members()
                .forEach(
                        (node, members) -> {
                            Absence absence = after.get(node);
                            boolean unseen = members.isEmpty() && !view.failures().isEmpty();
                            if (members.stream().anyMatch(m -> m.state().isOut())
                                    || (unseen && absence != null)) {
                                outs.add(out(node, members, absence));
                            }
                            String back = back(members);
                            if (absence != null
                                    && before.containsKey(node)
                                    && !back.isEmpty()
                                    && isSurprising(absence)) {
                                returned.add(absence);
                                told(absence, back, view.warnings()).ifPresent(warnings::add);
                            }
                        });
        warnings.addAll(new TreeMap<>(mended).values());
        records.trouble().ifPresent(warnings::add);
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
                .filter(RecordedPools::isIn)
                .map(m -> m.place() + " is " + m.state())
                .collect(Collectors.joining(", "));
    }

    private static boolean isIn(Member member) {
        return member.state().isIn();
    }

    private boolean isSurprising(Absence absence) {
        Duration age = Duration.between(absence.at(), clock.instant());
        return age.compareTo(GRACE) >= 0 && !ordering.contains(absence.node());
    }

    /// Somebody else, or a reload, put a node back that a person had taken out.
    private static Optional<String> told(Absence absence, String back, List<String> before) {
        String known = ": " + absence.node() + "'s ";
        return before.stream().anyMatch(warning -> warning.contains(known))
                ? Optional.empty()
                : Optional.of(
                        "%s was taken out by %s on %s and is in again (%s), though nobody put it back from here: a reload of the balancer, or somebody else."
                                .formatted(
                                        absence.node(),
                                        absence.who(),
                                        MOMENT.format(absence.at().atZone(ZoneId.systemDefault())),
                                        back));
    }

    /// The same pools, for looking only.
    Pools plain() {
        return pools;
    }

    Manner manner(String node) throws FaultException {
        return pools.manner(node);
    }

    /// The members of a node, now.
    ///
    /// @throws FaultException when any balancer that it is in does not answer
    List<Member> members(String node) throws FaultException {
        return pools.members(node);
    }

    /// A run begins to work on a node: from now on only the run tells it what to do.
    ///
    /// @param run what it is called; empty for one that nothing is written of
    void engage(String node, String run) {
        work.put(node, run);
    }

    /// Whether it was a run of that name that took a node out, as far as is known.
    boolean hasOut(String node, String run) {
        Absence absence = records.absences().orElse(Map.of()).get(node);
        return absence != null && !run.isEmpty() && absence.run().equals(run);
    }

    /// Whether an unfinished run has a node out, or was about to put it back: the latter is
    /// written before it is ordered.
    boolean isOfRun(String node, String run) {
        return records.wasToldBy(run, node);
    }

    private String runOf(String node) {
        return work.getOrDefault(node, "");
    }

    /// On whose behalf a node leaves.
    enum Behalf {
        PERSON,
        RUN,
        /// Of a run, but it was out before, and whoever took it out is to put it back.
        AS_BEFORE
    }

    /// An order and what becomes of it.
    private interface Order {
        List<Member> give() throws FaultException;
    }

    List<Member> takeOut(String node, Leave leave, Behalf behalf) throws FaultException {
        if (behalf == Behalf.PERSON) {
            requireNoWork(node);
        }
        Leave signed = records.signed(leave);
        return order(
                node,
                () -> {
                    switch (behalf) {
                        case PERSON -> records.out(node, signed, runOf(node));
                        case RUN -> records.outFor(runOf(node), node, signed);
                        case AS_BEFORE -> {}
                    }
                    try {
                        List<Member> members = pools.takeOut(node, signed);
                        ways.put(node, signed.way());
                        return members;
                    } catch (FaultException e) {
                        if (behalf != Behalf.AS_BEFORE && nothingIsOut(node)) {
                            records.back(node, runOf(node));
                        }
                        throw e;
                    }
                });
    }

    /// Puts a node back. One that a run works on is the run's to put back.
    List<Member> putBack(String node, Behalf behalf) throws FaultException {
        if (behalf == Behalf.PERSON) {
            requireNoWork(node);
            readiness.require(node);
        }
        return putBack(node);
    }

    /// Puts a node back that a run has changed and not proven.
    List<Member> putBackUnproven(String node, String said) throws FaultException {
        requireNoWork(node);
        records.overridden(node, said);
        List<Member> members = putBack(node);
        readiness.override(node);
        return members;
    }

    private List<Member> putBack(String node) throws FaultException {
        return order(
                node,
                () -> {
                    Absence absence = records.absences().orElse(Map.of()).get(node);
                    records.back(
                            node,
                            runOf(node)); // first, or who waits for it would take it out again
                    try {
                        return pools.ready(node);
                    } catch (FaultException e) {
                        if (absence != null && !nothingIsOut(node)) {
                            records.out(node, leaveOf(absence), runOf(node));
                        }
                        throw e;
                    }
                });
    }

    private static Leave leaveOf(Absence absence) {
        return new Leave(
                absence.way(), Leave.Floor.KEPT, absence.who(), absence.why(), absence.until());
    }

    /// What a run has begun with a node, only it can end.
    private void requireNoWork(String node) throws FaultException {
        if (isBeingWorkedOn(node)) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            node,
                            "A run works on it, and puts it back at its end.",
                            "Stop the run first, or wait for its end."));
        }
    }

    private boolean isBeingWorkedOn(String node) {
        Absence absence = records.absences().orElse(Map.of()).get(node);
        boolean elsewhere = absence != null && absence.part() == Absence.Part.OF_A_RUNNING_RUN;
        return work.containsKey(node) || elsewhere;
    }

    /// The run does nothing to that node any more.
    void release(String node) {
        work.remove(node);
    }

    /// A node stays out, for that reason.
    ///
    /// @param run that is not over; empty when it is a person's to put back from now on
    void leaveOut(String node, String why, String run) {
        Way way = ways.getOrDefault(node, Way.DRAIN);
        Leave leave = new Leave(way, Leave.Floor.KEPT, "", why, Optional.empty());
        records.out(node, leave, run);
    }

    /// What a run had out is a person's to put back from now on; so is what it was about to put
    /// back and did not.
    void handOver(String node, String run, String why) {
        if (hasOut(node, run) || (isOfRun(node, run) && !nothingIsOut(node))) {
            leaveOut(node, why, "");
        }
    }

    List<Member> endSessions(String node) throws FaultException {
        return order(node, () -> pools.endSessions(node));
    }

    /// Takes a node out once more that a reload has put back, the same way as before.
    ///
    /// @return where it was back
    /// @throws FaultException when a balancer cannot be asked, or does not obey
    List<Member> hold(String node, Leave.Floor floor) throws FaultException {
        List<Member> back = pools.members(node).stream().filter(RecordedPools::isIn).toList();
        if (!back.isEmpty()) {
            again(node, Leave.by(ways.getOrDefault(node, Way.DRAIN), floor));
            mended.put(
                    node,
                    "%s was back in the load (%s) and was taken out again at %s."
                            .formatted(
                                    node,
                                    back(back),
                                    TIME.format(clock.instant().atZone(ZoneId.systemDefault()))));
        }
        return back;
    }

    private void again(String node, Leave leave) throws FaultException {
        order(node, () -> pools.takeOut(node, leave));
        ways.put(node, leave.way());
    }

    /// Takes a node out that is out already, by another way.
    void goOn(String node, Way way) throws FaultException {
        records.out(node, records.signed(Leave.by(way, Leave.Floor.IGNORED)), runOf(node));
        again(node, Leave.by(way, Leave.Floor.IGNORED));
    }

    /// Whether somebody has put a node back since, knowingly.
    boolean isWantedBack(String node) {
        Optional<Map<String, Absence>> absences = records.absences();
        return records.areWhole() && absences.isPresent() && !absences.get().containsKey(node);
    }

    Pools.Settled awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        return pools.awaitUp(node, limit, each, cancel);
    }

    Pools.Settled awaitZero(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        return pools.awaitZero(node, limit, each, cancel);
    }

    void close() {
        pools.close();
        records.close();
    }

    private List<Member> order(String node, Order order) throws FaultException {
        ReentrantLock one = orders.computeIfAbsent(node, _ -> new ReentrantLock());
        one.lock();
        try {
            ordering.add(node);
            mended.remove(node);
            return order.give();
        } finally {
            records.writeOrders(runOf(node));
            ordering.remove(node);
            one.unlock();
        }
    }

    private boolean nothingIsOut(String node) {
        try {
            return pools.members(node).stream().noneMatch(m -> m.state().isOut());
        } catch (FaultException _) {
            return false;
        }
    }
}
