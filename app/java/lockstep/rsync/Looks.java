package lockstep.rsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Several [Look]s at once, each on its own thread. The first that fails ends the others.
final class Looks implements AutoCloseable {
    private static final int LOOK_EVERY = 200;

    /// The most that go on at the same time: at the source, two at the target, and at both roots.
    static final int MOST = 5;

    private final List<Look> looks;
    private final String where;
    private final Cancel cancel = new Cancel();
    private final Cancel.Registration outer;
    private final CountDownLatch over;
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

    private Looks(List<Look> looks, String where, Cancel outer) {
        this.looks = looks;
        this.where = where;
        this.over = new CountDownLatch(looks.size());
        this.outer = outer.onSet(cancel::set);
    }

    /// @param where who is named when the wait is interrupted
    static Looks begin(List<Look> looks, String where, Cancel outer) {
        Looks all = new Looks(looks, where, outer);
        looks.forEach(all::begin);
        return all;
    }

    private void begin(Look look) {
        Thread.ofVirtual()
                .name("look")
                .start(
                        () -> {
                            try {
                                look.run(cancel);
                            } catch (FaultException | RuntimeException | Error e) {
                                failed.compareAndSet(null, e);
                                cancel.set();
                            } finally {
                                over.countDown();
                            }
                        });
    }

    /// Waits for all; each ends by its own limit on silence.
    void await() throws FaultException {
        try {
            while (!over.await(LOOK_EVERY, TimeUnit.MILLISECONDS)) {
                if (cancel.isSet() && failed.get() == null) {
                    throw new FaultException(new Fault.Cancelled(where));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        }
        Throwable failure = failed.get();
        if (failure instanceof FaultException fault) {
            throw fault;
        } else if (failure != null) {
            throw new IllegalStateException("a look failed", failure);
        }
    }

    /// Grows while any of them is alive. Any thread.
    long moved() {
        return looks.stream().mapToLong(Look::moved).sum();
    }

    /// Ends those that still go on.
    @Override
    public void close() {
        outer.close();
        cancel.set();
    }

    /// What is looked at while a relay's source makes its list: everything else that the relay
    /// is bound to.
    static List<Look> before(Endpoint source, Endpoint target, Request bound, Changes to) {
        Approved plan = bound.approved().orElseThrow();
        List<Look> roots = roots(source, target, bound, to);
        if (bound.selection().isEmpty()) {
            return List.of(roots.getLast());
        }
        List<Look> looks = new ArrayList<>(target(target, plan, bound, to));
        looks.addAll(roots);
        return looks;
    }

    /// Looks at the target, for everything that the paths of `approved` touch there: the paths
    /// themselves but for those in a directory that is to be made, the directories above them,
    /// and directories that go with all that is in them.
    static List<Look> target(Endpoint target, Approved approved, Request like, Changes to) {
        Request request = like.bare(List.of()).with(like.content());
        Listing seen = approved.target();
        Set<TreePath> names = new HashSet<>();
        Set<TreePath> going = new HashSet<>();
        for (TreePath path : approved.paths()) {
            if (path.isRoot()) {
                continue;
            } else if (approved.isGoingDirectory(path)) {
                going.add(path);
            } else if (seen.find(path.parent()) >= 0 || !approved.paths().contains(path.parent())) {
                names.add(path);
            }
            addAbove(path, seen, names);
        }
        names.removeAll(going);
        List<Look> looks = new ArrayList<>();
        if (!names.isEmpty()) {
            ListJudge judge = ListJudge.target(target.name(), approved, names, to);
            looks.add(look(target, Requested.Reach.THEMSELVES, request.only(names), judge));
        }
        if (!going.isEmpty()) {
            ListJudge judge = ListJudge.going(target.name(), approved, going, to);
            looks.add(look(target, Requested.Reach.ALL_BELOW, request.only(going), judge));
        }
        return looks;
    }

    private static void addAbove(TreePath path, Listing seen, Set<TreePath> names) {
        TreePath above = path.parent();
        while (!above.isRoot() && seen.find(above) >= 0 && names.add(above)) {
            above = above.parent();
        }
    }

    /// Looks at the source, for the paths of `approved` themselves.
    static List<Look> source(Endpoint source, Approved approved, Request request, Changes to) {
        Set<TreePath> names = new HashSet<>(approved.paths());
        names.remove(TreePath.ROOT);
        if (names.isEmpty()) {
            return List.of();
        }
        ListJudge judge = ListJudge.source(source.name(), approved, names, to);
        return List.of(look(source, Requested.Reach.THEMSELVES, request.only(names), judge));
    }

    /// Looks at the roots themselves, where the root is among the paths that `bound` is bound to.
    static List<Look> roots(Endpoint source, Endpoint target, Request bound, Changes to) {
        Approved approved = bound.approved().orElseThrow();
        if (!approved.paths().contains(TreePath.ROOT)) {
            return List.of();
        }
        Request root = bound.bare(Requested.NOTHING_BELOW);
        Set<TreePath> paths = Set.of(TreePath.ROOT);
        return List.of(
                look(
                        source,
                        Requested.Reach.THEMSELVES,
                        root,
                        ListJudge.source(source.name(), approved, paths, to)),
                look(
                        target,
                        Requested.Reach.THEMSELVES,
                        root,
                        ListJudge.target(target.name(), approved, paths, to)));
    }

    private static Look look(
            Endpoint endpoint, Requested.Reach reach, Request request, ListJudge judge) {
        Request quiet =
                request.with(Request.Effect.PREVIEW).within(request.limits().memory() / MOST);
        Optional<Digest> digest =
                request.content() == Request.Content.BY_DIGEST ? judge.digest() : Optional.empty();
        return new Look(
                Requested.looking(endpoint, reach, quiet), Requested.manner(quiet), digest, judge);
    }
}
