package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.fleet.Keeping;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// How many nodes are worked on at once, as it is said on the command line.
class CanaryTest {
    @Command(name = "sync")
    private static final class Chosen {
        @Mixin private RunChoices choices = new RunChoices();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|5|1",
                "--canary|5|1 2",
                "--canary|6|1 3",
                "--canary|2|1 1",
                "--canary|1|1 1",
                "--canary --batch=3|5|1 3",
                "--batch=1,2|5|1 2",
                "--at-once|5|5"
            })
    void sizesOfBatches(String said, int targets, String sizes) {
        Chosen chosen = new Chosen();
        String[] words = said.isEmpty() ? new String[0] : said.split(" ");
        new CommandLine(chosen).parseArgs(words);
        List<Integer> expected = List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList();
        assertThat(chosen.choices.options(targets, Keeping.USUAL).batches()).isEqualTo(expected);
    }
}
