package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.rsync.End;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Rsync;
import lockstep.rsync.Script;
import lockstep.rsync.Script.Limits;
import lockstep.rsync.Script.Manner;
import lockstep.rsync.Trait;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// As [RsyncAgesTest], for what a request cannot say.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RsyncAgesScriptTest {
    private static final Set<Trait> TRAITS =
            EnumSet.of(Trait.OWNERS, Trait.GROUPS, Trait.LINKS, Trait.DEVICES, Trait.SPECIALS);

    @TempDir Path directory;
    private Path source;
    private Path target;

    static List<OldRsync[]> pairs() throws Exception {
        return Rsyncs.pairs();
    }

    @BeforeEach
    void trees() throws Exception {
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.run(source, "mkdir a && seq 1 50000 > a/big && echo one > a/one && ln -s a l");
        Shell.run(source, "mkfifo pipe && touch -d '2001-02-03 04:05:06.789' a/one");
    }

    private End end(Host host, Path root, List<String> options) {
        String text = root.toString();
        return new End(host, List.of("rsync"), options, List.of(text + "/"), Optional.of(text));
    }

    private Script script(
            OldRsync from, OldRsync to, String letters, Set<Trait> more, List<String> rules) {
        Set<Trait> traits = EnumSet.copyOf(TRAITS);
        traits.addAll(more);
        boolean deletes = traits.contains(Trait.TARGET_RULES);
        return new Script(
                end(from.called("from"), source, List.of(letters)),
                end(
                        to.called("to"),
                        target,
                        deletes ? List.of(letters, "--delete") : List.of(letters)),
                new Manner(
                        traits,
                        rules.stream().map(r -> r.getBytes(StandardCharsets.UTF_8)).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        new Limits(Script.NEWEST_PROTOCOL, Duration.ofSeconds(30))));
    }

    private static void run(Script script) throws Exception {
        Outcome outcome = Rsync.relay(script, new RelayEvents() {}, new Cancel());

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 31})
    void anOlderProtocolIsOffered(int newest) throws Exception {
        Script script = script(Rsyncs.here(), Rsyncs.here(), "-logDtpr", Set.of(), List.of());
        Manner all = script.manner();
        Limits limits = new Limits(newest, all.limits().silence());

        run(
                new Script(
                        script.source(),
                        script.target(),
                        new Manner(all.traits(), all.rules(), all.names(), all.choice(), limits)));

        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
        String fraction = Shell.run(target, "stat -c %y a/one");
        assertThat(fraction.contains(".789")).isEqualTo(newest > 30);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void compressedContent(OldRsync from, OldRsync to) throws Exception {
        Script script = script(from, to, "-logDtprz", Set.of(Trait.COMPRESSED), List.of());

        run(script);
        Shell.run(source, "echo more >> a/big");
        run(script);

        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    /// What only the target protects, the source sends; what only the source hides, the target
    /// deletes.
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void rulesOfOneEnd(OldRsync from, OldRsync to) throws Exception {
        Shell.run(source, "echo sent > kept");
        Shell.run(target, "mkdir mine && echo m > mine/m && echo h > hidden && echo x > extra");
        Shell.run(source, "echo h > hidden");
        List<String> rules = List.of("P /mine/", "P /kept", "-s /hidden");

        run(script(from, to, "-logDtpr", Set.of(Trait.TARGET_RULES), rules));

        assertThat(target.resolve("mine/m")).exists();
        assertThat(target.resolve("kept")).hasContent("sent\n");
        assertThat(target.resolve("hidden")).doesNotExist();
        assertThat(target.resolve("extra")).doesNotExist();
    }
}
