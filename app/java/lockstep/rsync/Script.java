package lockstep.rsync;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that settles one relay before it begins: what each end is told, what will therefore
/// be on the wire, and what is accepted from it. A [Request] is turned into one; so is a command
/// line of rsync's.
public record Script(End source, End target, Manner manner) {
    /// What is the same for both ends.
    ///
    /// @param traits what may be on the wire
    /// @param rules filter rules in rsync's text form, as bytes; the target hears them with
    ///     [Trait#TARGET_RULES]
    /// @param names what the source is to list, where it reads that from us (`--files-from=-
    ///     --from0`)
    /// @param choice what may be in the list, where that is known path by path
    /// @param limits of the conversation
    /// @param compression with [Trait#COMPRESSED], how; empty for the best that both ends know
    public record Manner(
            Set<Trait> traits,
            List<byte[]> rules,
            Optional<List<byte[]>> names,
            Optional<Choice> choice,
            Limits limits,
            Optional<Compression> compression) {
        public Manner(
                Set<Trait> traits,
                List<byte[]> rules,
                Optional<List<byte[]>> names,
                Optional<Choice> choice,
                Limits limits) {
            this(traits, rules, names, choice, limits, Optional.empty());
        }

        public Manner {
            traits = Set.copyOf(traits);
            rules = List.copyOf(rules);
            names = names.map(List::copyOf);
            if (rules.stream().anyMatch(rule -> rule.length == 0)) {
                throw new IllegalArgumentException("an empty rule, which would end the rules");
            }
            if (traits.contains(Trait.COMPRESSED)
                    && compression.filter(c -> c == Compression.NONE).isPresent()) {
                throw new IllegalArgumentException("compressed by nothing");
            }
        }

        /// This manner with content compressed so, which both ends must know.
        public Manner compressed(Compression how) {
            return new Manner(traits, rules, names, choice, limits, Optional.of(how));
        }

        boolean has(Trait trait) {
            return traits.contains(trait);
        }

        Manner without(Trait trait) {
            Set<Trait> fewer = new HashSet<>(traits);
            fewer.remove(trait);
            return new Manner(fewer, rules, names, choice, limits, compression);
        }
    }

    /// @param newestProtocol the newest protocol to offer, from [#OLDEST_PROTOCOL] to
    ///     [#NEWEST_PROTOCOL]
    /// @param silence how long a peer may say nothing before the conversation is given up
    public record Limits(int newestProtocol, Duration silence) {
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
