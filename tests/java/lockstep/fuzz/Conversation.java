package lockstep.fuzz;

import java.util.EnumSet;
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
                                    TreePath.of("large")))),
    EVERYTHING("HAXU", Traits.EVERYTHING),
    EVERYTHING_INCREMENTAL("HAXU", Traits.EVERYTHING, Trait.INCREMENTAL);

    private final Request request;
    private final Optional<Compression> compression;
    /// What both ends are told beside `-a`, where that is no request; and what it brings.
    private final String letters;

    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    Conversation(Request request) {
        this.request = request;
        this.compression = Optional.empty();
        this.letters = "";
    }

    Conversation(Compression how) {
        this.request = Request.of(List.of());
        this.compression = Optional.of(how);
        this.letters = "z";
        traits.addAll(Traits.USUAL);
        traits.add(Trait.COMPRESSED);
    }

    Conversation(String letters, Set<Trait> those, Trait... more) {
        this.request = Request.of(List.of());
        this.compression = Optional.empty();
        this.letters = letters;
        traits.addAll(Traits.USUAL);
        traits.addAll(those);
        traits.addAll(List.of(more));
    }

    private static final class Traits {
        static final Set<Trait> USUAL =
                Set.of(
                        Trait.OWNERS,
                        Trait.GROUPS,
                        Trait.LINKS,
                        Trait.DEVICES,
                        Trait.SPECIALS,
                        Trait.ONE_TREE);
        static final Set<Trait> EVERYTHING =
                Set.of(Trait.HARD_LINKS, Trait.ACLS, Trait.XATTRS, Trait.ACCESS_TIMES);
    }

    boolean isRelay() {
        return this != LIST && this != LIST_INCREMENTAL;
    }

    /// Holds it; a list comes from `source` alone.
    void hold(Endpoint source, Endpoint target) throws FaultException {
        if (!letters.isEmpty()) {
            Rsync.relay(told(source, target), new RelayEvents() {}, new Cancel());
        } else if (isRelay()) {
            Rsync.relay(source, target, request, new RelayEvents() {}, new Cancel());
        } else {
            Rsync.list(source, request, Optional.empty(), (_, _) -> {}, new Cancel());
        }
    }

    private Script told(Endpoint source, Endpoint target) {
        return new Script(
                end(source, "-logDtpr" + letters),
                end(target, "-logDtpr" + letters, "--log-format=%i"),
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
                at.host(),
                List.of("rsync"),
                List.of(options),
                List.of(at.root() + "/"),
                Optional.of(at.root()));
    }

    static Endpoint at(Host host, String root) {
        return new Endpoint(host, root, false);
    }
}
