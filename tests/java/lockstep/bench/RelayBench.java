package lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lockstep.bench.Contest.Rival;
import lockstep.bench.Contest.Step;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.ssh.SshHosts;
import lockstep.tree.TreePath;

/// A first copy, its delta, and many small files from one node to another, by the relay and by
/// what is at hand otherwise. Run by `tests/bench/relay.sh`.
///
/// Every time is one of an operator at the prompt: connecting and logging in are in it.
final class RelayBench {
    private static final int SMALL_FILES = 20_000;
    private static final int SMALL = 100;
    private static final long SMALL_FILE_TAKES = 6 << 10;
    private static final int TREES = 5;

    /// What the programs of one job may take of memory.
    private static final long PROGRAMS = 1L << 30;

    private final Room room;
    private final Path from;
    private final Path to;
    private final Path staging;
    private final Tokens tokens = new Tokens();

    private RelayBench(Room room) throws IOException {
        this.room = room;
        from = room.empty("from");
        to = room.empty("to");
        staging = room.empty("staging");
    }

    /// @param args size of the file in MiB, rounds, small files, round-trip time in ms; `ours`
    ///     before them runs the relay alone, for a profile
    public static void main(String[] args) throws Exception {
        boolean alone = args.length > 0 && args[0].equals("ours");
        if (!alone) {
            Tool.run("installers/lockstep", "--version"); // builds it where that is due
        }
        List<String> words = List.of(args).subList(alone ? 1 : 0, args.length);
        long size = (words.isEmpty() ? 1_024 : Long.parseLong(words.get(0))) << 20;
        int rounds = words.size() > 1 ? Integer.parseInt(words.get(1)) : 3;
        int files = words.size() > 2 ? Integer.parseInt(words.get(2)) : SMALL_FILES;
        Duration roundTrip = Duration.ofMillis(words.size() > 3 ? Long.parseLong(words.get(3)) : 0);
        long needed = TREES * Math.max(size, files * SMALL_FILE_TAKES);
        try (Room room = Room.of(needed);
                Nodes nodes = new Nodes(2, roundTrip)) {
            RelayBench bench = new RelayBench(room);
            Contest contest = new Contest(nodes, room, 2 * size + PROGRAMS, rounds);
            bench.oneFile(contest, size, alone);
            bench.smallFiles(contest, files, alone);
            System.out.println(bench.tokens.summary());
            if (!alone) {
                new Picture("The relay against what is at hand").draw(contest.ratios(), "relay");
            }
        }
    }

    private void oneFile(Contest contest, long size, boolean alone) throws Exception {
        Path file = from.resolve("file");
        Path before = room.empty("before").resolve("file");
        Room.noise(file, size);
        String what = String.format(Locale.ROOT, "%,d MiB in one file", size >> 20);
        contest.run("First copy of " + what, rivals(_ -> bare(), alone));
        copy(file, before);
        Room.changeOneInHundred(file);
        Step old =
                _ -> {
                    copy(before, to.resolve("file"));
                    copy(before, staging.resolve("file"));
                };
        contest.run("Delta of " + what + ", 1 % changed", rivals(old, alone));
        Files.delete(file);
        Files.delete(before);
    }

    private void smallFiles(Contest contest, int files, boolean alone) throws Exception {
        room.empty("from");
        Room.files(from, files, SMALL, 0);
        String what = String.format(Locale.ROOT, "First copy of %,d files of 100 bytes", files);
        contest.run(what, rivals(_ -> bare(), alone));
    }

    private void bare() throws IOException {
        room.empty("to");
        room.empty("staging");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(
                from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private List<Rival> rivals(Step ready, boolean alone) {
        Step check = _ -> Tool.run("diff", "-r", from.toString(), to.toString());
        List<Rival> all = new ArrayList<>();
        all.add(new Rival("Lockstep's relay", ready, this::relay, check));
        if (!alone) {
            all.add(new Rival("lockstep rsync, a new process", ready, this::command, check));
            all.add(new Rival("scp -3", ready, this::scp, check));
            all.add(new Rival("rsync pull, then rsync push", ready, this::pullThenPush, check));
            all.add(
                    new Rival(
                            "ssh A rsync B: (A must log in to B)", ready, this::nodeToNode, check));
            all.add(new Rival("rsync between local directories", ready, this::local, check));
        }
        return all;
    }

    private void relay(Nodes.Way way) throws Exception {
        try (SshHosts hosts = way.hosts()) {
            Outcome outcome =
                    Rsync.relay(
                            new Endpoint(hosts.host("node1", "node1"), from.toString(), false),
                            new Endpoint(hosts.host("node2", "node2"), to.toString(), false),
                            Request.of(List.of()),
                            tokens,
                            new Cancel());
            if (!outcome.complete()) {
                throw new IOException(outcome.toString());
            }
        }
    }

    /// What a new process pays for its start and for code that is still to be compiled.
    private void command(Nodes.Way way) throws Exception {
        Tool.run(
                "installers/lockstep",
                "rsync",
                "-a",
                "-e",
                ssh(way),
                "node1:" + from + "/",
                "node2:" + to + "/");
    }

    private void scp(Nodes.Way way) throws Exception {
        String config = way.config().toString();
        String source = "node1:" + from + "/*";
        Tool.run("scp", "-3", "-q", "-r", "-p", "-F", config, source, "node2:" + to);
    }

    private void pullThenPush(Nodes.Way way) throws Exception {
        Tool.run("rsync", "-a", "-e", ssh(way), "node1:" + from + "/", staging + "/");
        Tool.run("rsync", "-a", "-e", ssh(way), staging + "/", "node2:" + to + "/");
    }

    /// Started on the first node, from here.
    private void nodeToNode(Nodes.Way way) throws Exception {
        String command = "rsync -a -e '" + ssh(way) + "' " + from + "/ node2:" + to + "/";
        Tool.run("ssh", "-F", way.config().toString(), "node1", command);
    }

    private void local(Nodes.Way way) throws Exception {
        Tool.run("rsync", "-a", "--no-whole-file", from + "/", to + "/");
    }

    private static String ssh(Nodes.Way way) {
        return "ssh -F " + way.config();
    }

    /// Counts the tokens of the last file that had over a hundred of them.
    private static final class Tokens implements RelayEvents {
        private static final int MANY = 100;

        private long began;
        private long count;
        private String last = "";

        @Override
        public void fileBegun(TreePath path, long size, int blockLength) {
            began = Heap.allocated();
            count = 0;
        }

        @Override
        public void literal(long at, long length) {
            count++;
        }

        @Override
        public void matched(long at, long length) {
            count++;
        }

        @Override
        public void fileDone(TreePath path) {
            if (count > MANY) {
                last =
                        String.format(
                                Locale.ROOT,
                                "the last large file: %,d tokens, %.0f bytes allocated a token,"
                                        + " cipher and SSH library included",
                                count,
                                (Heap.allocated() - began) / (double) count);
            }
        }

        String summary() {
            return last;
        }
    }
}
