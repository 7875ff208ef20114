package lockstep.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;
import lockstep.tree.TreePath;

/// The tree that is made beside the live one on a node, in its state directory, and exchanged with
/// it. What is the same in both are hard links: who writes into such a file in place writes into
/// both, so the tree that has left is no snapshot.
///
/// Every call first ends what a switch that was killed has left to do, and raises what
/// [StateDirectory#run] does. One caller at a time may work on a node: that is what locks are for.
public final class Stage {
    /// A command line may hold 128 KiB, the script and all quoting with it.
    private static final int MOST_AT_ONCE = 48 << 10;

    private final Endpoint endpoint;
    private final StateDirectory place;
    private final List<String> rules;
    private final List<Way> ways;

    /// @param rules the cluster's; see [lockstep.fleet.Cluster#rules]
    public Stage(Endpoint endpoint, List<String> rules) {
        this(endpoint, rules, List.of(Way.values()));
    }

    /// @param ways that may be taken, the best first
    public Stage(Endpoint endpoint, List<String> rules, List<Way> ways) {
        this.endpoint = endpoint;
        this.place = new StateDirectory(endpoint);
        this.rules = List.copyOf(rules);
        this.ways = List.copyOf(ways);
    }

    /// The best way that works on this node.
    ///
    /// @throws FaultException `GuardTripped` where there is none, or the root is or holds a mount
    ///     point, which would stay behind
    public Way way(Cancel cancel) throws FaultException {
        End end = run(StageScript.WAY, ways.stream().map(Way::word).toList(), cancel);
        for (Way way : ways) {
            if (end.word().equals("way") && end.rest().equals(way.word())) {
                return way;
            }
        }
        throw new FaultException(failed(end));
    }

    /// Makes the stage anew, equal to the live tree but for what the rules leave out.
    ///
    /// @param apart what is not to be shared, because a relay changes it in place
    /// @return where it lies
    /// @throws FaultException `DiskFull`, `ProgramFailed`, `ProgramMissing` of rsync
    public Endpoint make(Collection<TreePath> apart, Cancel cancel) throws FaultException {
        require("begun", run(StageScript.BEGIN, List.of(), cancel));
        StringBuilder part = new StringBuilder();
        for (TreePath path : apart) {
            part.append(escaped(path)).append("\\0000");
            if (part.length() > MOST_AT_ONCE) {
                require("noted", run(StageScript.APART, List.of(part.toString()), cancel));
                part.setLength(0);
            }
        }
        if (!part.isEmpty()) {
            require("noted", run(StageScript.APART, List.of(part.toString()), cancel));
        }
        End made = run(StageScript.MAKE, filters(), cancel);
        require("made", made);
        if (!made.rest().startsWith("/") || made.rest().indexOf('\uFFFD') >= 0) {
            throw new FaultException(failed(made));
        }
        return new Endpoint(endpoint.host(), made.rest(), endpoint.sudo());
    }

    /// As `printf %b` reads it; what a shell or a terminal could take for something else is octal.
    private static String escaped(TreePath path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.toBytes()) {
            boolean plain = b > ' ' && b < 0x7f && b != '\\' && b != '\'' && b != '%';
            text.append(
                    plain
                            ? String.valueOf((char) b)
                            : String.format(Locale.ROOT, "\\0%03o", b & 0xff));
        }
        return text.toString();
    }

    /// Makes the new tree the live one. What the rules leave out is moved into it right after, by
    /// renames: for that long it is away.
    ///
    /// @return how many entries were moved so; 0 also when it is live already
    /// @throws FaultException `GuardTripped` where nothing was changed: no stage, a mount point,
    ///     something that cannot be moved; `ProgramFailed` else, and calling again goes on
    public long toNew(Way way, Cancel cancel) throws FaultException {
        return to("new", way, cancel);
    }

    /// Makes the tree live that was before, if it is still there.
    ///
    /// @throws FaultException as [#toNew]
    public void toOld(Way way, Cancel cancel) throws FaultException {
        to("old", way, cancel);
    }

    private long to(String which, Way way, Cancel cancel) throws FaultException {
        List<String> arguments = new ArrayList<>(List.of(which, way.word()));
        arguments.addAll(filters());
        End end = run(StageScript.SWITCH, arguments, cancel);
        boolean nothingToPutBack = end.word().equals(End.NONE) && which.equals("old");
        if (end.word().equals("already") || nothingToPutBack) {
            return 0;
        }
        require("switched", end);
        return end.rest().strip().matches("\\d{1,9}") ? Long.parseLong(end.rest().strip()) : 0;
    }

    /// Removes the tree that is not live, whichever that is.
    public void remove(Cancel cancel) throws FaultException {
        End end = run(StageScript.REMOVE, List.of(), cancel);
        if (!end.word().equals(End.NONE)) {
            require("gone", end);
        }
    }

    private End run(NodeScript script, List<String> arguments, Cancel cancel)
            throws FaultException {
        return place.run(script, arguments, _ -> {}, cancel);
    }

    private List<String> filters() {
        List<String> options = new ArrayList<>(List.of("--filter=" + Rsync.OWN_RULE));
        rules.forEach(rule -> options.add("--filter=" + rule));
        return options;
    }

    private void require(String word, End end) throws FaultException {
        if (!end.word().equals(word)) {
            throw new FaultException(failed(end));
        }
    }

    private Fault failed(End end) {
        String said = Visible.text(end.rest(), 200);
        return switch (end.word()) {
            case "absent" -> new Fault.ProgramMissing(place.node(), "rsync");
            case "mounted" ->
                    guard(
                            "A file system is mounted at " + said + ", which would stay behind.",
                            "Sync this node in place.");
            case "fixed" ->
                    guard(
                            "The directory of its root may not be moved by the user that logs in.",
                            "Use sudo for this node, or sync it in place.");
            case "heavy" ->
                    guard(
                            said
                                    + " is left out by a rule, and may not be moved by the user that"
                                    + " logs in.",
                            "Use sudo for this node, or sync it in place.");
            case "unable" ->
                    guard(
                            "It cannot exchange two directories.",
                            "Install perl, python3 or coreutils 9.5 there, or sync it in place.");
            case "kept" ->
                    guard(
                            "Its trees could not be exchanged: " + end.errors(),
                            "Nothing was changed. Sync it in place.");
            case End.NONE ->
                    guard("It has no staged tree any more.", "Nothing was changed. Stage again.");
            default -> broken(end);
        };
    }

    private Fault broken(End end) {
        if (end.full()) {
            return new Fault.DiskFull(place.node(), end.errors());
        }
        if (end.word().equals("rsync") && end.rest().matches("\\d{1,3}")) {
            int status = Integer.parseInt(end.rest());
            return new Fault.ProgramFailed(place.node(), "rsync", status, end.errors());
        }
        String said = Visible.text("\"" + end.word() + " " + end.rest() + "\"", 200);
        return new Fault.ProgramFailed(place.node(), "sh", 0, said + " " + end.errors());
    }

    private Fault guard(String what, String remedy) {
        return new Fault.GuardTripped(place.node(), what, remedy);
    }
}
