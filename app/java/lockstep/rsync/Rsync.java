package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Arguments.Side;
import lockstep.tree.Listing;

/// The conversations with stock rsync. Every method blocks, may be called from many threads at
/// once, never leaves a program running on a node, and ends within [Request.Limits#silence] of the
/// last byte that moved; a start that waits for a person ends with the answer or a cancel. A
/// program that was being started when another end failed is hung up on as soon as it has started,
/// which may be a moment after the method has ended.
public final class Rsync {
    /// The filter rules that come before a cluster's own: what relays were cut off in, and what
    /// Lockstep keeps on a node, is neither listed nor copied nor deleted. For other uses of a
    /// node's rsync on the same trees.
    public static final List<String> OWN_RULES = Requested.OWN_RULES;

    private Rsync() {}

    /// Told while a list grows, on the conversation's thread, some hundred entries at a time.
    @FunctionalInterface
    public interface Progress {
        /// @param bytes of regular files listed so far
        void listed(long entries, long bytes);
    }

    /// What a node's rsync can do.
    ///
    /// @param protocol the newest it speaks
    /// @param digests the names it offers, best first
    public record Ability(int protocol, List<String> digests) {}

    /// Asks a node's rsync what it can do, without looking at any file.
    ///
    /// @throws FaultException `ProgramMissing`, `RsyncTooOld`, `ProtocolBroken`, `TimedOut`, or
    ///     what the host raises
    public static Ability ability(Endpoint endpoint, Cancel cancel) throws FaultException {
        Request request = Request.of(List.of());
        Script.Manner manner = Requested.manner(request);
        return Alone.hold(
                Requested.end(endpoint, Side.SENDER, request),
                manner.limits(),
                cancel,
                "its rsync's greeting",
                peer -> Opening.ability(peer, manner));
    }

    /// The best digest that all of these know, for a comparison by content of several nodes.
    public static Optional<Digest> commonDigest(List<Ability> abilities) {
        return Digest.best(abilities.stream().map(Ability::digests).toList());
    }

    /// Lists everything below a node's root; with `request`'s content by digest, every regular
    /// file with its digest, computed on the node. Of the request, only content, recursion, rules,
    /// silence and memory matter.
    ///
    /// @param digest the digest to use; empty for the best the node knows
    /// @throws FaultException `RootMissing`, `Unreadable` for the root itself, `ProtocolBroken`,
    ///     `ListTooLarge`, `TimedOut`, `Cancelled`, or what the host raises. Places below the root
    ///     that could not be read are in the listing
    public static Listing list(
            Endpoint endpoint,
            Request request,
            Optional<Digest> digest,
            Progress progress,
            Cancel cancel)
            throws FaultException {
        return new Lister(endpoint, request, digest, progress).list(cancel);
    }

    /// Makes the target's directory like the source's, or tells what that would do.
    ///
    /// Both programs have ended when this returns an outcome. Every file on the target is then
    /// whole, as it was or as it should be, however the relay ended.
    ///
    /// @throws FaultException what ended the relay early; when both ends got to their end,
    ///     trouble with single files is in the outcome
    public static Outcome relay(
            Endpoint source, Endpoint target, Request request, RelayEvents events, Cancel cancel)
            throws FaultException {
        if (request.selection().isPresent()) {
            return new ChosenRelay(source, target, request, events).run(cancel);
        }
        Script script = Requested.relay(source, target, request);
        return new Relay(script, Relay.Before.of(source, target, request), events).run(cancel);
    }

    /// Holds both ends against what was approved, by metadata, before any work is begun for it.
    ///
    /// @param bound to a plan
    /// @throws FaultException `PlanOutdated` when anything has changed, or what keeps it from
    ///     being seen
    public static void requireUnchanged(
            Endpoint source, Endpoint target, Request bound, Cancel cancel) throws FaultException {
        Approved plan = bound.approved().orElseThrow();
        Request request = bound.with(Request.Content.BY_METADATA);
        Changes changes = new Changes();
        List<Look> looks = new ArrayList<>(Looks.source(source, plan, request, changes));
        looks.addAll(Looks.target(target, plan, request, changes));
        looks.addAll(Looks.roots(source, target, request, changes));
        try (Looks all = Looks.begin(looks, target.name(), cancel)) {
            all.await();
        }
        Optional<Fault> fault = changes.fault(Fault.PlanOutdated.Reach.NOTHING_WRITTEN);
        if (fault.isPresent()) {
            throw new FaultException(fault.get());
        }
    }

    /// As [#relay(Endpoint, Endpoint, Request, RelayEvents, Cancel)], for what a [Request] cannot
    /// say.
    public static Outcome relay(Script script, RelayEvents events, Cancel cancel)
            throws FaultException {
        return new Relay(script, events).run(cancel);
    }
}
