package lockstep.rsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// A relay of chosen paths. One conversation does all where both rsyncs can delete a path that
/// was asked for and is missing (`--delete-missing-args`). Those before 3.1 do not know the
/// option; 3.4.3 and the older packages that got the same security fixes know it and refuse the
/// list that comes of it (status 2). Both refuse before anything is done, and rsync may end with
/// these statuses later as well: so where nothing was done yet, it is done in parts, each of which
/// every rsync can do, with the same result:
///
/// 1. the source lists which of the paths it has, by rules,
/// 2. those are relayed,
/// 3. the others are deleted in a conversation of the target with itself.
final class ChosenRelay {
    private static final int SYNTAX = 1;
    private static final int PROTOCOL = 2;

    private final Endpoint source;
    private final Endpoint target;
    private final Request request;
    private final Set<TreePath> chosen;
    private final RelayEvents events;

    /// @param request with a selection
    ChosenRelay(Endpoint source, Endpoint target, Request request, RelayEvents events) {
        this.source = source;
        this.target = target;
        this.request = request;
        this.chosen = request.selection().orElseThrow();
        this.events = events;
    }

    Outcome run(Cancel cancel) throws FaultException {
        FirstTry first = new FirstTry(events);
        try {
            Script whole = Requested.relay(source, target, request);
            Outcome outcome =
                    new Relay(whole, Relay.Before.of(source, target, request), first).run(cancel);
            first.stands();
            return outcome;
        } catch (FaultException e) {
            if (isRefusal(e.fault()) && first.didNothing()) {
                return inParts(cancel);
            }
            first.stands();
            throw e;
        }
    }

    private static boolean isRefusal(Fault fault) {
        return fault instanceof Fault.ProgramFailed failed
                && failed.program().equals("rsync")
                && (failed.status() == SYNTAX || failed.status() == PROTOCOL);
    }

    private Outcome relay(Script script, Request part, Cancel cancel) throws FaultException {
        return new Relay(script, Relay.Before.of(source, target, part), events).run(cancel);
    }

    private Outcome inParts(Cancel cancel) throws FaultException {
        Optional<Approved> plan = request.approved();
        return plan.isPresent() ? boundParts(plan.get(), cancel) : freeParts(cancel);
    }

    /// Both ends are looked at whole before the first part. The deletion is no list of chosen
    /// paths, so the target is looked at again right before it, and what it told is judged after.
    private Outcome boundParts(Approved plan, Cancel cancel) throws FaultException {
        Rsync.requireUnchanged(source, target, request, cancel);
        Set<TreePath> gone = new HashSet<>(chosen);
        gone.removeIf(path -> plan.source().find(path) >= 0);
        Set<TreePath> present = new HashSet<>(chosen);
        present.removeAll(gone);
        List<Outcome> parts = new ArrayList<>();
        if (!present.isEmpty()) {
            Request some = request.only(plan.only(present));
            parts.add(relay(Requested.copy(source, target, some), some, cancel));
        }
        if (!gone.isEmpty()) {
            Reach reach = parts.isEmpty() ? Reach.NOTHING_WRITTEN : Reach.UNDER_WAY;
            parts.add(boundDeletion(plan, gone, reach, cancel));
        }
        return parts.stream().reduce(Outcome::and).orElseThrow();
    }

    private Outcome boundDeletion(Approved plan, Set<TreePath> gone, Reach reach, Cancel cancel)
            throws FaultException {
        Changes changes = new Changes();
        Request part = request.only(plan.only(gone));
        List<Look> looks = Looks.target(target, plan.only(gone), part, changes);
        try (Looks all = Looks.begin(looks, target.name(), cancel)) {
            all.await();
        }
        refuse(changes, reach);
        Script deletion = Requested.deletion(target, request, gone);
        Outcome outcome = Rsync.relay(deletion, new Deletions(events), cancel);
        for (TreePath path : outcome.deleted()) {
            if (!plan.mayGo(path)) {
                changes.add(new Change(target.name(), path.visible(), "stays", "deleted"));
            }
        }
        refuse(changes, Reach.UNDER_WAY);
        return outcome.withoutList();
    }

    private static void refuse(Changes changes, Reach reach) throws FaultException {
        Optional<Fault> fault = changes.fault(reach);
        if (fault.isPresent()) {
            throw new FaultException(fault.get());
        }
    }

    private Outcome freeParts(Cancel cancel) throws FaultException {
        Set<TreePath> gone = missing(cancel);
        Set<TreePath> present = new HashSet<>(chosen);
        present.removeAll(gone);
        List<Outcome> parts = new ArrayList<>();
        if (!present.isEmpty()) {
            Request some = request.only(present);
            parts.add(relay(Requested.copy(source, target, some), some, cancel));
        }
        if (!gone.isEmpty()) {
            Script deletion = Requested.deletion(target, request, gone);
            Outcome deleted = Rsync.relay(deletion, new Deletions(events), cancel);
            parts.add(deleted.withoutList());
        }
        return parts.stream().reduce(Outcome::and).orElseThrow();
    }

    /// Those of the paths that the source lacks.
    ///
    /// @throws FaultException `Unreadable` when it cannot be told
    private Set<TreePath> missing(Cancel cancel) throws FaultException {
        Request look = request.bare(List.of());
        Listing seen =
                new Lister(source, look, Optional.empty(), (_, _) -> {})
                        .list(ExactRules.only(chosen), cancel);
        Set<TreePath> missing = new HashSet<>();
        for (TreePath path : chosen) {
            if (seen.find(path) < 0) {
                refuseDoubt(seen, path);
                missing.add(path);
            }
        }
        return missing;
    }

    private void refuseDoubt(Listing seen, TreePath path) throws FaultException {
        for (Listing.Unreadable place : seen.unreadable()) {
            if (path.isWithin(place.path())) {
                throw new FaultException(
                        new Fault.Unreadable(
                                source.name(), place.path().visible(), place.reason()));
            }
        }
        if (!seen.complete()) {
            throw new FaultException(
                    new Fault.Unreadable(
                            source.name(), path.visible(), "its rsync did not read everything"));
        }
    }

    /// Tells deletions and texts, and not the list of the target's own directories.
    private record Deletions(RelayEvents to) implements RelayEvents {
        @Override
        public void deleted(TreePath path) {
            to.deleted(path);
        }

        @Override
        public void deletedDirectory(TreePath path) {
            to.deletedDirectory(path);
        }

        @Override
        public void message(String node, String text, boolean error) {
            to.message(node, text, error);
        }
    }
}
