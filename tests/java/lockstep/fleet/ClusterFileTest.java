package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
    @TempDir Path directory;

    @Test
    void theExampleIsReadable() throws Exception {
        Cluster cluster = read(ClusterFile.example());

        assertThat(cluster.name()).isEqualTo("shop");
        assertThat(cluster.compress()).isFalse();
        assertThat(cluster.nodes())
                .extracting(Node::name, Node::sudo)
                .containsExactly(tuple("web1", false), tuple("web2", false), tuple("web3", true));
        assertThat(cluster.balancers().getFirst().servers())
                .hasSize(6)
                .contains(new Balancer.Server("api", "web3", "web3"));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws Exception {
        Cluster cluster =
                new Cluster(
                        "Größe \"7\" \\ #",
                        List.of(
                                new Node("a", "local", "/srv/a b/ä", false),
                                new Node("b", "op@[2001:db8::1]:22", "/srv/\"b\"", true)),
                        "b",
                        List.of("- *.swp", "+ /a\"b\\c/"),
                        List.of(
                                new Balancer(
                                        "lb",
                                        new Dialect.Haproxy("local", "127.0.0.1:9999"),
                                        0,
                                        List.of(new Balancer.Server("be:1", "s.1", "a")))),
                        true);
        Path file = directory.resolve("c.toml");

        ClusterFile.write(cluster, file);

        assertThat(ClusterFile.read(file)).isEqualTo(cluster);
        assertThat(Files.readString(file))
                .contains("# Cluster file of Lockstep", "sudo = true", "compress = true");
    }

    @Test
    void theExampleSurvivesWritingToo() throws Exception {
        Cluster cluster = read(ClusterFile.example());
        ClusterFile.write(cluster, directory.resolve("again.toml"));
        assertThat(ClusterFile.read(directory.resolve("again.toml"))).isEqualTo(cluster);
    }

    @Test
    void writingKeepsRightsAndLinksAndLeavesNothingBehind() throws Exception {
        Path file = Files.writeString(directory.resolve("real.toml"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link.toml"), file);

        ClusterFile.write(read(ClusterFile.example()), link);

        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(ClusterFile.read(file).name()).isEqualTo("shop");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).filteredOn(p -> p.toString().endsWith(".tmp")).isEmpty();
        }
    }

    @Test
    void anUnwritablePlaceIsAFault() throws Exception {
        Cluster cluster = read(ClusterFile.example());
        Path file = directory.resolve("no/such/c.toml");
        FaultException e =
                catchThrowableOfType(FaultException.class, () -> ClusterFile.write(cluster, file));
        assertThat(e.fault()).isInstanceOf(Fault.GuardTripped.class);
        assertThat(e.fault().what()).contains("no such directory");
        assertThat(e).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void anUnsoundClusterIsNotWritten() {
        Cluster broken =
                new Cluster(
                        "x",
                        List.of(new Node("a", "local", "/", false)),
                        "a",
                        List.of(),
                        List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterFile.write(broken, directory.resolve("x.toml")));
        assertThat(directory.resolve("x.toml")).doesNotExist();
    }

    @Test
    void aMissingADirectoryATooLargeAndAnUndecodableFileAreFaults() throws Exception {
        assertThat(fault(directory.resolve("none.toml")).reason()).contains("does not exist");
        assertThat(fault(directory).reason()).contains("cannot be read");
        Path large = Files.writeString(directory.resolve("large"), "#".repeat((1 << 20) + 1));
        assertThat(fault(large).reason()).contains("larger than");
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'#', (byte) 0xe4, '\n'});
        assertThat(fault(latin).reason()).contains("UTF-8");
    }

    @Test
    void deepNestingIsAFaultAndNotAnOverflow() throws Exception {
        Path deep = Files.writeString(directory.resolve("deep"), "a = " + "[".repeat(500_000));
        assertThat(fault(deep).line()).isEqualTo(1);
    }

    private Cluster read(String text) throws Exception {
        return ClusterFile.read(
                Files.writeString(directory.resolve("read.toml"), text, StandardCharsets.UTF_8));
    }

    private static Fault.FileInvalid fault(Path file) {
        FaultException e = catchThrowableOfType(FaultException.class, () -> ClusterFile.read(file));
        return (Fault.FileInvalid) e.fault();
    }
}
