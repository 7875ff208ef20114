package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What `tests/ATTACKS.md` and `tests/BALANCERS.md` say of the tests is so: each that they name is
/// there.
class AttacksTest {
    private static final Path TESTS = Path.of("tests", "java", "lockstep");
    private static final Pattern NAMED =
            Pattern.compile("`(?:([\\w/]+)/)?([A-Z]\\w+Test|HostContract)?(?:#(\\w+))?`");
    private static final Path BALANCERS = Path.of("tests", "BALANCERS.md");
    private static final int CLASSES = 18;

    private static List<String> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("| ")).toList();
    }

    /// What a table names and is not there.
    ///
    /// @param directory of the tests for which none is said
    private static List<String> missing(String directory, List<String> rows) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            Matcher named = NAMED.matcher(cells[cells.length - 2]);
            Path last = null;
            while (named.find()) {
                if (named.group(2) != null) {
                    String in = named.group(1) == null ? directory : named.group(1);
                    last = find(in, named.group(2) + ".java");
                    if (last == null) {
                        missing.add(named.group());
                    }
                }
                if (named.group(3) != null
                        && (last == null
                                || !Files.readString(last)
                                        .contains("void " + named.group(3) + "("))) {
                    missing.add(row.substring(0, 20) + ": " + named.group());
                }
            }
        }
        return missing;
    }

    private static Path find(String directory, String name) throws IOException {
        Path file = TESTS.resolve(directory).resolve(name);
        return Files.exists(file) ? file : null;
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(missing("rsync", rows(Path.of("tests", "ATTACKS.md")))).isEmpty();
    }

    @Test
    void everyTestOfBalancersThatIsNamedIsThere() throws IOException {
        assertThat(missing("peer", rows(BALANCERS))).isEmpty();
    }

    @Test
    void everyPitfallOfBalancersHasATestOrSaysWhyNot() throws IOException {
        List<String> pitfalls =
                rows(BALANCERS).stream()
                        .filter(row -> !row.startsWith("| pitfall ") && !row.startsWith("| --- "))
                        .toList();
        assertThat(pitfalls).isNotEmpty().allMatch(AttacksTest::isSettled);
        assertThat(isSettled("| a `SomeTest` | b | |")).isFalse();
        assertThat(isSettled("| a | b | none |")).isFalse();
    }

    /// Whether the last cell names a test, or says why there is none.
    private static boolean isSettled(String row) {
        String[] cells = row.split("(?<!\\\\)\\|", -1);
        String last = cells[cells.length - 2].strip();
        return last.contains("Test") || last.contains("Contract#") || last.startsWith("none: ");
    }

    @Test
    void everyClassHasATest() throws IOException {
        List<String> rows = rows(Path.of("tests", "ATTACKS.md"));
        assertThat(IntStream.rangeClosed(1, CLASSES).boxed())
                .allSatisfy(
                        number ->
                                assertThat(rows)
                                        .anyMatch(
                                                row ->
                                                        row.startsWith("| " + number + " ")
                                                                && row.contains("Test")));
    }

    @Test
    void whatIsNotThereIsFound() throws IOException {
        assertThat(
                        missing(
                                "rsync",
                                List.of(
                                        "| 1 | a | b | `house/AttacksTest#nothing`, `NoSuchTest` |")))
                .hasSize(2);
        assertThat(missing("house", List.of("| 1 | a | b | `AttacksTest#whatIsNotThereIsFound` |")))
                .isEmpty();
        assertThat(
                        missing(
                                "rsync",
                                List.of(
                                        "| 1 | a | b | `house/AttacksTest#whatIsNotThereIsFound` |")))
                .isEmpty();
    }
}
