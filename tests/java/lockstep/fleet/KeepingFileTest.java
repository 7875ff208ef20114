package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The `[snapshots]` of the cluster file.
class KeepingFileTest {
    private static final String NODES =
            """
            name = "shop"
            reference = "web1"
            [[node]]
            name = "web1"
            address = "web1"
            root = "/srv/www"
            """;

    @TempDir Path directory;

    @Test
    void theExampleShowsTheUsualOnesAndASchedule() throws Exception {
        Keeping usual = Keeping.USUAL;
        assertThat(ClusterReader.read(ClusterFile.example(), "c").keeping())
                .isEqualTo(
                        new Keeping(
                                true,
                                Optional.of(Duration.ofHours(1)),
                                usual.last(),
                                usual.hourly(),
                                usual.daily(),
                                usual.weekly(),
                                usual.unproven()));
        assertThat(usual).isEqualTo(keeping(""));
        assertThat(ClusterReader.read(NODES, "c").keeping()).isEqualTo(usual);
    }

    @Test
    void whatIsSaidIsReadAndWrittenBack() throws Exception {
        String said =
                "before-runs = false¶every = \"36h\"¶last = 0¶hourly = 1¶daily = 2¶weekly = 3"
                        + "¶unproven = \"10d\"";
        Keeping keeping = keeping(said);
        assertThat(keeping)
                .isEqualTo(
                        new Keeping(
                                false,
                                Optional.of(Duration.ofHours(36)),
                                0,
                                1,
                                2,
                                3,
                                Duration.ofDays(10)));
        Cluster cluster = ClusterReader.read(text(said), "c");
        Path file = directory.resolve("c.toml");
        ClusterFile.write(cluster, file);
        assertThat(ClusterFile.read(file)).isEqualTo(cluster);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every = \"0s\" | 8 | the time is not between 1m and 366d, in whole seconds",
                "last = 1¶every = \"400d\" | 9 | every \"400d\" is not a time such as 90s",
                "unproven = \"30s\" | 8 | the time is not between 1m",
                "last = 10001 | 8 | it is not between 0 and 10000",
                "daily = -1 | 8 | daily is not between 0 and",
                "before-runs = 1 | 8 | before-runs must be true or false",
                "monthly = 1 | 8 | unknown key",
            })
    void whatIsWrongIsNamedWithItsLine(String lines, int line, String reason) {
        FaultException e = catchThrowableOfType(FaultException.class, () -> keeping(lines));
        assertThat(((Fault.FileInvalid) e.fault()).line()).isEqualTo(line);
        assertThat(e.fault().what()).contains(reason);
    }

    private static Keeping keeping(String lines) throws FaultException {
        return ClusterReader.read(text(lines), "c").keeping();
    }

    private static String text(String lines) {
        return NODES + "[snapshots]\n" + lines.replace('¶', '\n');
    }
}
