package lockstep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.rsync.Endpoint;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Operations.SyncOptions;

/// Works through the targets of an approved plan, one after the other. The first that fails ends
/// the run: the nodes after it are untouched and stay in the pool.
final class Rolling {
    private final Cluster cluster;
    private final Map<String, Endpoint> endpoints;
    private final RecordedPools pools;
    private final LongSupplier nanoTime;

    /// What is to be done and who wants to hear of it.
    record Job(Plan plan, SyncOptions options, RunEvents events, Cancel cancel) {}

    Rolling(
            Cluster cluster,
            Map<String, Endpoint> endpoints,
            RecordedPools pools,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.pools = pools;
        this.nanoTime = nanoTime;
    }

    RunReport run(Job job) throws FaultException {
        long began = nanoTime.getAsLong();
        List<NodeReport> reports = new ArrayList<>();
        boolean stopped = false;
        for (Plan.Target target : job.plan().targets()) {
            if (target.rows().stream().noneMatch(Plan.Row::chosen)) {
                continue;
            }
            if (reports.isEmpty()) {
                job.cancel().check(cluster.name());
            }
            if (stopped || job.cancel().isSet()) {
                reports.add(untouched(target.node()));
                continue;
            }
            NodeReport report = new NodeRun(this, job, target).run();
            reports.add(report);
            stopped = report.fault().isPresent();
        }
        return new RunReport(reports, Duration.ofNanos(nanoTime.getAsLong() - began));
    }

    private static NodeReport untouched(String node) {
        return new NodeReport(
                node,
                false,
                Optional.empty(),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                List.of("not begun, because the run stopped before; nothing was changed here"));
    }

    Cluster cluster() {
        return cluster;
    }

    Map<String, Endpoint> endpoints() {
        return endpoints;
    }

    RecordedPools pools() {
        return pools;
    }

    long now() {
        return nanoTime.getAsLong();
    }
}
