package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallGuardTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @TempDir Path directory;

    @Test
    void whatTakesTooLongIsEndedAndWhatGoesOnIsNot() {
        List<String> ended = new ArrayList<>();
        try (StallGuard.Watch watch = new StallGuard.Watch(Duration.ofMinutes(3), ended::add)) {
            watch.note("first", 0);
            watch.look(2 * MINUTE);
            watch.note("second", 2 * MINUTE);
            watch.look(4 * MINUTE);
            assertThat(ended).isEmpty();
            watch.look(6 * MINUTE);
        }
        assertThat(ended).containsExactly("second");
    }

    @Test
    void everyThreadIsWrittenDownWithWhatItWasDoing() throws Exception {
        StallGuard.dump(directory, "lockstep.SomeTest: aTest()");
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
            assertThat(all).contains("lockstep.SomeTest: aTest()", "everyThreadIsWrittenDown");
        }
    }

    @Test
    void everyTestIsWatched() {
        assertThat(Thread.getAllStackTraces().keySet())
                .anyMatch(thread -> thread.getName().equals("stall guard"));
    }
}
