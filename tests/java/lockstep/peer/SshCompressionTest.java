package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.Prompts;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compression of connections, against OpenSSH; the bytes on the line are counted.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SshCompressionTest {
    private static final int LENGTH = 8 << 20;

    private Sshd sshd;
    private Door door;

    private void start(String... lines) throws Exception {
        sshd = Sshd.start(List.of("ed25519"), lines);
        door = new Door(sshd.port());
    }

    @BeforeEach
    void start() throws Exception {
        start(new String[0]);
    }

    @AfterEach
    void stop() throws Exception {
        door.close();
        sshd.close();
    }

    private SshOptions options(String... lines) throws Exception {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Port " + door.port());
        all.add("HostKeyAlias [127.0.0.1]:" + sshd.port());
        return sshd.options(all.toArray(String[]::new));
    }

    private static byte[] text() {
        StringBuilder lines = new StringBuilder();
        Random random = new Random(5);
        while (lines.length() < LENGTH) {
            lines.append("GET /shop/item/").append(random.nextInt(1_000)).append(" 200 OK\n");
        }
        return lines.substring(0, LENGTH).getBytes(UTF_8);
    }

    /// Sends the text through `cat` and back.
    private static byte[] echoed(SshOptions options, byte[] text) throws Exception {
        try (SshHosts hosts = new SshHosts(options, Prompts.refusing());
                Link link = hosts.host("web1", "web1").run(List.of("cat"))) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (OutputStream out = link.out()) {
                                            out.write(text);
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
            byte[] back = link.in().readAllBytes();
            assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
            assertThat(link.awaitExit(Duration.ofSeconds(10))).isZero();
            return back;
        }
    }

    @Test
    void nothingIsCompressedUnlessAsked() throws Exception {
        byte[] text = text();

        assertThat(echoed(options(), text)).isEqualTo(text);
        assertThat(door.inward()).isGreaterThan(LENGTH);
        assertThat(door.outward()).isGreaterThan(LENGTH);
    }

    @Test
    void theConfigurationAsks() throws Exception {
        byte[] text = text();

        assertThat(echoed(options("Compression yes"), text)).isEqualTo(text);
        assertThat(door.inward()).isLessThan(LENGTH / 3);
        assertThat(door.outward()).isLessThan(LENGTH / 3);
    }

    @Test
    void theProgramAsks() throws Exception {
        byte[] text = text();

        assertThat(echoed(options().withCompression(true), text)).isEqualTo(text);
        assertThat(door.inward()).isLessThan(LENGTH / 3);
        assertThat(door.outward()).isLessThan(LENGTH / 3);
    }

    /// Both directions begin anew after each exchange of keys, and bytes that don't pack grow.
    @Test
    void keysAreExchangedAgain() throws Exception {
        stop();
        start("RekeyLimit 1M", "LogLevel DEBUG");
        byte[] noise = new byte[LENGTH];
        new Random(3).nextBytes(noise);

        assertThat(echoed(options("Compression yes"), noise)).isEqualTo(noise);
        assertThat(sshd.log()).contains("rekeying");
    }

    @Test
    void aServerThatDoesNotCompressIsTakenAsItIs() throws Exception {
        stop();
        start("Compression no");
        byte[] text = text();

        assertThat(echoed(options("Compression yes"), text)).isEqualTo(text);
        assertThat(door.inward()).isGreaterThan(LENGTH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRelayTellsTheSame(boolean compress) throws Exception {
        Path source = Files.createDirectory(sshd.directory().resolve("source"));
        Path target = Files.createDirectory(sshd.directory().resolve("target"));
        Files.write(source.resolve("log"), text());
        BlockPicture picture = new BlockPicture();
        try (SshHosts hosts =
                new SshHosts(options().withCompression(compress), Prompts.refusing())) {
            Host web1 = hosts.host("web1", "web1");
            Outcome outcome =
                    Rsync.relay(
                            new Endpoint(web1, source.toString(), false),
                            new Endpoint(web1, target.toString(), false),
                            Request.of(List.of()),
                            picture,
                            new Cancel());
            assertThat(outcome.complete()).isTrue();
        }

        assertThat(picture.files()).containsEntry("log", "*" + LENGTH);
        assertThat(Files.mismatch(source.resolve("log"), target.resolve("log"))).isEqualTo(-1);
        assertThat(door.inward() < LENGTH / 3).isEqualTo(compress);
        assertThat(door.outward() < LENGTH / 3).isEqualTo(compress);
    }
}
