package lockstep.present;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.run.Operations.NodeReport;
import lockstep.state.Step;

/// What a run says while it goes on, and the sentences at its end.
public final class RunWords {
    /// More nodes than this are not all named.
    private static final int NAMED_AT_MOST = 4;

    private RunWords() {}

    /// `42 s`, `3 min 05 s`, `1 h 12 min`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return Strings.text("run.seconds", seconds);
        }
        return seconds < 3_600
                ? Strings.text("run.minutes", seconds / 60, "%02d".formatted(seconds % 60))
                : Strings.text(
                        "run.hours",
                        Words.number(seconds / 3_600),
                        "%02d".formatted(seconds % 3_600 / 60));
    }

    /// `42 s`, `3:05`, `1:12:07`, for where there is little room.
    public static String shortDuration(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return Strings.text("run.seconds", seconds);
        }
        String low = "%02d:%02d".formatted(seconds / 60 % 60, seconds % 60);
        return seconds < 3_600 ? low.replaceFirst("^0", "") : seconds / 3_600 + ":" + low;
    }

    /// The large line: what is going on, or how it ended.
    public static String title(RunModel model) {
        return model.endProperty()
                .get()
                .map(end -> title(model, end))
                .orElseGet(() -> doing(model));
    }

    private static String doing(RunModel model) {
        Lane current = model.current();
        Step at = Step.PREFLIGHT;
        for (Step step : current.steps()) {
            at =
                    switch (current.now().step(step).state()) {
                        case WAITING, SKIPPED -> at;
                        case RUNNING, DONE, FAILED -> step;
                    };
        }
        boolean restores = model.isRollback() && at == Step.RESTORE;
        String what =
                restores
                        ? Strings.text("run.back.doing", current.node(), model.then())
                        : Strings.text("run.doing." + at, current.node());
        int nodes = model.lanes().size();
        int index = model.lanes().indexOf(current) + 1;
        String doing = nodes == 1 ? what : Strings.text("run.doing.of", what, index, nodes);
        if (!model.pausedProperty().get()) {
            return doing;
        }
        boolean still = model.lanes().stream().anyMatch(lane -> lane.now().isRunning());
        return still ? Strings.text("run.pausing", doing) : Strings.text("run.paused", doing);
    }

    private static String title(RunModel model, RunEnd end) {
        return switch (end) {
            case RunEnd.Stopped(Fault.Cancelled _) -> Strings.text("run.title.cancelled");
            case RunEnd.Stopped(Fault fault) -> Strings.text("run.title.refused", fault.where());
            case RunEnd.Broken _ -> Strings.text("run.title.broken");
            case RunEnd.Reported _ -> {
                String title = title(model, end, model.result().orElseThrow());
                yield end.isCancelled() ? Strings.text("run.title.aborted", title) : title;
            }
        };
    }

    private static String title(RunModel model, RunEnd end, RunEnd.Result worst) {
        RunEnd.Result least = least(worst);
        List<Lane> lanes =
                model.lanes().stream()
                        .filter(l -> l.result(end, model.options()).compareTo(least) >= 0)
                        .toList();
        boolean asBefore = lanes.stream().allMatch(lane -> lane.isAsBefore(end));
        String key =
                switch (worst) {
                    case AS_BEFORE, IDENTICAL, AS_CHOSEN, UNVERIFIED, NOT_THROUGH -> worst.name();
                    case UNTOUCHED, NOT_IDENTICAL ->
                            model.isUndo()
                                    ? "NOT_UNDONE"
                                    : asBefore
                                            ? RunEnd.Result.UNTOUCHED.name()
                                            : RunEnd.Result.NOT_IDENTICAL.name();
                };
        String named = key + (lanes.size() == 1 ? ".one" : ".other");
        String nodes = listed(lanes.stream().map(Lane::node).toList());
        return model.isRollback()
                ? Strings.text("run.back.title." + named, nodes, model.then())
                : Strings.text("run.title." + named, nodes);
    }

    /// What a node has come to at least that the title names.
    private static RunEnd.Result least(RunEnd.Result worst) {
        return switch (worst) {
            case AS_BEFORE, IDENTICAL, AS_CHOSEN, UNVERIFIED, NOT_THROUGH -> worst;
            case UNTOUCHED, NOT_IDENTICAL -> RunEnd.Result.UNTOUCHED;
        };
    }

    /// The line below the title at the end: what was sent, what was saved, and how long each node
    /// was out; what to do when there is no report.
    public static String summary(RunModel model, RunEnd end) {
        return switch (end) {
            case RunEnd.Stopped(Fault.Cancelled fault) -> fault.remedy() + stillOut(model, end);
            case RunEnd.Stopped(Fault fault) ->
                    fault.what() + " " + fault.remedy() + stillOut(model, end);
            case RunEnd.Broken(var problem) -> problem.what() + " " + problem.remedy();
            case RunEnd.Reported(var report) -> {
                long sent = report.nodes().stream().mapToLong(NodeReport::literalBytes).sum();
                long saved = report.nodes().stream().mapToLong(NodeReport::matchedBytes).sum();
                String traffic =
                        model.isUndo() || model.isRollback()
                                ? Strings.text("run.summary.undo", duration(report.took()))
                                : sent + saved == 0
                                        ? Strings.text("run.summary.none", duration(report.took()))
                                        : Strings.text(
                                                "run.summary",
                                                Words.bytes(sent),
                                                Words.bytes(saved),
                                                percent((double) saved / (sent + saved)),
                                                duration(report.took()));
                yield traffic + out(model, end, report.nodes()) + stillOut(model, end);
            }
        };
    }

    private static String stillOut(RunModel model, RunEnd end) {
        List<String> out =
                model.lanes().stream().filter(l -> l.isOut(end)).map(Lane::node).toList();
        if (out.isEmpty()) {
            return "";
        }
        String key = out.size() == 1 ? "run.summary.still.one" : "run.summary.still.other";
        return " " + Strings.text(key, listed(out));
    }

    private static String out(RunModel model, RunEnd end, List<NodeReport> nodes) {
        List<String> still =
                model.lanes().stream().filter(l -> l.isOut(end)).map(Lane::node).toList();
        List<NodeReport> out =
                nodes.stream()
                        .filter(n -> n.outOfPool().isPositive() && !still.contains(n.node()))
                        .toList();
        if (out.isEmpty()) {
            return "";
        }
        if (out.size() > NAMED_AT_MOST) {
            List<Duration> times = out.stream().map(NodeReport::outOfPool).sorted().toList();
            String least = duration(times.getFirst());
            return " " + Strings.text("run.summary.each", least, duration(times.getLast()));
        }
        return out.stream()
                .map(n -> Strings.text("run.out", n.node(), duration(n.outOfPool())))
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(", "),
                                each -> " " + Strings.text("run.summary.out", each)));
    }

    /// How long it may still take.
    public static String remaining(Remaining remaining) {
        return switch (remaining) {
            case Remaining.Estimating _ -> Strings.text("run.remaining.estimating");
            case Remaining.AtLeast(Duration low) ->
                    Strings.text("run.remaining.atLeast", rough(low));
            case Remaining.Between(_, Duration high) when high.toSeconds() < 10 ->
                    Strings.text("run.remaining.soon");
            case Remaining.Between(Duration low, Duration high) ->
                    rough(low).equals(rough(high))
                            ? Strings.text("run.remaining.about", rough(high))
                            : Strings.text("run.remaining.between", rough(low), rough(high));
            case Remaining.Over _ -> "";
        };
    }

    /// A duration as an estimate deserves: to 5 seconds, to the minute, to 5 minutes.
    private static String rough(Duration duration) {
        long seconds = duration.toSeconds();
        long step = seconds < 90 ? 5 : seconds < 1_800 ? 60 : 300;
        long rounded = Math.max(step, Math.round((double) seconds / step) * step);
        return rounded < 90
                ? Strings.text("run.seconds", rounded)
                : rounded < 5_400
                        ? Strings.text("run.about.minutes", Math.round(rounded / 60.0))
                        : Strings.text(
                                "run.hours",
                                Words.number(rounded / 3_600),
                                "%02d".formatted(rounded % 3_600 / 60));
    }

    /// The name of a step.
    public static String step(Step step) {
        return Strings.text("run.step." + step);
    }

    /// A step as assistive technology and its tooltip say it.
    public static String spoken(Step step, StepNow now, long clock) {
        String state = Strings.text("run.state." + now.state());
        String took =
                now.nanos(clock) == 0 ? "" : " " + duration(Duration.ofNanos(now.nanos(clock)));
        return Strings.text("run.spoken.step", step(step), state + took)
                + (now.note().isEmpty() ? "" : "\n" + now.note());
    }

    /// How a node's line ends.
    public static String result(Lane lane, RunEnd.Result result) {
        return lane.isRollback()
                ? Strings.text("run.back.result." + result)
                : Strings.text("run.result." + result);
    }

    /// `412 of 900 entries · 12 MB sent · 1.1 GB saved`, with deletions when there are any.
    public static String traffic(Lane lane) {
        LaneNow.Traffic traffic = lane.now().traffic();
        if (lane.isRollback() && lane.plannedEntries() + lane.plannedDeletions() > 0) {
            String sum = SnapshotWords.sum(lane.plannedEntries(), lane.plannedDeletions());
            boolean done =
                    Stream.of(Step.RESTORE, Step.SWITCH)
                            .anyMatch(s -> lane.now().step(s).state() == StepNow.State.DONE);
            return done ? sum : Strings.text("snap.planned", sum);
        }
        if (!lane.isPlanned()) {
            return traffic.equals(LaneNow.Traffic.NONE)
                    ? ""
                    : Strings.text(
                            "run.traffic.rest",
                            Words.number(lane.doneEntries()),
                            Words.bytes(traffic.sent()),
                            Words.bytes(traffic.saved()));
        }
        String text =
                Strings.text(
                        "run.traffic",
                        Words.number(lane.doneEntries()),
                        Words.number(lane.plannedEntries()),
                        Words.bytes(traffic.sent()),
                        Words.bytes(traffic.saved()));
        return lane.plannedDeletions() + traffic.deleted() == 0
                ? text
                : text + Strings.text("run.traffic.deleted", Words.number(traffic.deleted()));
    }

    /// A share from 0 to 1, never rounded up to all.
    public static String percent(double share) {
        double shown = share < 1 ? Math.min(share, 0.999) : share;
        return shown > 0.99 && shown < 1
                ? Strings.text("run.percent", "%.1f".formatted(Math.floor(shown * 1_000) / 10))
                : Strings.text("run.percent", "%.0f".formatted(Math.floor(shown * 100)));
    }

    /// What has been done so far, below the title.
    public static String soFar(RunModel model) {
        RunNow now = model.now();
        String elapsed = Strings.text("run.elapsed", duration(Duration.ofNanos(now.elapsed())));
        LaneNow.Traffic traffic = now.traffic();
        return traffic.sent() + traffic.saved() == 0
                ? elapsed
                : Strings.text(
                        "run.soFar",
                        elapsed,
                        Words.bytes(traffic.sent()),
                        Words.bytes(traffic.saved()),
                        percent(now.savedShare()));
    }

    /// `web2`, `web2 and web3`, `web2, web3, web4 and 8 more`.
    public static String listed(List<String> names) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        if (names.size() > NAMED_AT_MOST) {
            String some = String.join(", ", names.subList(0, NAMED_AT_MOST - 1));
            return Strings.text("run.more", some, names.size() - NAMED_AT_MOST + 1);
        }
        String but = String.join(", ", names.subList(0, names.size() - 1));
        return Strings.text("run.and", but, names.getLast());
    }
}
