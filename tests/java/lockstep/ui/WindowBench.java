package lockstep.ui;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.TreeTableView;
import lockstep.bench.Site;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.present.FakeOperations;
import lockstep.present.PlanModel;
import lockstep.present.Plans;
import lockstep.present.RunModel;
import lockstep.present.RunTask;
import lockstep.present.Shop;
import lockstep.rsync.RelayEvents;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import lockstep.tree.Listing;

/// How long the window stands still, at most, while it holds much: a large site opened, a large
/// directory expanded, filtered and scrolled, a run that reports very many files; and what scans
/// leave in the heap. Run by `tests/bench/window.sh`.
public final class WindowBench {
    private static final int FILES_A_TICK = 200;
    private static final int TICK_MILLIS = 10;
    private static final int RUN_FILES = 200_000;

    private final PrintStream out = System.out;

    private WindowBench() {}

    /// @param args entries a node, files in one directory, scans
    public static void main(String[] args) throws Exception {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int files = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int scans = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        WindowBench bench = new WindowBench();
        bench.out.printf("%-56s %10s %12s%n", "stage", "took ms", "still ms");
        bench.site(entries);
        bench.directory(files);
        bench.run();
        bench.scans(scans);
        System.exit(0);
    }

    /// A large site, from the last answer of its nodes to the matrix on the screen.
    private void site(int entries) throws Exception {
        List<Listing> listings = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            listings.add(Site.listing(node, entries));
        }
        String of = String.format(Locale.ROOT, "3 x %,d entries: ", entries);
        try (ConsoleStage stage =
                ConsoleStage.open(new FakeOperations(Shop.cluster(3), listings))) {
            measure(of + "scanned, merged, shown", stage::scan);
            measure(
                    of + "everything, not only differences",
                    () -> anew(stage, () -> stage.hand().click("#chip-differences")));
            filter(of, stage, "xyz77");
        }
    }

    private void filter(String of, ConsoleStage stage, String words) {
        StageHand hand = stage.hand();
        hand.press("Ctrl+F");
        measure(of + "filtered by '" + words + "'", () -> anew(stage, () -> hand.type(words)));
        anew(stage, () -> hand.press("Esc"));
    }

    /// Until the matrix shows something else.
    private static void anew(ConsoleStage stage, Runnable action) {
        var view = StageHand.onFx(() -> stage.cluster().scans().matrix().viewProperty());
        var before = StageHand.onFx(view::get);
        action.run();
        stage.hand().await("another view", () -> view.get() != before);
        stage.hand().pulses(3);
    }

    private void directory(int files) throws Exception {
        List<Listing> listings =
                List.of(Shop.flat(files, 0), Shop.flat(files, files), Shop.flat(files, 10));
        String of = String.format(Locale.ROOT, "%,d files in one directory: ", files);
        try (ConsoleStage stage =
                ConsoleStage.open(new FakeOperations(Shop.cluster(3), listings))) {
            stage.scan();
            TreeTableView<?> table = (TreeTableView<?>) stage.hand().find("#matrix");
            stage.select("many");
            for (String round : new String[] {"first", "second", "third"}) {
                measure(
                        of + "opened, " + round + " time",
                        () -> {
                            stage.hand().press("Right");
                            stage.hand().await("all", () -> stage.rows() == files + 2);
                        });
                stage.hand().press("Left");
                stage.hand().await("closed", () -> stage.rows() == 2);
            }
            stage.hand().press("Right");
            stage.hand().await("all", () -> stage.rows() == files + 2);
            measure(of + "scrolled to the end", () -> StageHand.run(() -> table.scrollTo(files)));
            filter(of, stage, "09999");
        }
    }

    /// A run in which a node reports 20,000 files a second.
    private void run() throws Exception {
        List<Plan.Row> rows = Plans.rows(RUN_FILES, Plan.Action.UPDATE, 90_000);
        Plan plan = Plans.plan(Plans.target("web2", rows), Plans.target("web3", rows));
        RunModel model =
                new RunModel(
                        RunTask.of(
                                new PlanModel.Approved(
                                        plan, RunOptions.rolling(Duration.ofMinutes(5)))),
                        new RunControl(new Cancel()),
                        System::nanoTime);
        try (StageHand hand = PlayedRun.show(model)) {
            model.begun("web2", Step.SYNC);
            RelayEvents relay = model.relay("web2");
            AtomicInteger told = new AtomicInteger();
            try (ScheduledExecutorService node = Executors.newSingleThreadScheduledExecutor();
                    PulseWatch watch = new PulseWatch()) {
                long began = System.nanoTime();
                ScheduledFuture<?> telling =
                        node.scheduleAtFixedRate(
                                () -> tell(relay, rows, told),
                                0,
                                TICK_MILLIS,
                                TimeUnit.MILLISECONDS);
                while (told.get() < RUN_FILES) {
                    hand.pulses(10);
                }
                telling.cancel(false);
                double seconds = (System.nanoTime() - began) / 1e9;
                out.printf(
                        Locale.ROOT,
                        "%-56s %10.0f %12d   %.0f files/s, %.1f frames/s%n",
                        "a run reports files",
                        seconds * 1_000,
                        watch.longestMillis(),
                        RUN_FILES / seconds,
                        watch.pulses() / seconds);
            }
        }
    }

    private static void tell(RelayEvents relay, List<Plan.Row> rows, AtomicInteger told) {
        for (int i = 0; i < FILES_A_TICK && told.get() < rows.size(); i++) {
            Plan.Row row = rows.get(told.getAndIncrement());
            relay.fileBegun(row.path(), row.bytes(), 700);
            relay.matched(0, 60_000);
            relay.literal(60_000, 9_000);
            relay.matched(69_000, 21_000);
            relay.fileDone(row.path());
        }
    }

    private void scans(int scans) throws Exception {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            long early = 0;
            for (int i = 1; i <= scans; i++) {
                stage.scan();
                if (i == scans / 10) {
                    early = heap();
                }
            }
            long late = heap();
            out.printf(
                    Locale.ROOT,
                    "heap after %d scans %.1f MiB, after %d %.1f MiB: %.1f kB a scan%n",
                    scans / 10,
                    early / 1048576.0,
                    scans,
                    late / 1048576.0,
                    (late - early) / 1024.0 / (scans - scans / 10));
        }
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used =
                    Math.min(
                            used,
                            Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private void measure(String stage, Runnable work) {
        try (PulseWatch watch = new PulseWatch()) {
            long began = System.nanoTime();
            work.run();
            out.printf(
                    Locale.ROOT,
                    "%-56s %10.0f %12d%n",
                    stage,
                    (System.nanoTime() - began) / 1e6,
                    watch.longestMillis());
        }
    }
}
