package lockstep.rsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// A relay of chosen paths. One conversation does all where both rsyncs can delete a path that
/// was asked for and is missing (`--delete-missing-args`). Those before 3.1 do not know the
/// option; 3.4.3 and the older packages that got the same security fixes know it and refuse the
/// list that comes of it (status 2). Both refuse before anything is written. Then it is done in
/// parts, each of which every rsync can do, with the same result:
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
        try {
            return Rsync.relay(Requested.relay(source, target, request), events, cancel);
        } catch (FaultException e) {
            if (isRefusal(e.fault())) {
                return inParts(cancel);
            }
            throw e;
        }
    }

    private static boolean isRefusal(Fault fault) {
        return fault instanceof Fault.ProgramFailed failed
                && failed.program().equals("rsync")
                && (failed.status() == SYNTAX || failed.status() == PROTOCOL);
    }

    private Outcome inParts(Cancel cancel) throws FaultException {
        Set<TreePath> gone = missing(cancel);
        Set<TreePath> present = new HashSet<>(chosen);
        present.removeAll(gone);
        List<Outcome> parts = new ArrayList<>();
        if (!present.isEmpty()) {
            Request some = request.only(present, Set.of());
            parts.add(Rsync.relay(Requested.copy(source, target, some), events, cancel));
        }
        if (!gone.isEmpty()) {
            Script deletion = Requested.deletion(target, request, gone);
            parts.add(Rsync.relay(deletion, new Deletions(events), cancel));
        }
        return parts.stream().reduce(Outcome::and).orElseThrow();
    }

    /// Those of the paths that the source lacks.
    ///
    /// @throws FaultException `GuardTripped` when they are not those that it was known to lack,
    ///     `Unreadable` when it cannot be told
    private Set<TreePath> missing(Cancel cancel) throws FaultException {
        Request look = Request.of(List.of()).silentFor(request.silence());
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
        if (request.gone().isPresent()) {
            for (TreePath path : chosen) {
                boolean lacking = missing.contains(path);
                if (lacking != request.gone().get().contains(path)) {
                    Outdated outdated = new Outdated(path, lacking);
                    throw new FaultException(outdated.fault(source.name()), outdated);
                }
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
