package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import lockstep.fleet.Keeping;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunChoicesTest {
    private static RunOptions options(String... said) {
        RunChoices choices = new RunChoices();
        new CommandLine(new Carrier(choices)).parseArgs(said);
        return choices.options(3, Keeping.USUAL);
    }

    @CommandLine.Command
    private record Carrier(@CommandLine.Mixin RunChoices choices) {}

    @Test
    void stagedMakesAllTreesFirstAndLeavesTheRestAsChosen() {
        assertThat(options().course()).isEqualTo(Course.ROLLING);
        assertThat(options("--staged").course()).isEqualTo(Course.STAGED);
        assertThat(options("--staged").drains()).isTrue();
        assertThat(options("--staged", "--files-only").course()).isEqualTo(Course.STAGED);
        assertThat(options("--staged", "--files-only").drains()).isFalse();
        assertThat(options("--staged", "--at-once").batches()).isEqualTo(List.of(3));
        assertThat(options("--staged", "--no-snapshot").snapshot()).isFalse();
    }

    @Test
    void atOnceHasNoBatches() {
        assertThatThrownBy(() -> options("--at-once", "--batch=2"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--at-once has no batches");
    }

    @Test
    void aClusterThatKeepsNothingBeforeRunsIsAskedTo() {
        Keeping none = new Keeping(false, Optional.empty(), 5, 0, 0, 0, Keeping.USUAL.unproven());
        assertThat(options().snapshot()).isTrue();
        assertThat(options("--no-snapshot").snapshot()).isFalse();
        RunChoices plain = new RunChoices();
        new CommandLine(new Carrier(plain)).parseArgs();
        assertThat(plain.options(3, none).snapshot()).isFalse();
        RunChoices asking = new RunChoices();
        new CommandLine(new Carrier(asking)).parseArgs("--snapshot");
        assertThat(asking.options(3, none).snapshot()).isTrue();
        assertThatThrownBy(() -> options("--snapshot", "--no-snapshot"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("Choose one");
    }
}
