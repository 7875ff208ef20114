package lockstep.fuzz;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.rsync.End;
import lockstep.rsync.Endpoint;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.rsync.Request.Recursion;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;
import lockstep.rsync.Script.Limits;
import lockstep.rsync.Script.Manner;
import lockstep.rsync.Trait;
import lockstep.tree.TreePath;

/// The conversations that are recorded and damaged: with one host, or between two.
@SuppressWarnings("ImmutableEnumChecker") // a request is immutable
enum Conversation {
    LIST(Request.of(List.of("- /cache/"))),
    LIST_INCREMENTAL(Request.of(List.of()).with(Recursion.INCREMENTAL).with(Content.BY_DIGEST)),
    RELAY(Request.of(List.of()).with(Content.BY_DIGEST).with(Deletion.EXTRAS)),
    RELAY_INCREMENTAL(Request.of(List.of()).with(Recursion.INCREMENTAL)),
    PREVIEW(
            Request.of(List.of())
                    .with(Recursion.INCREMENTAL)
                    .with(Effect.PREVIEW)
                    .with(Deletion.EXTRAS)),
    SELECTION(
            Request.of(List.of())
                    .with(Content.BY_DIGEST)
                    .only(
                            Set.of(
                                    TreePath.of("a/one"),
                                    TreePath.of("a/deep"),
                                    TreePath.of("gone"),
                                    TreePath.of("large")))),
    EVERYTHING(Request.of(List.of()), Set.of(Trait.ONE_TREE)),
    EVERYTHING_INCREMENTAL(Request.of(List.of()), Set.of(Trait.ONE_TREE, Trait.INCREMENTAL));

    private final Request request;
    private final Set<Trait> traits;

    Conversation(Request request) {
        this(request, Set.of());
    }

    /// With `-HAXU` where there are traits.
    Conversation(Request request, Set<Trait> traits) {
        this.request = request;
        this.traits = traits;
    }

    boolean isRelay() {
        return this != LIST && this != LIST_INCREMENTAL;
    }

    /// Holds it; a list comes from `source` alone.
    void hold(Endpoint source, Endpoint target) throws FaultException {
        if (!traits.isEmpty()) {
            Rsync.relay(everything(source, target), new RelayEvents() {}, new Cancel());
        } else if (isRelay()) {
            Rsync.relay(source, target, request, new RelayEvents() {}, new Cancel());
        } else {
            Rsync.list(source, request, Optional.empty(), (_, _) -> {}, new Cancel());
        }
    }

    private Script everything(Endpoint source, Endpoint target) {
        Set<Trait> all =
                EnumSet.of(
                        Trait.OWNERS,
                        Trait.GROUPS,
                        Trait.LINKS,
                        Trait.DEVICES,
                        Trait.SPECIALS,
                        Trait.HARD_LINKS,
                        Trait.ACLS,
                        Trait.XATTRS,
                        Trait.ACCESS_TIMES);
        all.addAll(traits);
        Limits limits = new Limits(Script.NEWEST_PROTOCOL, request.silence());
        return new Script(
                end(source),
                end(target),
                new Manner(all, List.of(), Optional.empty(), Optional.empty(), limits));
    }

    private static End end(Endpoint at) {
        List<String> options = List.of("-logDtprHAXU");
        return new End(at.host(), List.of("rsync"), options, List.of(at.root() + "/"), at.root());
    }

    static Endpoint at(Host host, String root) {
        return new Endpoint(host, root, false);
    }
}
