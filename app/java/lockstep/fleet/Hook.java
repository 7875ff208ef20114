package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A command of the operator's around the steps of a run; one that fails stops the run there.
///
/// @param at one of [#moments]
/// @param on where it runs
/// @param command an argument vector that no shell reads, in which `{node}`, `{address}` (its
///     [Node#host]), `{root}`, `{run}`, `{step}` (`run` around a whole run) and `{cluster}` are
///     replaced
/// @param sudo whether it goes through `sudo -n`
/// @param limit when it is ended
/// @param nodes the nodes that it is for; all of them when empty
public record Hook(
        String at,
        Machine on,
        List<String> command,
        boolean sudo,
        Duration limit,
        List<String> nodes) {
    /// Once a run, before its first node; on a node, on each node of the run.
    public static final String BEFORE_RUN = "before run";

    /// Once a run, however it ended; on a node, on each node that the run had begun with.
    public static final String AFTER_RUN = "after run";

    /// When a step of a node has failed, which is `{step}` then.
    public static final String FAILED = "failed";

    /// In the order of a run. The last one, when a node is settled, has no hooks.
    private static final List<String> STEPS =
            List.of(
                    "preflight",
                    "stage",
                    "drain",
                    "zero sessions",
                    "snapshot",
                    "sync",
                    "switch",
                    "restore",
                    "verify",
                    "health",
                    "ready");

    /// What has no meaning where a hook is about no single node.
    static final List<String> OF_A_NODE = List.of("node", "address", "root");

    public Hook {
        command = List.copyOf(command);
        nodes = List.copyOf(nodes);
    }

    /// The moment before a step, which is named in small letters, as in `zero sessions`.
    public static String before(String step) {
        return "before " + step;
    }

    /// The moment after a step, as [#before].
    public static String after(String step) {
        return "after " + step;
    }

    /// Every moment that there is.
    public static List<String> moments() {
        return Stream.of(
                        Stream.of(BEFORE_RUN),
                        STEPS.stream().flatMap(step -> Stream.of(before(step), after(step))),
                        Stream.of(AFTER_RUN, FAILED))
                .flatMap(moments -> moments)
                .toList();
    }

    /// The same for nodes that are called otherwise now.
    public Hook renaming(UnaryOperator<String> names) {
        return new Hook(at, on, command, sudo, limit, nodes.stream().map(names).toList());
    }

    /// Whether it runs for that node.
    public boolean isFor(String node) {
        return nodes.isEmpty() || nodes.contains(node);
    }

    /// Whether it runs once a run, and so is about no single node.
    public boolean isOfTheRun() {
        return on == Machine.WORKSTATION && (at.equals(BEFORE_RUN) || at.equals(AFTER_RUN));
    }
}
