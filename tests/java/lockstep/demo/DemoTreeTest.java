package lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTreeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = List.of("web1", "web2", "web3");
    private static final Options SMALL = Options.standard().withBigFile(2 << 20);

    private Path directory = Path.of("/");
    private DemoTree tree = DemoTree.plan(SMALL, NAMES, NOW, Optional.empty());

    @BeforeAll
    void write(@TempDir Path fresh) throws IOException {
        directory = fresh;
        tree = DemoTree.plan(SMALL, NAMES, NOW, Ownership.possible(directory));
        for (int i = 0; i < NAMES.size(); i++) {
            tree.write(i, directory.resolve(NAMES.get(i)));
        }
    }

    /// All that rsync would compare, by the URI of the path below the root, which keeps its bytes.
    private static Map<String, String> facts(Path root) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        try (var paths = Files.walk(root)) {
            for (Path p : paths.toList()) {
                String name = p.toUri().getRawPath().substring(root.toUri().getRawPath().length());
                facts.put(name.replaceAll("/$", ""), fact(p));
            }
        }
        return facts;
    }

    private static String fact(Path path) throws IOException {
        var a = Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", NO_LINKS);
        String content =
                Files.isSymbolicLink(path)
                        ? Files.readSymbolicLink(path).toString()
                        : Files.isRegularFile(path)
                                ? Files.size(path) + " " + Arrays.hashCode(Files.readAllBytes(path))
                                : "";
        return a + " " + content;
    }

    private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

    @Test
    void nodesDifferExactlyWhereTheCatalogueSaysSo() throws IOException {
        Map<String, String> reference = facts(directory.resolve("web1"));
        for (String node : List.of("web2", "web3")) {
            Map<String, String> other = facts(directory.resolve(node));
            Set<String> names = new TreeSet<>(reference.keySet());
            names.addAll(other.keySet());
            names.removeIf(n -> Objects.equals(reference.get(n), other.get(n)));

            assertThat(names).isEqualTo(catalogued(node));
        }
    }

    private Set<String> catalogued(String node) {
        Path root = directory.resolve("web1");
        return tree.seeded().stream()
                .filter(s -> s.node().equals(node))
                .map(s -> PlannedTree.onDisk(root, s.path()).toUri().getRawPath())
                .map(p -> p.substring(root.toUri().getRawPath().length()).replaceAll("/$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyKindIsSeeded() {
        Set<Seeded.Kind> seeded =
                tree.seeded().stream().map(Seeded::kind).collect(Collectors.toSet());

        assertThat(seeded)
                .containsAll(
                        EnumSet.complementOf(EnumSet.of(Seeded.Kind.OWNER, Seeded.Kind.GROUP)));
    }

    @Test
    void silentDifferencesHaveEqualSizeAndTimeAndOtherBytes() throws IOException {
        List<Seeded> silent =
                tree.seeded().stream().filter(s -> s.kind() == Seeded.Kind.SILENT).toList();

        assertThat(silent).hasSizeGreaterThan(3);
        for (Seeded s : silent) {
            Path one = PlannedTree.onDisk(directory.resolve("web1"), s.path());
            Path two = PlannedTree.onDisk(directory.resolve(s.node()), s.path());
            assertThat(Files.size(two)).isEqualTo(Files.size(one));
            assertThat(Files.getLastModifiedTime(two)).isEqualTo(Files.getLastModifiedTime(one));
            assertThat(Files.mismatch(one, two)).as("%s", s).isNotNegative();
        }
    }

    @Test
    void bigFileDiffersInOneRangeOnly() throws IOException {
        byte[] one = Files.readAllBytes(directory.resolve("web1/media/catalogue.bin"));
        byte[] two = Files.readAllBytes(directory.resolve("web2/media/catalogue.bin"));
        int first = Arrays.mismatch(one, two);
        int from = first + 40_000;

        assertThat(two).hasSameSizeAs(one);
        assertThat(first).isPositive();
        assertThat(Arrays.mismatch(one, from, one.length, two, from, two.length)).isEqualTo(-1);
    }

    @Test
    void sameSeedPlansTheSameAndAnotherSeedDoesNot() {
        assertThat(DemoTree.plan(SMALL, NAMES, NOW, Optional.empty()).seeded())
                .isEqualTo(DemoTree.plan(SMALL, NAMES, NOW, Optional.empty()).seeded())
                .isNotEqualTo(
                        DemoTree.plan(SMALL.withSeed(7), NAMES, NOW, Optional.empty()).seeded());
    }

    @Test
    void referenceIsAShopOfSomeFourHundredFiles() throws IOException {
        try (var paths = Files.walk(directory.resolve("web1"))) {
            assertThat(paths.filter(Files::isRegularFile).count()).isBetween(380L, 460L);
        }
    }

    @Test
    void manyFilesLieInOneDirectoryOfEveryNode(@TempDir Path other) throws IOException {
        DemoTree many = DemoTree.plan(SMALL.withManyFiles(3_000), NAMES, NOW, Optional.empty());
        many.write(0, other.resolve("web1"));
        many.write(1, other.resolve("web2"));

        try (var one = Files.list(other.resolve("web1/archive"));
                var two = Files.list(other.resolve("web2/archive"))) {
            assertThat(one.count()).isEqualTo(3_000);
            assertThat(two.count()).isEqualTo(2_999);
        }
    }
}
