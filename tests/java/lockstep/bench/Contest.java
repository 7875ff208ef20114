package lockstep.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One job done by several rivals on the same machine in the same run: round after round, each
/// in turn, so that a busy minute hurts all alike. The first rival is ours, and every ratio is a
/// rival's figure over ours: above 1 we are better.
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

    /// A rival's figures beside ours.
    ///
    /// @param time the median of its times over the median of ours
    /// @param cpu the same of all processor time, the nodes' included
    record Ratio(String job, String rival, double time, double cpu) {}

    private static final class Score {
        final List<Double> times = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        final List<Double> nodesCpu = new ArrayList<>();
        final List<Double> allocated = new ArrayList<>();
        List<Long> bytes = List.of();

        double allCpu() {
            return median(cpu) + median(nodesCpu);
        }

        String links() {
            return bytes.stream()
                    .map(b -> String.format(Locale.ROOT, "%.2f", b / 1048576.0))
                    .collect(Collectors.joining(" + "));
        }
    }

    private final PrintStream out = System.out;
    private final Nodes nodes;
    private final Room room;
    private final long backed;
    private final int rounds;
    private final List<Ratio> ratios = new ArrayList<>();

    /// @param backed bytes of memory that are made ready before each timed job, see [Room#back]
    Contest(Nodes nodes, Room room, long backed, int rounds) {
        this.nodes = nodes;
        this.room = room;
        this.backed = backed;
        this.rounds = rounds;
    }

    /// Of every job so far.
    List<Ratio> ratios() {
        return ratios;
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
            List<Long> before = nodes.bytes();
            rival.work().run(nodes.counted());
            List<Long> after = nodes.bytes();
            List<Long> passed = new ArrayList<>();
            for (int link = 0; link < before.size(); link++) {
                passed.add(after.get(link) - before.get(link));
            }
            scores.get(i).bytes = passed;
            rival.check().run(nodes.counted());
        }
        print(title, rivals, scores);
    }

    private void timed(Rival rival, Score score) throws Exception {
        rival.ready().run(nodes.timed());
        room.back(backed);
        double cpu = Cpu.seconds();
        double servers = nodes.cpuSeconds();
        long allocated = Heap.allocated();
        long start = System.nanoTime();
        rival.work().run(nodes.timed());
        score.times.add((System.nanoTime() - start) / 1e9);
        score.cpu.add(Cpu.seconds() - cpu);
        score.nodesCpu.add(nodes.cpuSeconds() - servers);
        score.allocated.add((Heap.allocated() - allocated) / 1048576.0);
        rival.check().run(nodes.timed());
    }

    private void print(String title, List<Rival> rivals, List<Score> scores) {
        out.printf(
                Locale.ROOT,
                "%n%s%n%-36s %8s %8s %8s %8s %8s %9s  %-27s %s%n",
                title,
                "",
                "median s",
                "x ours",
                "CPU s",
                "nodes' s",
                "x CPU",
                "alloc MiB",
                "MiB on each link",
                "each round, s");
        Score ours = scores.getFirst();
        for (int i = 0; i < rivals.size(); i++) {
            Score score = scores.get(i);
            Ratio ratio =
                    new Ratio(
                            title,
                            rivals.get(i).name(),
                            median(score.times) / median(ours.times),
                            score.allCpu() / ours.allCpu());
            ratios.add(ratio);
            out.printf(
                    Locale.ROOT,
                    "%-36s %8.2f %8.2f %8.2f %8.2f %8.2f %9s  %-27s %s%n",
                    ratio.rival(),
                    median(score.times),
                    ratio.time(),
                    median(score.cpu),
                    median(score.nodesCpu),
                    ratio.cpu(),
                    i == 0 ? String.format(Locale.ROOT, "%.1f", median(score.allocated)) : "",
                    score.links(),
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
