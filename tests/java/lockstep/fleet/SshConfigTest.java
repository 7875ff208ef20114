package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lockstep.fleet.Imported.Found;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshConfigTest {
    @TempDir Path home;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve(".ssh/conf.d"));
    }

    private Imported read(String config) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), config);
        return SshConfig.read(home);
    }

    @Test
    void namesWithoutWildcardsAreFoundWithWhereTheyLead() throws IOException {
        Imported imported =
                read(
                        """
                        # mine
                        Compression yes
                        Host web1 web2 *.example.org !old
                            HostName 10.0.0.1
                            User deploy
                        HOST=web3
                        \thostname = web3.example.org   # third
                        Host "web4"
                        User root
                        Match host web9 exec "true"
                            HostName nowhere
                        Host web1
                            HostName second
                        Host *
                            ForwardAgent no
                        host web5\r
                        """);
        assertThat(imported.found())
                .extracting(Found::name, Found::address, Found::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("web1", "web1", "deploy@10.0.0.1"),
                        org.assertj.core.groups.Tuple.tuple("web2", "web2", "deploy@10.0.0.1"),
                        org.assertj.core.groups.Tuple.tuple("web3", "web3", "web3.example.org"),
                        org.assertj.core.groups.Tuple.tuple("web4", "web4", "root@web4"),
                        org.assertj.core.groups.Tuple.tuple("web5", "web5", ""));
        assertThat(imported.remarks()).isEmpty();
    }

    @Test
    void includedFilesAreFollowedInTheirOrder() throws IOException {
        Files.writeString(home.resolve(".ssh/conf.d/b"), "Host b\n");
        Files.writeString(home.resolve(".ssh/conf.d/a"), "Host a\nInclude conf.d/deep.x\n");
        Files.writeString(home.resolve(".ssh/conf.d/deep.x"), "Host deep\n");
        Imported imported =
                read("Include ~/.ssh/conf.d/? missing*\nInclude */x\nHost last\nInclude nowhere\n");
        assertThat(imported.found())
                .extracting(Found::name)
                .containsExactly("a", "deep", "b", "last");
        assertThat(imported.remarks())
                .hasSize(2)
                .anyMatch(r -> r.contains("last part"))
                .anyMatch(r -> r.contains("does not exist"));
    }

    @Test
    void aFileThatIncludesItselfEnds() throws IOException {
        Imported imported = read("Host a\nInclude config\nInclude config\n");
        assertThat(imported.found()).extracting(Found::name).containsExactly("a");
        assertThat(imported.remarks()).isNotEmpty().anyMatch(r -> r.contains("too many"));
    }

    @Test
    void whatIsNoAddressIsPassedOverAndSaid() throws IOException {
        Imported imported =
                read("Host -oProxyCommand=x\nHost a;b\nHost ok\u202Eno\nHost fine\nHost \"x y\"\n");
        assertThat(imported.found()).extracting(Found::name).containsExactly("fine");
        assertThat(imported.remarks()).hasSize(4).noneMatch(r -> r.contains("\u202E"));
    }

    @Test
    void withoutAConfigurationThereIsNothingAndItIsSaid() throws IOException {
        assertThat(SshConfig.read(home).remarks()).singleElement().asString().contains("not exist");
        Files.write(home.resolve(".ssh/config"), new byte[Imported.MAX_TEXT + 1]);
        assertThat(SshConfig.read(home).remarks()).singleElement().asString().contains("larger");
        Files.write(
                home.resolve(".ssh/config"),
                "Host l\u00e4tin\nHost web\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(SshConfig.read(home).found()).extracting(Found::name).containsExactly("web");
    }
}
