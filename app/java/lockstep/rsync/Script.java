package lockstep.rsync;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.rsync.token.Compression;
import lockstep.tree.Budget;

/// Everything that settles one relay before it begins: what each end is told, what will therefore
/// be on the wire, and what is accepted from it. A [Request] is turned into one; so is a command
/// line of rsync's.
public record Script(End source, End target, Manner manner) {
    /// What is the same for both ends.
    ///
    /// @param traits what may be on the wire
    /// @param rules filter rules for the source, in rsync's text form, as bytes
    /// @param targetRules filter rules for the target, which hears them with [Trait#TARGET_RULES]
    /// @param names what the source is to list, where it reads that from us (`--files-from=-
    ///     --from0`)
    /// @param choice what may be in the list, where that is known path by path; what it approved
    ///     binds the list, requests and content, but whoever makes a script looks at the target
    /// @param limits of the conversation
    /// @param compression with [Trait#COMPRESSED], how; empty for the best that both ends know
    /// @param roots what names in the list may begin with, where several arguments name it
    /// @param digest the one to use; empty for the best that both ends know
    public record Manner(
            Set<Trait> traits,
            List<byte[]> rules,
            List<byte[]> targetRules,
            Optional<List<byte[]>> names,
            Optional<Choice> choice,
            Limits limits,
            Optional<Compression> compression,
            Optional<Roots> roots,
            Optional<Digest> digest) {
        /// With the same rules for both ends, and the rest as usual.
        public Manner(
                Set<Trait> traits,
                List<byte[]> rules,
                Optional<List<byte[]>> names,
                Optional<Choice> choice,
                Limits limits) {
            this(traits, rules, names, choice, limits, Optional.empty());
        }

        /// With the same rules for both ends, and content compressed in a way of its own.
        public Manner(
                Set<Trait> traits,
                List<byte[]> rules,
                Optional<List<byte[]>> names,
                Optional<Choice> choice,
                Limits limits,
                Optional<Compression> compression) {
            this(
                    traits,
                    rules,
                    rules,
                    names,
                    choice,
                    limits,
                    compression,
                    Optional.empty(),
                    Optional.empty());
        }

        public Manner {
            traits = Set.copyOf(traits);
            rules = List.copyOf(rules);
            targetRules = List.copyOf(targetRules);
            names = names.map(List::copyOf);
            if (Stream.concat(rules.stream(), targetRules.stream()).anyMatch(r -> r.length == 0)) {
                throw new IllegalArgumentException("an empty rule, which would end the rules");
            }
            if (traits.contains(Trait.COMPRESSED)
                    && compression.filter(c -> c == Compression.NONE).isPresent()) {
                throw new IllegalArgumentException("compressed by nothing");
            }
        }

        /// This manner with content compressed so, which both ends must know.
        public Manner compressed(Compression how) {
            return new Manner(
                    traits,
                    rules,
                    targetRules,
                    names,
                    choice,
                    limits,
                    Optional.of(how),
                    roots,
                    digest);
        }

        boolean has(Trait trait) {
            return traits.contains(trait);
        }

        Manner without(Trait trait) {
            Set<Trait> fewer = new HashSet<>(traits);
            fewer.remove(trait);
            return new Manner(
                    fewer, rules, targetRules, names, choice, limits, compression, roots, digest);
        }
    }

    /// @param newestProtocol the newest protocol to offer, from [#OLDEST_PROTOCOL] to
    ///     [#NEWEST_PROTOCOL]
    /// @param silence how long a peer may say nothing before the conversation is given up
    /// @param memory the most bytes that what each peer tells may take here
    public record Limits(int newestProtocol, Duration silence, long memory) {
        /// With the memory of a relay that is alone.
        public Limits(int newestProtocol, Duration silence) {
            this(newestProtocol, silence, Budget.share(2));
        }

        public Limits {
            if (newestProtocol < OLDEST_PROTOCOL || newestProtocol > NEWEST_PROTOCOL) {
                throw new IllegalArgumentException("protocol " + newestProtocol);
            }
        }
    }

    /// The oldest protocol spoken, that of rsync 3.0.
    public static final int OLDEST_PROTOCOL = 30;

    /// The newest protocol spoken; 32 differs only in telling that a peer is patched.
    public static final int NEWEST_PROTOCOL = 31;
}
