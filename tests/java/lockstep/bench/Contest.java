package lockstep.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One job done by several rivals on the same machine in the same run: round after round, each
/// in turn, so that a busy minute hurts all alike. The first rival is ours, and every ratio is a
/// rival's time over ours: above 1 we are faster.
final class Contest {
    /// A step of a rival.
    @FunctionalInterface
    interface Step {
        void run(Nodes.Way way) throws Exception;
    }

    /// @param ready makes the place as it was before the job; not timed
    /// @param work the job
    /// @param check fails when the job was not done; not timed
    record Rival(String name, Step ready, Step work, Step check) {}

    private static final class Score {
        final List<Double> times = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        long bytes;
    }

    private final PrintStream out = System.out;
    private final Nodes nodes;
    private final int rounds;

    Contest(Nodes nodes, int rounds) {
        this.nodes = nodes;
        this.rounds = rounds;
    }

    /// Runs all rounds, then one more through the counting doors, and prints the table.
    void run(String title, List<Rival> rivals) throws Exception {
        List<Score> scores = rivals.stream().map(_ -> new Score()).toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < rivals.size(); i++) {
                timed(rivals.get(i), scores.get(i));
            }
        }
        for (int i = 0; i < rivals.size(); i++) {
            Rival rival = rivals.get(i);
            rival.ready().run(nodes.counted());
            long before = nodes.bytes();
            rival.work().run(nodes.counted());
            scores.get(i).bytes = nodes.bytes() - before;
            rival.check().run(nodes.counted());
        }
        print(title, rivals, scores);
    }

    private void timed(Rival rival, Score score) throws Exception {
        rival.ready().run(nodes.timed());
        double cpu = Cpu.seconds();
        long start = System.nanoTime();
        rival.work().run(nodes.timed());
        score.times.add((System.nanoTime() - start) / 1e9);
        score.cpu.add(Cpu.seconds() - cpu);
        rival.check().run(nodes.timed());
    }

    private void print(String title, List<Rival> rivals, List<Score> scores) {
        out.printf(
                Locale.ROOT,
                "%n%s%n%-34s %8s %8s %8s %10s  %s%n",
                title,
                "",
                "median s",
                "x ours",
                "CPU s",
                "wire MiB",
                "each round, s");
        double ours = median(scores.getFirst().times);
        for (int i = 0; i < rivals.size(); i++) {
            Score score = scores.get(i);
            out.printf(
                    Locale.ROOT,
                    "%-34s %8.2f %8.2f %8.2f %10.2f  %s%n",
                    rivals.get(i).name(),
                    median(score.times),
                    median(score.times) / ours,
                    median(score.cpu),
                    score.bytes / 1048576.0,
                    score.times.stream()
                            .map(t -> String.format(Locale.ROOT, "%.2f", t))
                            .collect(Collectors.joining(" ")));
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
