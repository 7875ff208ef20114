package lockstep.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.End;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;

/// A relay whose options are spelled out for each end, beside the traits that they bring.
final class Spelled {
    /// What `-logDtpr` brings.
    private static final Set<Trait> USUAL =
            EnumSet.of(
                    Trait.OWNERS,
                    Trait.GROUPS,
                    Trait.LINKS,
                    Trait.DEVICES,
                    Trait.SPECIALS,
                    Trait.ONE_TREE);

    private final Path source;
    private final Path target;
    private Host from = new LocalHost("from");
    private Host to = new LocalHost("to");
    private final Set<Trait> traits;
    private String letters;
    private final List<String> both = new ArrayList<>();
    private final List<String> atTarget = new ArrayList<>(List.of("--log-format=%i"));
    private int protocol = Script.NEWEST_PROTOCOL;
    private RelayEvents events = new RelayEvents() {};

    private Spelled(Path source, Path target, String letters, Set<Trait> traits) {
        this.source = source;
        this.target = target;
        this.letters = letters;
        this.traits = EnumSet.copyOf(traits);
    }

    /// As with `-a`.
    static Spelled archive(Path source, Path target) {
        return new Spelled(source, target, "-logDtpr", USUAL);
    }

    /// With these letters and traits, and those that every relay of a tree has.
    static Spelled of(Path source, Path target, String letters, Trait... traits) {
        Set<Trait> all = EnumSet.of(Trait.ONE_TREE, traits);
        return new Spelled(source, target, letters, all);
    }

    Spelled with(String letter, Trait trait) {
        letters += letter;
        traits.add(trait);
        return this;
    }

    Spelled with(Trait trait) {
        traits.add(trait);
        return this;
    }

    /// `-HAXU`, and devices and all.
    Spelled everything() {
        return with("H", Trait.HARD_LINKS)
                .with("A", Trait.ACLS)
                .with("X", Trait.XATTRS)
                .with("U", Trait.ACCESS_TIMES);
    }

    Spelled telling(String... words) {
        both.addAll(List.of(words));
        return this;
    }

    Spelled tellingTarget(String... words) {
        atTarget.addAll(List.of(words));
        return this;
    }

    Spelled protocol(int newest) {
        protocol = newest;
        return this;
    }

    Spelled on(Host source, Host target) {
        from = source;
        to = target;
        return this;
    }

    Spelled events(RelayEvents those) {
        events = those;
        return this;
    }

    Outcome relay() throws Exception {
        List<String> words = new ArrayList<>(List.of(letters));
        words.addAll(both);
        End first =
                new End(
                        from,
                        List.of("rsync"),
                        words,
                        List.of(source + "/"),
                        Optional.of(source + ""));
        List<String> more = new ArrayList<>(words);
        more.addAll(atTarget);
        End second =
                new End(
                        to,
                        List.of("rsync"),
                        more,
                        List.of(target + "/"),
                        Optional.of(target + ""));
        Script.Limits limits = new Script.Limits(protocol, Duration.ofSeconds(30));
        Script.Manner manner =
                new Script.Manner(
                        traits,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        limits,
                        Optional.empty());
        return Rsync.relay(new Script(first, second, manner), events, new Cancel());
    }
}
