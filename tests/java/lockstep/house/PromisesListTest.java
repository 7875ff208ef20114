package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README promises nothing of rollbacks that no test of that name holds, and the other way
/// round.
class PromisesListTest {
    private static final Pattern NAME = Pattern.compile("@DisplayName\\(\\s*\"([^\"]+)\"\\)");

    @Test
    void eachPromiseHasATestOfItsName() throws IOException {
        String readme = Files.readString(House.root().resolve("README.md"));
        int from = readme.indexOf("### What rolling back promises");
        assertThat(from).isPositive();
        List<String> promised =
                readme.substring(from, readme.indexOf("\n### ", from + 1))
                        .lines()
                        .filter(line -> line.startsWith("- "))
                        .map(line -> line.substring(2))
                        .toList();

        assertThat(promised).hasSizeBetween(10, 15).containsExactlyInAnyOrderElementsOf(held());
    }

    private static List<String> held() throws IOException {
        Path peer = House.root().resolve("tests/java/lockstep/peer");
        List<String> names = new ArrayList<>();
        for (String test : List.of("PromisesTest", "PromisedAnswersTest")) {
            Matcher name = NAME.matcher(Files.readString(peer.resolve(test + ".java")));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
