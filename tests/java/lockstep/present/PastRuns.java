package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;

/// Runs that are written in the journal.
public final class PastRuns {
    private PastRuns() {}

    /// web2 and web3 proven.
    public static RunRecord proven(String id) {
        NodeStory done = new NodeStory(new NodeState.Done(), Course.ROLLING, true, true);
        return record(
                id,
                new RunState.Over("every node is done"),
                Map.of("web2", done, "web3", done),
                Map.of(
                        "web2", result(true, 0, ""),
                        "web3", result(true, 0, "")));
    }

    /// Run `k3f9qa`: web2 proven, web3 failed its health check, and web4 not begun.
    public static RunRecord failedInTheMiddle() {
        String fault = "web3: the health check got 503 from http://web3/health";
        Map<String, NodeStory> stories = new LinkedHashMap<>();
        stories.put("web2", new NodeStory(new NodeState.Done(), Course.ROLLING, true, true));
        NodeState stuck = new NodeState.Stuck(Step.HEALTH, fault);
        stories.put("web3", new NodeStory(stuck, Course.ROLLING, true, true));
        stories.put("web4", new NodeStory(new NodeState.Waiting(), Course.ROLLING, false, false));
        return record(
                "k3f9qa",
                new RunState.Halted(fault),
                stories,
                Map.of(
                        "web2", result(true, 0, ""),
                        "web3", result(false, 3, fault, "differs: htdocs/odd name.txt: content")));
    }

    private static NodeResult result(
            boolean identical, long failing, String fault, String... more) {
        return new NodeResult(
                identical,
                2_400_000,
                68_300_000,
                2_900_000,
                41,
                Duration.ofSeconds(38),
                5,
                failing,
                fault,
                List.of(more));
    }

    private static RunRecord record(
            String id,
            RunState state,
            Map<String, NodeStory> stories,
            Map<String, NodeResult> results) {
        Instant at = Shop.NOW.minusSeconds(3_600);
        RunHead head =
                new RunHead(
                        id,
                        at,
                        "ann@desk",
                        "shop",
                        Course.ROLLING,
                        "web1",
                        stories.keySet().stream().sorted().toList(),
                        "0f12b7",
                        RunOptions.rolling(Duration.ofMinutes(5)).text(),
                        "release 4.2");
        return new RunRecord(
                head,
                new RunStory(state, stories),
                results,
                RunRecord.Hand.NOBODYS,
                "ann@desk",
                at.plusSeconds(95),
                Optional.empty());
    }
}
