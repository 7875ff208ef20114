package lockstep.fuzz;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.rsync.Approved;
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
import lockstep.rsync.token.Compression;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// The conversations that are recorded and damaged: with one host, or between two. The older
/// protocol is spoken where a name says so; else the newest.
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
                    .only(paths("a/one", "a/deep", "gone", "large"))),
    BOUND(Request.of(List.of()).with(Content.BY_DIGEST)),
    RELAY_ZSTD(Compression.ZSTD),
    RELAY_LZ4(Compression.LZ4),
    RELAY_ZLIBX(Compression.ZLIBX),
    RELAY_ZLIB(Compression.ZLIB),
    EVERYTHING(Script.NEWEST_PROTOCOL, "-HAXU", Traits.EVERYTHING),
    EVERYTHING_INCREMENTAL(
            Script.NEWEST_PROTOCOL, "-HAXU", Traits.EVERYTHING, Trait.INCREMENTAL, Trait.FACTS),
    EVERYTHING_30(Script.OLDEST_PROTOCOL, "-HAXU", Traits.EVERYTHING),
    RELAY_30(Script.OLDEST_PROTOCOL, "--numeric-ids", Set.of(Trait.NUMERIC_IDS), Trait.INCREMENTAL),
    DELETION_30(Script.OLDEST_PROTOCOL, "--delete-delay", Set.of(Trait.TARGET_RULES)),
    APPENDED(Script.NEWEST_PROTOCOL, "--append", Set.of(Trait.APPENDING)),
    APPENDED_VERIFIED_30(
            Script.OLDEST_PROTOCOL,
            "--append --append",
            Set.of(Trait.APPENDING),
            Trait.INCREMENTAL),
    REMOVED(Script.NEWEST_PROTOCOL, "--remove-source-files", Set.of(Trait.SOURCE_REMOVAL)),
    BASED(Script.NEWEST_PROTOCOL, "--link-dest=../source", Set.of(Trait.OTHER_BASES), Trait.FACTS);

    private final Request request;
    private final int protocol;
    private final Optional<Compression> compression;
    /// What both ends are told beside `-a`, where that is no request; and what it brings.
    private final List<String> options;

    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    Conversation(Request request) {
        this.request = request;
        this.protocol = Script.NEWEST_PROTOCOL;
        this.compression = Optional.empty();
        this.options = List.of();
    }

    Conversation(Compression how) {
        this.request = Request.of(List.of());
        this.protocol = Script.NEWEST_PROTOCOL;
        this.compression = Optional.of(how);
        this.options = List.of("-z");
        traits.addAll(Traits.USUAL);
        traits.add(Trait.COMPRESSED);
    }

    Conversation(int protocol, String options, Set<Trait> those, Trait... more) {
        this.request = Request.of(List.of());
        this.protocol = protocol;
        this.compression = Optional.empty();
        this.options = List.of(options.split(" "));
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

    private static Set<TreePath> paths(String... names) {
        Set<TreePath> paths = new HashSet<>();
        for (String name : names) {
            paths.add(TreePath.of(name));
        }
        return paths;
    }

    boolean isRelay() {
        return this != LIST && this != LIST_INCREMENTAL;
    }

    /// What it is bound to, made of what both ends hold now; empty where it is bound to nothing. No
    /// directory is deleted, so the target is looked at once.
    Optional<Approved> plan(Endpoint source, Endpoint target) throws FaultException {
        if (this != BOUND) {
            return Optional.empty();
        }
        Listing there = list(target);
        BitSet going = new BitSet();
        going.set(there.find(TreePath.of("a/old")));
        Set<TreePath> chosen = paths("a/one", "a/old", "b/link", "cache", "large");
        return Optional.of(new Approved(list(source), there, chosen, new BitSet(), going));
    }

    private Listing list(Endpoint end) throws FaultException {
        return Rsync.list(end, request, Optional.empty(), (_, _) -> {}, new Cancel());
    }

    /// Holds it; a list comes from `source` alone. Tells whether all was done.
    boolean hold(Endpoint source, Endpoint target, Optional<Approved> plan) throws FaultException {
        RelayEvents nobody = new RelayEvents() {};
        if (!options.isEmpty()) {
            return Rsync.relay(told(source, target), nobody, new Cancel()).complete();
        }
        if (isRelay()) {
            Request bound = plan.map(request::only).orElse(request);
            return Rsync.relay(source, target, bound, nobody, new Cancel()).complete();
        }
        return list(source).complete();
    }

    private Script told(Endpoint source, Endpoint target) {
        return new Script(
                end(source, options.stream().filter(o -> !isTheTargets(o))),
                end(target, Stream.concat(options.stream(), Stream.of("--log-format=%i"))),
                new Script.Manner(
                        traits,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Script.Limits(protocol, request.silence()),
                        compression));
    }

    private static boolean isTheTargets(String option) {
        return option.startsWith("--delete") || option.startsWith("--link-dest");
    }

    private static End end(Endpoint at, Stream<String> options) {
        List<String> told = Stream.concat(Stream.of("-logDtpr"), options).toList();
        return new End(
                at.host(),
                List.of("rsync"),
                told,
                List.of(at.root() + "/"),
                Optional.of(at.root()));
    }

    static Endpoint at(Host host, String root) {
        return new Endpoint(host, root, false);
    }
}
