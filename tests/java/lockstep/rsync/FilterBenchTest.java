package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.wire.Broken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What it costs to hold a long list against the rules.
class FilterBenchTest {
    private static final int NAMES = 500_000;
    private static final int ROUNDS = 6;

    private static final List<String> RULES =
            List.of(
                    "-p .lockstep-partial/",
                    "- /cache/",
                    "- /tmp/",
                    "- /sessions/",
                    "- /var/cache/",
                    "- /var/sessions/",
                    "- .git/",
                    "- .svn/",
                    "- node_modules/",
                    "- *.swp",
                    "- *.tmp",
                    "- *~",
                    "- .DS_Store",
                    "- /logs/***",
                    "- **/test/fixtures/",
                    "- build/*.o",
                    "- core.[0-9]*",
                    "- #*#",
                    "- .#*",
                    "- *.py[co]");

    @Test
    @Tag("bench")
    void halfAMillionNamesAndTwentyRules() throws Exception {
        Filter filter =
                Filter.of(RULES.stream().map(r -> r.getBytes(StandardCharsets.UTF_8)).toList());
        EntryReader entry =
                new EntryReader(
                        new EntryReader.Form(Set.of(), true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 20));
        byte[][] names = new byte[NAMES][];
        for (int i = 0; i < NAMES; i++) {
            names[i] =
                    "shop/assets/directory-%04d/product-image-%06d.jpeg"
                            .formatted(i / 100, i)
                            .getBytes(StandardCharsets.US_ASCII);
        }
        StringBuilder took = new StringBuilder();
        for (int round = 0; round < ROUNDS; round++) {
            long start = processorTime();
            assertThatNoException().isThrownBy(() -> judge(filter, entry, names));
            took.append(
                    String.format(
                            Locale.ROOT, " %.3f", (processorTime() - start) / 1_000_000_000.0));
        }
        System.getLogger("bench")
                .log(System.Logger.Level.INFO, "seconds of processor time a round:" + took);
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void judge(Filter filter, EntryReader entry, byte[][] names) throws Broken {
        for (byte[] name : names) {
            System.arraycopy(name, 0, entry.path, 0, name.length);
            entry.length = name.length;
            filter.judge(entry, false);
        }
    }
}
