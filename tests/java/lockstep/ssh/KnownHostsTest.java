package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
    private static final KeyBlob KEY = blob("ssh-ed25519", 1);
    private static final KeyBlob OTHER = blob("ssh-ed25519", 2);

    @TempDir private Path directory;

    private static KeyBlob blob(String type, int seed) {
        byte[] wire =
                new Buffer.PlainBuffer()
                        .putString(type)
                        .putBytes(new byte[] {(byte) seed, 2, 3})
                        .getCompactData();
        return KeyBlob.of(wire).orElseThrow();
    }

    private static String line(String hosts, KeyBlob key) {
        return hosts + " " + key.type() + " " + key.base64();
    }

    private KnownHosts read(String... lines) throws Exception {
        Path file = directory.resolve("known_hosts");
        Files.write(file, List.of(lines));
        return KnownHosts.read(List.of(directory.resolve("absent"), file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "web1 web1 true",
                "WEB1 web1 true",
                "web1,10.0.0.1 10.0.0.1 true",
                "web2 web1 false",
                "web* web1 true",
                "web? web1 true",
                "web? web12 false",
                "*.example.org a.example.org true",
                "*.example.org aXexample.org false",
                "*,!web1 web1 false",
                "!web1,* web1 false",
                "*,!web1 web2 true",
                "!web1 web2 false",
                "[web1]:2222 [web1]:2222 true",
                "[web1]:2222 web1 false",
                "|1|x|y web1 false",
                "|2|eHg=|eHg= web1 false",
                "|1||eHg= web1 false",
            })
    void patternsMatchAsInSsh(String hosts, String host, boolean matches) throws Exception {
        assertThat(read(line(hosts, KEY)).keys(host)).isEqualTo(matches ? List.of(KEY) : List.of());
    }

    @Test
    void aHashedNameMatchesItselfOnly() throws Exception {
        KnownHosts known = read(line(KnownHosts.hashed("[web1]:2222"), KEY));
        assertThat(known.keys("[web1]:2222")).containsExactly(KEY);
        assertThat(known.keys("web1")).isEmpty();
    }

    @Test
    void linesThatCannotBeReadCountAsAbsent() throws Exception {
        KnownHosts known =
                read(
                        "",
                        "   ",
                        "# web1 ssh-ed25519 AAAA",
                        "web1",
                        "web1 ssh-ed25519",
                        "web1 ssh-ed25519 not!base64",
                        "web1 ssh-ed25519 " + Base64.getEncoder().encodeToString(new byte[] {1}),
                        "web1 ssh-rsa " + KEY.base64(),
                        "@unheard-of " + line("web1", KEY),
                        "web1 2048 65537 12345",
                        "\u0000\u0007 \u001b",
                        line("web1", OTHER) + " a comment of words");
        assertThat(known.keys("web1")).containsExactly(OTHER);
    }

    @Test
    void markersNeverTrust() throws Exception {
        KnownHosts known =
                read("@revoked " + line("web1", KEY), "@cert-authority " + line("web1", OTHER));
        assertThat(known.keys("web1")).isEmpty();
        assertThat(known.revoked("web1", KEY)).isTrue();
        assertThat(known.revoked("web1", OTHER)).isFalse();
        assertThat(known.revoked("web2", KEY)).isFalse();
    }

    @Test
    void appendingMakesAPrivateFileAndKeepsWhatIsThere() throws Exception {
        Path file = directory.resolve("new").resolve("known_hosts");
        KnownHosts.append(file, "web1", KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, Files.readString(file).strip());
        KnownHosts.append(file, "web2", OTHER);
        assertThat(Files.readAllLines(file))
                .containsExactly(line("web1", KEY), line("web2", OTHER));
    }

    @Test
    void aPortOtherThan22IsPartOfTheName() {
        assertThat(KnownHosts.name("Web1", 22)).isEqualTo("web1");
        assertThat(KnownHosts.name("::1", 2222)).isEqualTo("[::1]:2222");
    }
}
