package lockstep.preflight;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.pool.Pools;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;

/// Looks, before any node is taken out, at everything that is known to make a run fail or do harm,
/// on all its nodes and balancers at once. Changes nothing anywhere.
///
/// What is wrong is collected, not thrown, so that somebody can mend all of it; a check that could
/// not be made is among the findings. Safe for use by many threads.
public final class Preflight {
    /// Nodes asked at the same time: what one computer can well hold in connections being made.
    private static final int ABREAST = 16;

    /// Each question has a shorter limit of its own, but a person may be asked for a password.
    private static final Duration LIMIT = Duration.ofHours(1);

    /// Below this nobody notices.
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Function<String, Endpoint> endpoints;
    private final Around around;

    /// What a preflight needs besides the nodes.
    ///
    /// @param pools empty for a run that touches no balancer
    /// @param staging asked of every target
    /// @param clock this computer's
    public record Around(
            Optional<Pools> pools, Health health, Staging staging, InstantSource clock) {}

    /// @param endpoints gives the endpoint of a node by its name
    public Preflight(Cluster cluster, Function<String, Endpoint> endpoints, Around around) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.around = around;
    }

    /// Asks everything. Takes as long as the slowest node, at most its own limits.
    ///
    /// @throws FaultException `Cancelled`, at once, whatever still hangs
    public Findings check(Work work, Cancel cancel) throws FaultException {
        cancel.check(cluster.name());
        Semaphore room = new Semaphore(ABREAST);
        Optional<Begun<NodeCheck.Checked>> reference =
                work.reference().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Begun<>(
                                        room,
                                        () ->
                                                node(
                                                        work.reference(),
                                                        Optional.empty(),
                                                        work,
                                                        cancel)));
        List<Begun<NodeCheck.Checked>> targets =
                work.targets().stream()
                        .map(
                                t ->
                                        new Begun<>(
                                                room,
                                                () -> node(t.node(), Optional.of(t), work, cancel)))
                        .toList();
        List<Begun<List<Finding>>> others = new ArrayList<>();
        work.targets().forEach(t -> others.add(new Begun<>(room, () -> health(t.node(), cancel))));
        work.targets().forEach(t -> others.add(new Begun<>(room, () -> staging(t.node(), cancel))));
        around.pools()
                .ifPresent(
                        pools ->
                                others.add(
                                        new Begun<>(
                                                room,
                                                () ->
                                                        new PoolCheck(cluster, pools, work)
                                                                .check())));
        List<Finding> found = new ArrayList<>();
        Optional<NodeCheck.Checked> from = Optional.empty();
        if (reference.isPresent()) {
            from = Optional.of(reference.get().await(cancel));
            found.addAll(from.get().findings());
            console(from.get()).ifPresent(found::add);
        }
        for (Begun<NodeCheck.Checked> target : targets) {
            NodeCheck.Checked to = target.await(cancel);
            found.addAll(to.findings());
            from.ifPresentOrElse(
                    other -> found.addAll(between(other, to)),
                    () -> console(to).ifPresent(found::add));
        }
        for (Begun<List<Finding>> other : others) {
            for (Finding finding : other.await(cancel)) {
                if (found.stream().noneMatch(finding::tellsAs)) {
                    found.add(finding);
                }
            }
        }
        return new Findings(found.stream().sorted(order()).toList());
    }

    private NodeCheck.Checked node(
            String name, Optional<Work.Target> target, Work work, Cancel cancel)
            throws FaultException {
        Endpoint endpoint = endpoints.apply(name);
        return new NodeCheck(endpoint, target, around.clock(), cancel).check(work.ownFiles());
    }

    private List<Finding> health(String node, Cancel cancel) throws FaultException {
        try {
            return around.health().trouble(node, cancel).stream()
                    .map(
                            trouble ->
                                    new Finding(
                                            node,
                                            Weight.WARNS,
                                            Kind.HEALTH,
                                            "It is not well before anything was done: " + trouble,
                                            "A run puts it back only when it is well in the end; where"
                                                    + " files are not what ails it, mend it first."))
                    .toList();
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.Cancelled) {
                throw e;
            }
            return List.of(Finding.unchecked(Weight.BLOCKS, Kind.HEALTH, "Its health", e.fault()));
        }
    }

    private List<Finding> staging(String node, Cancel cancel) throws FaultException {
        try {
            around.staging().check(node, cancel);
            return List.of();
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.Cancelled) {
                throw e;
            }
            return List.of(Finding.blocking(Kind.STAGING, e.fault()));
        }
    }

    /// What only shows between two nodes.
    private static List<Finding> between(NodeCheck.Checked from, NodeCheck.Checked to) {
        List<Finding> found = new ArrayList<>();
        if (from.ability().isPresent() && to.ability().isPresent()) {
            rsyncs(from, to).ifPresent(found::add);
        }
        if (from.skew().isPresent() && to.skew().isPresent()) {
            Duration ahead = to.skew().get().against(from.skew().get()).sure();
            clock(to.node(), ahead, from.node() + "'s").ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Finding> rsyncs(NodeCheck.Checked from, NodeCheck.Checked to) {
        Rsync.Ability here = from.ability().orElseThrow();
        Rsync.Ability there = to.ability().orElseThrow();
        if (Rsync.commonDigest(List.of(here, there)).isEmpty()) {
            return Optional.of(
                    new Finding(
                            to.node(),
                            Weight.BLOCKS,
                            Kind.COMMON,
                            "Its rsync and %s's know no digest in common, so that nothing can be sent."
                                    .formatted(from.node()),
                            "Install the same rsync on both."));
        }
        int protocol = Math.min(here.protocol(), there.protocol());
        return protocol > 30
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                to.node(),
                                Weight.TELLS,
                                Kind.COMMON,
                                "It and %s have only protocol 30 in common, that of rsync 3.0: times"
                                                .formatted(from.node())
                                        + " arrive in whole seconds.",
                                "Install rsync 3.1 or newer on both where that matters."));
    }

    private static Optional<Finding> console(NodeCheck.Checked reference) {
        return reference
                .skew()
                .flatMap(skew -> clock(reference.node(), skew.sure(), "this computer's"));
    }

    private static Optional<Finding> clock(String node, Duration ahead, String whose) {
        if (ahead.abs().compareTo(SKEW) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        node,
                        Weight.WARNS,
                        Kind.CLOCK,
                        "Its clock is at least %d s %s %s. What is written there meanwhile gets times"
                                        .formatted(
                                                ahead.abs().toSeconds(),
                                                ahead.isNegative() ? "behind" : "ahead of",
                                                whose)
                                + " that mislead: of two files the newer one cannot be told, and two"
                                + " versions with equal size and time pass for the same.",
                        "Let it keep time (timedatectl, chronyc tracking)."));
    }

    private Comparator<Finding> order() {
        List<String> names =
                Stream.concat(
                                cluster.nodes().stream().map(Node::name),
                                cluster.balancers().stream().map(b -> b.name()))
                        .toList();
        return Comparator.<Finding>comparingInt(
                        f -> names.contains(f.node()) ? names.indexOf(f.node()) : names.size())
                .thenComparing(Finding::weight)
                .thenComparing(Finding::kind)
                .thenComparing(Finding::what);
    }

    /// One question under way on a thread of its own.
    private static final class Begun<T> {
        private final CompletableFuture<T> done = new CompletableFuture<>();

        interface Question<T> {
            T ask() throws FaultException;
        }

        Begun(Semaphore room, Question<T> question) {
            Thread.ofVirtual().name("preflight").start(() -> ask(room, question));
        }

        private void ask(Semaphore room, Question<T> question) {
            room.acquireUninterruptibly();
            try {
                done.complete(question.ask());
            } catch (FaultException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            } finally {
                room.release();
            }
        }

        /// A cancel ends the wait; the question ends by itself then.
        T await(Cancel cancel) throws FaultException {
            Fault cancelled = new Fault.Cancelled("preflight");
            try (Cancel.Registration _ =
                    cancel.onSet(() -> done.completeExceptionally(new FaultException(cancelled)))) {
                return done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof FaultException fault) {
                    throw new FaultException(fault.fault(), fault);
                }
                throw new IllegalStateException("a preflight failed", e.getCause());
            } catch (TimeoutException e) {
                throw new FaultException(new Fault.TimedOut("preflight", "its answers", LIMIT), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FaultException(cancelled, e);
            }
        }
    }
}
