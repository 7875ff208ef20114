package lockstep.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.rsync.Compression;
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
import lockstep.rsync.Trait;
import lockstep.tree.TreePath;

/// The conversations that are recorded and damaged: with one host, or between two.
@SuppressWarnings("ImmutableEnumChecker") // a request is immutable
enum Conversation {
    LIST(Request.of(List.of("- /cache/"))),
    LIST_INCREMENTAL(Request.of(List.of()).with(Recursion.INCREMENTAL).with(Content.BY_DIGEST)),
    RELAY(Request.of(List.of()).with(Content.BY_DIGEST).with(Deletion.EXTRAS)),
    RELAY_ZSTD(Compression.ZSTD),
    RELAY_ZLIB(Compression.ZLIB),
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
                                    TreePath.of("large"))));

    private final Request request;
    private final Optional<Compression> compression;

    Conversation(Request request) {
        this.request = request;
        this.compression = Optional.empty();
    }

    Conversation(Compression how) {
        this.request = Request.of(List.of());
        this.compression = Optional.of(how);
    }

    boolean isRelay() {
        return this != LIST && this != LIST_INCREMENTAL;
    }

    /// Holds it; a list comes from `source` alone.
    void hold(Endpoint source, Endpoint target) throws FaultException {
        if (compression.isPresent()) {
            Rsync.relay(packed(source, target), new RelayEvents() {}, new Cancel());
        } else if (isRelay()) {
            Rsync.relay(source, target, request, new RelayEvents() {}, new Cancel());
        } else {
            Rsync.list(source, request, Optional.empty(), (_, _) -> {}, new Cancel());
        }
    }

    private Script packed(Endpoint source, Endpoint target) {
        Set<Trait> traits =
                Set.of(
                        Trait.OWNERS,
                        Trait.GROUPS,
                        Trait.LINKS,
                        Trait.DEVICES,
                        Trait.SPECIALS,
                        Trait.ONE_TREE,
                        Trait.COMPRESSED);
        return new Script(
                end(source, "-logDtprz"),
                end(target, "-logDtprz", "--log-format=%i"),
                new Script.Manner(
                        traits,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Script.Limits(Script.NEWEST_PROTOCOL, request.silence()),
                        compression));
    }

    private static End end(Endpoint at, String... options) {
        return new End(
                at.host(), List.of("rsync"), List.of(options), List.of(at.root() + "/"), at.root());
    }

    static Endpoint at(Host host, String root) {
        return new Endpoint(host, root, false);
    }
}
