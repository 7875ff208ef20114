package lockstep.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.rsync.Approved;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What being bound to a plan costs: the same chosen paths relayed unbound, bound, and the look at
/// both ends that comes before a run. Both rsyncs run on this machine without SSH, so that every
/// look is as dear as can be beside the rest. Run by `tests/bench/plan.sh`.
public final class PlanBench {
    private static final long SMALL_FILE_TAKES = 6 << 10;

    private final PrintStream out = System.out;
    private final Path room;
    private final Path source;
    private final Path target;
    private final int rounds;

    private PlanBench(Room room, int rounds) throws IOException {
        this.room = room.directory();
        this.source = room.empty("source");
        this.target = room.empty("target");
        this.rounds = rounds;
    }

    /// @param args files, MiB of one large file, rounds
    public static void main(String[] args) throws Exception {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 1_024;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        long needed = 2 * Math.max((long) size << 20, files * SMALL_FILE_TAKES);
        try (Room room = Room.of(needed)) {
            new PlanBench(room, rounds).run(files, size);
        }
    }

    private void run(int files, int size) throws Exception {
        String many = "seq -f %06.0f " + files + " | while read i; do echo $i$V > f$i; done";
        measure(files + " new files", "V=1; " + many, "true");
        measure(files + " files with other content", "V=1; " + many, "V=2; " + many);
        measure(
                "one new file of " + size + " MiB",
                "head -c " + size + "M /dev/urandom > large",
                "true");
        measure(
                "1 % of " + size + " MiB, same size",
                "head -c " + size + "M /dev/urandom > large",
                "cp ../source/large . && head -c "
                        + size / 100
                        + "M /dev/zero | dd of=large bs=1M seek="
                        + size / 2
                        + " conv=notrunc status=none");
    }

    private void measure(String what, String atSource, String atTarget) throws Exception {
        double[][] seconds = new double[3][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int rival = 0; rival < seconds.length; rival++) {
                shell(room, "rm -rf source target && mkdir source target");
                shell(source, atSource);
                shell(target, atTarget);
                Approved plan = plan();
                long began = System.nanoTime();
                run(rival, plan);
                seconds[rival][round] = (System.nanoTime() - began) / 1e9;
            }
        }
        double unbound = median(seconds[0]);
        out.printf(
                Locale.ROOT,
                "%-34s unbound %6.2f s   bound %6.2f s (x %.2f)   look before %6.2f s (x %.2f)%n",
                what,
                unbound,
                median(seconds[1]),
                median(seconds[1]) / unbound,
                median(seconds[2]),
                median(seconds[2]) / unbound);
    }

    private void run(int rival, Approved plan) throws IOException, FaultException {
        Request request = Request.of(List.of()).with(Content.BY_DIGEST);
        Request bound = request.only(plan);
        Endpoint from = new Endpoint(new LocalHost("from"), source.toString(), false);
        Endpoint to = new Endpoint(new LocalHost("to"), target.toString(), false);
        if (rival == 2) {
            Rsync.requireUnchanged(from, to, bound, new Cancel());
        } else {
            Request asked = rival == 0 ? request.only(bound.selection().orElseThrow()) : bound;
            Outcome outcome = Rsync.relay(from, to, asked, new RelayEvents() {}, new Cancel());
            if (!outcome.complete()) {
                throw new IOException(outcome.toString());
            }
        }
    }

    private Approved plan() throws FaultException {
        Listing from = list(source);
        Set<TreePath> paths = new HashSet<>();
        for (int row = 1; row < from.size(); row++) {
            paths.add(from.path(row));
        }
        return new Approved(from, list(target), paths, new BitSet(), new BitSet());
    }

    private static Listing list(Path root) throws FaultException {
        Endpoint end = new Endpoint(new LocalHost("node"), root.toString(), false);
        Request request = Request.of(List.of()).with(Content.BY_DIGEST);
        return Rsync.list(end, request, Optional.of(Digest.XXH128), (_, _) -> {}, new Cancel());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void shell(Path directory, String line) throws Exception {
        List<String> words = new ArrayList<>(List.of("sh", "-ec", line));
        int status =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IOException(line + " ended with " + status);
        }
    }
}
