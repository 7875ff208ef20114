package lockstep.options;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.options.Opt.Side;
import lockstep.options.Surroundings.Ends;
import lockstep.rsync.Digest;
import lockstep.rsync.End;
import lockstep.rsync.Script;
import lockstep.rsync.Script.Limits;
import lockstep.rsync.Script.Manner;
import lockstep.rsync.Trait;
import lockstep.rsync.token.Compression;

/// One command line of rsync's, read and found sound. Files that it names here were read;
/// no host was asked anything.
public final class Invocation {
    /// Without `--timeout`: rsync itself would wait for ever. A digest of a very large file is
    /// computed without a word.
    private static final Duration SILENCE = Duration.ofMinutes(30);

    /// What rsync means by a `--timeout` of 0.
    private static final Duration NEVER = Duration.ofDays(36_500);

    /// Of protocols that may be asked for; it differs from ours in nothing that is on the wire.
    private static final int NEWEST_OF_RSYNC = 32;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Display display;

    private Invocation(Settings settings, Surroundings surroundings) throws OptionError {
        this.settings = settings;
        this.surroundings = surroundings;
        this.display = Displayed.by(settings);
    }

    /// Gives hosts to those who only know addresses.
    public interface Hosts {
        /// This machine.
        Host here();

        /// The host at an address as SSH takes it; not asked anything yet.
        ///
        /// @throws FaultException `UnsafeArgument`
        Host remote(String address, RemoteShell shell) throws FaultException;
    }

    /// Reads the words behind `rsync`.
    ///
    /// @throws OptionError when rsync would refuse them too, or they ask for what is not supported
    public static Invocation read(List<String> words, Surroundings surroundings)
            throws OptionError {
        Settings settings = Parser.parse(words);
        Optional<String> keep = surroundings.variable("RSYNC_PARTIAL_DIR");
        if (settings.has(Opt.PARTIAL)
                && keep.isPresent()
                && settings.value(Opt.PARTIAL_DIR).isEmpty()
                && !settings.has(Opt.DELAY_UPDATES)
                && !settings.has(Opt.INPLACE)
                && !settings.appends()) {
            settings = settings.withPartialDir(keep.get());
        }
        Consistency.check(settings);
        return new Invocation(settings, surroundings);
    }

    /// Whether only the help text is asked for.
    public boolean asksForHelp() {
        return settings.has(Opt.HELP);
    }

    /// Whether only the version is asked for.
    public boolean asksForVersion() {
        return settings.has(Opt.VERSION);
    }

    /// What is to be printed.
    public Display display() {
        return display;
    }

    /// Settles the whole relay.
    ///
    /// @throws OptionError as [#read], and where a file of rules or names cannot be read
    /// @throws FaultException `UnsafeArgument` for a host's name
    public Script script(Hosts hosts) throws OptionError, FaultException {
        Operands operands = Operands.of(settings.operands());
        Place source = operands.sources().getFirst();
        Place target = operands.destination();
        if (settings.fromFiles() && operands.sources().size() > 1) {
            throw OptionError.syntax("--files-from takes one source");
        }
        RemoteShell shell = source.isHere() && target.isHere() ? RemoteShell.PLAIN : shell();
        End from =
                end(
                        source,
                        host(source, hosts, shell),
                        Side.SOURCE,
                        operands.sourcePaths(settings));
        String path = target.asTarget(surroundings.directory());
        End to = end(target, host(target, hosts, shell), Side.TARGET, List.of(path));
        return new Script(from, to, manner(operands));
    }

    private RemoteShell shell() throws OptionError {
        Optional<String> typed = settings.value(Opt.RSH);
        Optional<String> usual = surroundings.variable("RSYNC_RSH");
        RemoteShell shell =
                typed.isPresent()
                        ? RemoteShell.parse("-e ", typed.get())
                        : usual.isPresent()
                                ? RemoteShell.parse("RSYNC_RSH=", usual.get())
                                : RemoteShell.PLAIN;
        if (settings.has(Opt.IPV4)) {
            return shell.with("-4");
        }
        return settings.has(Opt.IPV6) ? shell.with("-6") : shell;
    }

    private static Host host(Place place, Hosts hosts, RemoteShell shell) throws FaultException {
        return place.isHere() ? hosts.here() : hosts.remote(place.host().orElseThrow(), shell);
    }

    /// A program that is named is the one on remote ends.
    private End end(Place place, Host host, Side side, List<String> paths) throws OptionError {
        Optional<String> named = settings.value(Opt.RSYNC_PATH).filter(_ -> !place.isHere());
        return new End(
                host,
                RemoteShell.program(named),
                Telling.to(side, settings, display),
                paths,
                Optional.empty());
    }

