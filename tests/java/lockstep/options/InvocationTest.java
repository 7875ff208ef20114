package lockstep.options;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Script;
import lockstep.rsync.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    private static final Map<String, String> KEEPS = Map.of("RSYNC_PARTIAL_DIR", ".p");

    @TempDir Path directory;

    private Script script(Map<String, String> environment, String... words) throws Exception {
        return Invocation.read(
                        List.of(words),
                        new Surroundings(
                                environment, directory, new ByteArrayInputStream(new byte[0])))
                .script(new Nowhere());
    }

    private Script relay(String options, Map<String, String> environment) throws Exception {
        return script(environment, (options + " a:x b:y").split(" "));
    }

    @Test
    void aDirectoryForPartialFilesOfTheEnvironmentIsTold() throws Exception {
        assertThat(relay("-aP", KEEPS).target().options())
                .containsSequence("--partial-dir", ".p")
                .doesNotContain("--partial");
        assertThat(relay("-a", KEEPS).target().options()).doesNotContain("--partial-dir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-aP --append",
                "-aP --append-verify",
                "-aP --inplace",
                "-aP --delay-updates",
                "-aP --partial-dir=",
                "-aP --partial-dir=."
            })
    void theEnvironmentIsNotAskedWhereFilesAreKeptOtherwise(String options) throws Exception {
        Script script = relay(options, KEEPS);

        assertThat(script.target().options()).doesNotContain("--partial-dir", ".p");
        assertThat(script.manner().rules())
                .noneMatch(rule -> new String(rule, ISO_8859_1).contains(".p/"));
    }

    /// 32, which rsync has since 3.5, differs in nothing on the wire; what asks for it gets 31.
    @ParameterizedTest
    @CsvSource({"30, 30", "31, 31", "32, 31"})
    void aProtocolThatIsAskedForIsTheNewest(String asked, int spoken) throws Exception {
        Script.Limits limits = relay("-a --protocol=" + asked, Map.of()).manner().limits();

        assertThat(limits.newestProtocol()).isEqualTo(spoken);
    }

    /// A level compresses, whatever else was said; 0 does not, except where it means the usual.
    @ParameterizedTest
    @CsvSource({
        "-a, false",
        "-az, true",
        "-a --zl=9, true",
        "-az --zl=9 --no-z, true",
        "-a --zc=none --zl=5, true",
        "-a --zc=none, false",
        "-a --zc=auto, false",
        "-a --zc=zstd, true",
        "-a --zc=zstd --no-z, false",
        "-a --zl=0, false",
        "-az --zl=0, false",
        "-azz --zl=0, false",
        "-a --zc=zlib --zl=0, false",
        "-a --zc=zstd --zl=0, true"
    })
    void bothEndsAndTheRelayAgreeWhetherToCompress(String options, boolean packed)
            throws Exception {
        Script script = relay(options, Map.of());

        assertThat(script.manner().traits().contains(Trait.COMPRESSED)).isEqualTo(packed);
        for (List<String> told : List.of(script.source().options(), script.target().options())) {
            assertThat(told.getFirst().contains("z")).isEqualTo(packed);
            assertThat(packed || told.stream().noneMatch(w -> w.startsWith("--compress")))
                    .as("%s", told)
                    .isTrue();
        }
    }

    @Test
    void aLevelThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> relay("-az --zl=x", Map.of()))
                .hasMessageContaining("--compress-level=x");
    }

    /// Its rsync expands wildcards; the shell here has done so already.
    @Test
    void aDestinationHereIsTheOneThatWasNamed() throws Exception {
        Files.createDirectories(directory.resolve("a\\b/c\\[1]*"));

        assertThat(target("plain\\x/new")).containsExactly("plain\\x/new");
        assertThat(target("a\\b/c\\[1]*")).containsExactly("a\\b/c\\\\\\[1]\\*");
        assertThat(target("a\\b/c\\[1]*/new/")).containsExactly("a\\b/c\\\\\\[1]\\*/new/");
        assertThat(target(directory + "/a\\b/c\\[1]*"))
                .containsExactly(directory + "/a\\b/c\\\\\\[1]\\*");
        assertThat(target("b:d[1]")).containsExactly("d[1]");
    }

    private List<String> target(String destination) throws Exception {
        return script(Map.of(), "-a", "a:x", destination).target().paths();
    }

    /// A pattern that matches nothing would be made with its backslashes.
    @ParameterizedTest
    @ValueSource(strings = {"backup[1]", "*", "new?/x", "caf\u00e9[1]"})
    void aDestinationHereWithWildcardsMustBeThere(String path) throws Exception {
        Files.createDirectory(directory.resolve("backup1"));

        assertThatThrownBy(() -> target(path))
                .isInstanceOfSatisfying(
                        OptionError.class,
                        e -> {
                            assertThat(e).hasMessageContaining("make it first");
                            assertThat(e.status()).isEqualTo(4);
                        });
    }

    @Test
    void aRemoteShellCountsOnlyWhereThereIsARemoteEnd() throws Exception {
        Map<String, String> agent = Map.of("RSYNC_RSH", "ssh -A");

        assertThat(script(agent, "-a", "x", "y").target().paths()).containsExactly("y");
        assertThat(script(Map.of(), "-e", "rsh", "x", "y").target().paths()).containsExactly("y");
        assertThatThrownBy(() -> relay("-a", agent)).hasMessageContaining("RSYNC_RSH");
        assertThatThrownBy(() -> relay("-a", Map.of("RSYNC_RSH", "rsh")))
                .hasMessageContaining("RSYNC_RSH")
                .hasMessageNotContaining("-e");
        assertThatThrownBy(() -> relay("-a -e rsh", agent)).hasMessageContaining("-e 'rsh'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--files-from", "--exclude-from"})
    void aListThatHoldsNulsIsReadAsOneOnlyWhenAsked(String option) throws Exception {
        Files.writeString(directory.resolve("list"), "a\0b\0");

        assertThatThrownBy(() -> relay("-a " + option + "=list", Map.of()))
                .isInstanceOf(OptionError.class)
                .hasMessageContaining(option)
                .hasMessageContaining("--from0");
        relay("-a --from0 " + option + "=list", Map.of());
    }

    @ParameterizedTest
    @CsvSource({"-a, 1800", "-a --timeout=5, 5", "-a --timeout=7200, 7200"})
    void silenceHasALimit(String options, long seconds) throws Exception {
        assertThat(relay(options, Map.of()).manner().limits().silence())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--timeout=0", "--timeout=5 --no-timeout", "--no-timeout"})
    void noLimitIsObeyed(String options) throws Exception {
        Duration silence = relay(options, Map.of()).manner().limits().silence();

        assertThat(silence).isGreaterThan(Duration.ofDays(10_000));
        assertThat(silence.toNanos()).isPositive();
    }

    private static final class Nowhere implements Invocation.Hosts {
        @Override
        public Host here() {
            return new LocalHost("here");
        }

        @Override
        public Host remote(String address, RemoteShell shell) {
            return new LocalHost(address);
        }
    }
}
