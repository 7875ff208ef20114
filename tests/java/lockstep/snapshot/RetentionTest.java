package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import lockstep.fleet.Keeping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    private static Keeping keeping(int last, int hourly, int daily, int weekly) {
        return new Keeping(true, Optional.empty(), last, hourly, daily, weekly, Duration.ofDays(7));
    }

    private static List<String> staying(Keeping keeping, Map<String, String> needed, Kept... all) {
        return new Retention(keeping, NOW, needed)
                .fates(List.of(all)).stream()
                        .filter(fate -> !fate.goes())
                        .map(fate -> fate.kept().snapshot().run() + ": " + fate.why())
                        .toList();
    }

    @Test
    void countsAreOfGoodOnesOnly() {
        assertThat(
                        staying(
                                keeping(2, 0, 0, 0),
                                Map.of(),
                                Shelved.good("2026-11-01T10:00:00Z", "a", "1"),
                                Shelved.good("2026-11-02T10:00:00Z", "b", "2"),
                                Shelved.good("2026-11-03T10:00:00Z", "c", "3"),
                                Shelved.doubtful("2026-11-04T10:00:00Z", "d"),
                                Shelved.doubtful("2026-11-21T10:00:00Z", "e")))
                .containsExactly(
                        "e: not proven good, kept for 7d",
                        "c: the newest good one",
                        "b: one of the last 2");
    }

    @Test
    void theNewestOfEachHourDayAndWeekStays() {
        assertThat(
                        staying(
                                keeping(0, 2, 2, 2),
                                Map.of(),
                                Shelved.good("2026-11-22T17:50:00Z", "h1", "1"),
                                Shelved.good("2026-11-22T17:10:00Z", "x1", "1"),
                                Shelved.good("2026-11-22T16:59:59Z", "h2", "1"),
                                Shelved.good("2026-11-22T15:00:00Z", "x2", "1"),
                                Shelved.good("2026-11-20T23:59:59Z", "d2", "1"),
                                Shelved.good("2026-11-16T00:00:00Z", "x3", "1"),
                                Shelved.good("2026-11-15T23:00:00Z", "w2", "1"),
                                Shelved.good("2026-11-08T23:00:00Z", "x4", "1")))
                .containsExactly(
                        "h1: the newest good one",
                        "h2: the newest of its hour",
                        "d2: the newest of its day",
                        "w2: the newest of its week");
    }

    @Test
    void whatIsPinnedOrNeededStaysWhateverItIs() {
        assertThat(
                        staying(
                                keeping(0, 0, 0, 0),
                                Map.of("b", "run b is not over"),
                                Shelved.pinned(Shelved.doubtful("2026-01-01T10:00:00Z", "a")),
                                Shelved.doubtful("2026-01-02T10:00:00Z", "b"),
                                Shelved.doubtful("2026-01-03T10:00:00Z", "c"),
                                Shelved.good("2026-01-04T10:00:00Z", "d", "1")))
                .containsExactly(
                        "d: the newest good one", "b: run b is not over", "a: pinned: why");
    }

    @Test
    void theLastOneStaysThoughNoRuleKeepsIt() {
        assertThat(
                        staying(
                                keeping(0, 0, 0, 0),
                                Map.of(),
                                Shelved.doubtful("2026-01-02T10:00:00Z", "b"),
                                Shelved.doubtful("2026-01-01T10:00:00Z", "a")))
                .containsExactly("b: the only one left");
        assertThat(staying(keeping(0, 0, 0, 0), Map.of())).isEmpty();
    }

    /// What must hold of any shelf, by any rules.
    @Test
    void nothingThatIsPromisedGoesFromAnyShelf() {
        Random random = new Random(6);
        for (int round = 0; round < 3_000; round++) {
            List<Kept> all = shelf(random);
            Set<String> needed = new HashSet<>();
            all.stream()
                    .filter(_ -> random.nextInt(10) == 0)
                    .forEach(kept -> needed.add(kept.snapshot().run()));
            Map<String, String> why = new HashMap<>();
            needed.forEach(run -> why.put(run, "needed"));
            Keeping rules =
                    keeping(
                            random.nextInt(4),
                            random.nextInt(4),
                            random.nextInt(4),
                            random.nextInt(4));
            holds(rules, all, why);
        }
    }

    private static void holds(Keeping rules, List<Kept> all, Map<String, String> needed) {
        List<Retention.Fate> fates = new Retention(rules, NOW, needed).fates(all);
        assertThat(fates).hasSameSizeAs(all);
        assertThat(fates.stream().map(Retention.Fate::kept).toList())
                .containsExactlyInAnyOrderElementsOf(all);
        List<Kept> stays = fates.stream().filter(f -> !f.goes()).map(Retention.Fate::kept).toList();
        assertThat(stays.isEmpty()).isEqualTo(all.isEmpty());
        List<Kept> good =
                all.stream()
                        .filter(kept -> kept.good().isPresent())
                        .sorted((a, b) -> b.snapshot().name().compareTo(a.snapshot().name()))
                        .toList();
        good.stream()
                .limit(Math.max(1, rules.last()))
                .forEach(kept -> assertThat(stays).contains(kept));
        for (Retention.Fate fate : fates) {
            Kept kept = fate.kept();
            assertThat(fate.why()).isNotBlank();
            boolean promised = kept.pin().isPresent() || needed.containsKey(kept.snapshot().run());
            assertThat(promised && fate.goes()).isFalse();
            boolean young = !kept.snapshot().at().isBefore(NOW.minus(rules.unproven()));
            if (kept.good().isEmpty() && !promised && stays.size() > 1) {
                assertThat(fate.goes()).isEqualTo(!young);
            }
        }
        int most = Math.max(1, rules.last() + rules.hourly() + rules.daily() + rules.weekly());
        assertThat(
                        stays.stream()
                                .filter(kept -> kept.good().isPresent())
                                .filter(kept -> kept.pin().isEmpty())
                                .filter(kept -> !needed.containsKey(kept.snapshot().run())))
                .hasSizeLessThanOrEqualTo(most + 1);
        Retention again = new Retention(rules, NOW, needed);
        assertThat(again.fates(stays)).as("once is enough").noneMatch(Retention.Fate::goes);
    }

    private static List<Kept> shelf(Random random) {
        List<Kept> all = new ArrayList<>();
        int count = random.nextInt(25);
        for (int i = 0; i < count; i++) {
            Instant at = NOW.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 40)));
            Optional<String> good =
                    random.nextBoolean() ? Optional.of("by a run") : Optional.empty();
            Kept kept = Shelved.kept(at, "r" + i, "ab", good);
            all.add(random.nextInt(8) == 0 ? Shelved.pinned(kept) : kept);
        }
        Collections.shuffle(all, random);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T17:00:00Z, true",
        "2026-11-22T17:00:40Z, true",
        "2026-11-22T17:02:00Z, false",
        "2026-11-22T18:30:00Z, true",
        "2026-11-22T03:00:00Z, true",
    })
    void aScheduledOneIsDueByTheNewestOfAnyReason(String newest, boolean due) {
        Keeping hourly =
                new Keeping(true, Optional.of(Duration.ofHours(1)), 5, 5, 5, 5, Duration.ofDays(7));
        List<Kept> all =
                List.of(
                        Shelved.doubtful(newest, "b"),
                        Shelved.good("2026-11-21T10:00:00Z", "a", "1"));
        assertThat(Retention.due(hourly, all, NOW)).isEqualTo(due);
        assertThat(Retention.due(hourly, List.of(), NOW)).isTrue();
        assertThat(Retention.due(Keeping.USUAL, List.of(), NOW)).isFalse();
    }
}