    private Manner manner(Operands operands) throws OptionError {
        RuleLists rules = RuleLists.of(settings, surroundings);
        Optional<List<String>> names = names();
        return new Manner(
                traits(),
                rules.source(),
                rules.target(),
                names.map(all -> all.stream().map(Invocation::bytes).toList()),
                Optional.empty(),
                limits(),
                compression(),
                Optional.of(operands.roots(settings, names)),
                digest());
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Optional<List<String>> names() throws OptionError {
        if (!settings.fromFiles()) {
            return Optional.empty();
        }
        String file = settings.value(Opt.FILES_FROM).orElseThrow();
        if (!Place.parse(file, Optional.of(":")).isHere()) {
            throw OptionError.unsupported("--files-from=" + file, "the file must be here");
        }
        boolean nuls = settings.has(Opt.FROM0);
        List<String> names = new ArrayList<>();
        Ends ends = nuls ? Ends.NULS : Ends.LINE_BREAKS;
        for (String line : surroundings.lines(Opt.FILES_FROM, file, ends)) {
            if (nuls || !line.startsWith("#") && !line.startsWith(";")) {
                names.add(line);
            }
        }
        return Optional.of(names);
    }

    private Limits limits() throws OptionError {
        int newest = Script.NEWEST_PROTOCOL;
        if (settings.value(Opt.PROTOCOL).isPresent()) {
            int asked = Numbers.whole(Opt.PROTOCOL, settings.value(Opt.PROTOCOL).get());
            if (asked < Script.OLDEST_PROTOCOL) {
                throw OptionError.unsupported(
                        "--protocol=" + asked, "the oldest is " + Script.OLDEST_PROTOCOL);
            }
            if (asked > NEWEST_OF_RSYNC) {
                throw OptionError.protocol(
                        "--protocol must be no more than " + NEWEST_OF_RSYNC + ".");
            }
            newest = Math.min(asked, Script.NEWEST_PROTOCOL);
        }
        return new Limits(newest, silence());
    }

    private Duration silence() throws OptionError {
        Optional<String> said = settings.value(Opt.TIMEOUT);
        int seconds = said.isPresent() ? Numbers.whole(Opt.TIMEOUT, said.get()) : 0;
        if (seconds == 0 && (said.isPresent() || settings.isOff(Opt.TIMEOUT))) {
            return NEVER;
        }
        return seconds > 0 ? Duration.ofSeconds(seconds) : SILENCE;
    }

    /// Whichever both ends know, where it isn't said; a level compresses even what is said to be
    /// `none`.
    private Optional<Compression> compression() throws OptionError {
        Optional<String> how = settings.value(Opt.COMPRESS_CHOICE);
        if (!settings.compresses()) {
            return Optional.empty();
        }
        return how.isEmpty() && settings.count(Opt.COMPRESS) > 1
                ? Optional.of(Compression.ZLIBX)
                : how.flatMap(Compression::named).filter(c -> c != Compression.NONE);
    }

    private Optional<Digest> digest() {
        return settings.value(Opt.CHECKSUM_CHOICE).flatMap(Consistency::digest);
    }

    private Set<Trait> traits() throws OptionError {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        add(traits, Trait.INCREMENTAL, settings.incremental());
        add(traits, Trait.PREVIEW, settings.has(Opt.DRY_RUN));
        add(traits, Trait.DIGESTS, settings.has(Opt.CHECKSUM));
        add(traits, Trait.OWNERS, settings.has(Opt.OWNER));
        add(traits, Trait.GROUPS, settings.has(Opt.GROUP));
        add(traits, Trait.NUMERIC_IDS, settings.has(Opt.NUMERIC_IDS));
        add(traits, Trait.LINKS, settings.has(Opt.LINKS));
        add(traits, Trait.DEVICES, settings.has(Opt.DEVICES));
        add(traits, Trait.SPECIALS, settings.has(Opt.SPECIALS));
        add(traits, Trait.HARD_LINKS, settings.has(Opt.HARD_LINKS));
        add(traits, Trait.ACLS, settings.has(Opt.ACLS));
        add(traits, Trait.XATTRS, settings.has(Opt.XATTRS));
        add(traits, Trait.ACCESS_TIMES, settings.has(Opt.ATIMES));
        add(traits, Trait.CREATION_TIMES, settings.has(Opt.CRTIMES));
        add(traits, Trait.COMPRESSED, settings.compresses());
        add(traits, Trait.APPENDING, settings.appends());
        add(traits, Trait.OTHER_BASES, otherBases());
        add(
                traits,
                Trait.SOURCE_REMOVAL,
                settings.has(Opt.REMOVE_SOURCE_FILES) || settings.has(Opt.REMOVE_SENT_FILES));
        add(traits, Trait.TARGET_RULES, settings.deletes() || settings.has(Opt.PRUNE_EMPTY_DIRS));
        traits.add(Trait.FACTS);
        return traits;
    }

    private boolean otherBases() {
        return settings.has(Opt.COMPARE_DEST)
                || settings.has(Opt.COPY_DEST)
                || settings.has(Opt.LINK_DEST);
    }

    private static void add(Set<Trait> traits, Trait trait, boolean asked) {
        if (asked) {
            traits.add(trait);
        }
    }
}
