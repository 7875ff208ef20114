package lockstep.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Cluster;
import lockstep.fleet.Hook;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.fleet.Placeholders;
import lockstep.link.Cancel;
import lockstep.link.Host;

/// The operator's hooks in one run: those of a moment one after the other, in the order of the
/// file; the first that fails ends it.
///
/// Every call raises `GuardTripped`, with the end of what it said, for a hook that does not end
/// with status 0 within its limit; `Cancelled`, at once; and what the host raises.
final class Hooks {
    private static final int SHOWN = 300;
    private static final String RUN = "run";

    private final Cluster cluster;
    private final String run;
    private final Hosts hosts;
    private final Consumer<Ended> each;

    /// Where hooks run.
    ///
    /// @param node gives a node's host by its name
    record Hosts(Host workstation, Function<String, Host> node) {}

    /// A hook that has ended, well or not.
    ///
    /// @param where the node, or the cluster for a hook of the whole run
    /// @param hook which one, for people
    /// @param end how it ended and the end of what it said
    record Ended(String where, String hook, String end) {}

    /// @param run what `{run}` stands for
    /// @param each hears of every hook that has ended, before the next begins
    Hooks(Cluster cluster, String run, Hosts hosts, Consumer<Ended> each) {
        this.cluster = cluster;
        this.run = run;
        this.hosts = hosts;
        this.each = each;
    }

    /// @param step as in the cluster file, such as `zero sessions`
    void before(String step, String node, Cancel cancel) throws FaultException {
        ofNode(Hook.before(step), step, node, cancel);
    }

    /// @param step as for [#before]
    void after(String step, String node, Cancel cancel) throws FaultException {
        ofNode(Hook.after(step), step, node, cancel);
    }

    /// @param step the one that failed, as for [#before]
    /// @param cancel not that of a run that was cancelled: it would stop these, too
    void failed(String step, String node, Cancel cancel) throws FaultException {
        ofNode(Hook.FAILED, step, node, cancel);
    }

    /// @param nodes those of the run, in its order
    void beforeRun(List<String> nodes, Cancel cancel) throws FaultException {
        ofRun(Hook.BEFORE_RUN, nodes, cancel);
    }

    /// @param nodes as for [#beforeRun]
    /// @param cancel as for [#failed]
    void afterRun(List<String> nodes, Cancel cancel) throws FaultException {
        ofRun(Hook.AFTER_RUN, nodes, cancel);
    }

    private void ofNode(String moment, String step, String node, Cancel cancel)
            throws FaultException {
        for (Hook hook : at(moment)) {
            if (hook.isFor(node)) {
                run(hook, node, values(step, cluster.node(node)), cancel);
            }
        }
    }

    private void ofRun(String moment, List<String> nodes, Cancel cancel) throws FaultException {
        for (Hook hook : at(moment)) {
            if (hook.isOfTheRun()) {
                run(hook, cluster.name(), values(RUN), cancel);
                continue;
            }
            for (String node : nodes) {
                if (hook.isFor(node)) {
                    run(hook, node, values(RUN, cluster.node(node)), cancel);
                }
            }
        }
    }

    private List<Hook> at(String moment) {
        return cluster.hooks().stream().filter(hook -> hook.at().equals(moment)).toList();
    }

    private Map<String, String> values(String step) {
        return Map.of("run", run, "step", step, "cluster", cluster.name());
    }

    private Map<String, String> values(String step, Node node) {
        Map<String, String> values = new HashMap<>(values(step));
        values.put("node", node.name());
        values.put("address", node.host());
        values.put("root", node.root());
        return values;
    }

    private void run(Hook hook, String where, Map<String, String> values, Cancel cancel)
            throws FaultException {
        boolean here = hook.on() == Machine.WORKSTATION;
        Host host = here ? hosts.workstation() : hosts.node().apply(where);
        List<String> argv = new ArrayList<>();
        if (hook.sudo()) {
            argv.addAll(List.of("sudo", "-n", "--"));
        }
        argv.addAll(Placeholders.fill(hook.command(), values));
        OperatorCommand.End end =
                new OperatorCommand(hook.on(), host, hook.limit()).run(argv, cancel);
        String which =
                "\"%s\" (%s, on the %s)"
                        .formatted(
                                hook.at(),
                                Visible.text(String.join(" ", argv), SHOWN),
                                hook.on().word());
        each.accept(new Ended(where, which, end.text()));
        if (!end.isGood()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            where,
                            "The hook " + which + " " + end.text() + ".",
                            "Run it by hand on the "
                                    + hook.on().word()
                                    + ", mend what it says, and run again or resume the run that waits."));
        }
    }
}
