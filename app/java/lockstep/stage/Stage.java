package lockstep.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.snapshot.Snapshot;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;
import lockstep.tree.TreePath;

/// The tree that is made beside the live one on a node, in its state directory, and exchanged with
/// it. What is the same in both are hard links: who writes into such a file in place writes into
/// both, so the tree that has left is no snapshot.
///
/// Whatever is called next ends what a switch that was killed has left to do. Every call raises
/// what [StateDirectory#run] does. One caller at a time may work on a node: that is what locks are
/// for.
public final class Stage {
    private static final String IN_PLACE = "Nothing was changed. Sync this node in place.";
    private static final String AGAIN =
            "Nothing was changed. Stage again, or sync this node in place.";

    private static final Pattern MADE = Pattern.compile("(?:-|(-A)?(-X)?) (/.*)");
    private static final Pattern SWITCHED = Pattern.compile("(\\d{1,9}) ?(.*)");

    /// What ends a switch before the exchange.
    private static final Set<String> BEFORE =
            Set.of(
                    "mounted",
                    "unseen",
                    "heavy",
                    "exposed",
                    "homeless",
                    "written",
                    "removed",
                    "kept",
                    "many",
                    "hindered",
                    "rsync",
                    End.NONE);

    private static final int MOST_TOLD = 300;

    /// A command line may hold 128 KiB, the script and all quoting with it.
    private static final int MOST_AT_ONCE = 48 << 10;

    private final Endpoint endpoint;
    private final StateDirectory place;
    private final List<String> rules;
    private final List<Way> ways;

    /// A tree beside the live one.
    ///
    /// @param lost what the live tree's directories may have and its own cannot, in words, because
    ///     the node's rsync does not know it; files that are shared have it
    public record Made(Endpoint at, List<String> lost) {
        public Made {
            lost = List.copyOf(lost);
        }
    }

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
    ///     point, which would stay behind, or others than root could lead root astray
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
    /// @return where it lies, and what its directories lack
    /// @throws FaultException `GuardTripped` where something that the rules leave out could not be
    ///     moved along, or an old tree may not go; `DiskFull`, `ProgramFailed`, `ProgramMissing`
    public Made make(Collection<TreePath> apart, Cancel cancel) throws FaultException {
        require("begun", run(StageScript.BEGIN, filters(), cancel));
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
        return made(run(StageScript.MAKE, filters(), cancel));
    }

    /// Makes the stage anew, equal to a snapshot that is whole on the node, where the rules do not
    /// leave it out. What the live tree has in the same way, by content and attributes, is shared
    /// with that; nothing is shared with the snapshot.
    ///
    /// @throws FaultException as [#make], and `GuardTripped` when there is no such snapshot, or it
    ///     was made with other rules, or by an rsync that could keep more
    public Made makeFrom(Snapshot snapshot, Cancel cancel) throws FaultException {
        require("begun", run(StageScript.BEGIN, filters(), cancel));
        List<String> arguments = new ArrayList<>(List.of(snapshot.name()));
        arguments.addAll(filters());
        return made(run(StageScript.FROM, arguments, cancel));
    }

    private Made made(End made) throws FaultException {
        require("made", made);
        Matcher said = MADE.matcher(made.rest());
        if (!said.matches() || made.rest().indexOf('\uFFFD') >= 0) {
            throw new FaultException(failed(made));
        }
        List<String> lost = new ArrayList<>();
        if (said.group(1) != null) {
            lost.add("ACLs");
        }
        if (said.group(2) != null) {
            lost.add("extended attributes");
        }
        return new Made(new Endpoint(endpoint.host(), said.group(3), endpoint.sudo()), lost);
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

    /// Begins the last look at the live tree: what is written from here on, [#toNew] finds.
    ///
    /// @throws FaultException `GuardTripped` where there is no stage
    public void mark(Cancel cancel) throws FaultException {
        require("marked", run(StageScript.MARK, List.of(), cancel));
    }

    /// What came of an exchange that was asked for.
    public sealed interface Exchange {
        /// The new tree is live.
        ///
        /// @param moved how many entries that the rules leave out were moved into it
        /// @param behind the path of something that was written into the old tree meanwhile, and
        ///     is not removed with it; untrusted, empty for nothing
        record Done(long moved, String behind) implements Exchange {}

        /// The live tree is the one of before, and nothing was changed.
        record Kept(Fault why) implements Exchange {}
    }

    /// Makes the new tree the live one. What the rules leave out is moved into it right after, by
    /// renames: for that long it is away.
    ///
    /// @throws FaultException when it is not known which tree is live, or what the rules leave out
    ///     is not there: calling again, or [#settle], goes on
    public Exchange toNew(Way way, Cancel cancel) throws FaultException {
        List<String> arguments = new ArrayList<>(List.of(way.word()));
        arguments.addAll(filters());
        End end = run(StageScript.SWITCH, arguments, cancel);
        if (end.word().equals("already")) {
            return new Exchange.Done(0, "");
        }
        Matcher done = SWITCHED.matcher(end.rest());
        if (end.word().equals("switched") && done.matches()) {
            String behind = Visible.text(done.group(2), MOST_TOLD);
            return new Exchange.Done(Long.parseLong(done.group(1)), behind);
        }
        if (BEFORE.contains(end.word())) {
            return new Exchange.Kept(failed(end));
        }
        throw new FaultException(failed(end));
    }

    /// Brings what the rules leave out into the live tree, where a switch was killed before.
    public void settle(Cancel cancel) throws FaultException {
        End end = run(StageScript.SETTLE, List.of(), cancel);
        if (!end.word().equals(End.NONE)) {
            require("settled", end);
        }
    }

    /// Removes the tree that is not live, whichever that is.
    ///
    /// @throws FaultException `GuardTripped` where that one was live and something was written in
    ///     it since, or what the rules leave out is still in it; it stays
    public void remove(Cancel cancel) throws FaultException {
        End end = run(StageScript.REMOVE, filters(), cancel);
        if (!end.word().equals(End.NONE)) {
            require("gone", end);
        }
    }

    private End run(NodeScript script, List<String> arguments, Cancel cancel)
            throws FaultException {
        return place.run(script, arguments, _ -> {}, cancel);
    }

    private List<String> filters() {
        List<String> options = new ArrayList<>();
        Rsync.OWN_RULES.forEach(rule -> options.add("--filter=" + rule));
        rules.forEach(rule -> options.add("--filter=" + rule));
        return options;
    }

    private void require(String word, End end) throws FaultException {
        if (!end.word().equals(word)) {
            throw new FaultException(failed(end));
        }
    }

    private Fault failed(End end) {
        String said = Visible.text(end.rest(), MOST_TOLD);
        return switch (end.word()) {
            case "mounted" ->
                    guard(
                            "A file system is mounted at "
                                    + said
                                    + ", or a subvolume begins there; it would stay behind.",
                            IN_PLACE);
            case "unseen" ->
                    guard("It does not tell what is mounted: no /proc/self/mountinfo.", IN_PLACE);
            case "fixed" ->
                    guard(
                            "The directory of its root may not be moved by the user that logs in.",
                            "Use sudo for this node, or sync it in place.");
            case "open" ->
                    guard(
                            said
                                    + ", above its root, can be written by others than root, who"
                                    + " could give root another tree to work in.",
                            "Log in as the owner of the tree instead of using sudo, or sync this"
                                    + " node in place.");
            case "unable" ->
                    guard(
                            "It cannot exchange two directories in one move.",
                            "Install perl, python3 or coreutils 9.5 there. If one is, its kernel or"
                                    + " its file system cannot: sync it in place.");
            case "blind" ->
                    guard(
                            "Its find does not tell what has changed: it has no -cnewer.",
                            "Install findutils there, or sync it in place.");
            default -> ruledOut(end, said);
        };
    }

    /// For what has to do with entries that the rules leave out.
    private Fault ruledOut(End end, String said) {
        return switch (end.word()) {
            case "heavy" -> leftOut(said, "may not be moved by the user that logs in");
            case "exposed" -> leftOut(said, "lies where others than root may write");
            case "many" ->
                    guard(
                            "More than 500 entries are left out by rules, "
                                    + said
                                    + " among them;"
                                    + " they would be away for too long.",
                            "Leave out the directories that they are in, or sync this node in"
                                    + " place.");
            case "homeless" -> leftOut(said, "has no place in the new tree");
            case "stuck" ->
                    guard(
                            said
                                    + " is left out by a rule, and is still in the old tree: "
                                    + end.errors(),
                            "Look what is in its way, and resume the run: it is moved then. The old"
                                    + " tree is kept until it is.");
            default -> meddled(end, said);
        };
    }

    /// For what somebody else has done meanwhile.
    private Fault meddled(End end, String said) {
        return switch (end.word()) {
            case "written" -> guard(said + " was written meanwhile, and would stay behind.", AGAIN);
            case "removed" -> guard(said + " was removed meanwhile, and would come back.", AGAIN);
            case "behind" ->
                    guard(
                            said + " was written after the tree that it is in was switched away.",
                            "Save it, and end the program that writes there. Then remove the"
                                    + " directory stage in .lockstep beside the root.");
            case "left" ->
                    guard(
                            said
                                    + " is left out by a rule, and in the tree that was switched"
                                    + " away.",
                            "Look whether it is needed, and move it into the live tree. Then remove"
                                    + " the directory stage in .lockstep beside the root.");
            case "busy" ->
                    guard(
                            "Another console began to work on its stage meanwhile.",
                            "Look who does that. Resume the run when it is done.");
            case "strange" ->
                    guard(
                            "What is in " + said + " is not known any more.",
                            "Look whether it is needed. Then remove the directory stage in"
                                    + " .lockstep beside the root.");
            case "lacking" ->
                    guard("There is no such snapshot.", "Choose another; nothing was changed.");
            case "ruled" ->
                    guard(
                            "The snapshot was kept under other rules, and what those left out would"
                                    + " be deleted.",
                            "Take the cluster file of then. Nothing was changed.");
            case "poor" ->
                    guard(
                            "Its rsync has no " + said + " any more, with which it was kept.",
                            "Install the rsync of then. Nothing was changed.");
            case "kept" -> guard("Its trees could not be exchanged: " + end.errors(), IN_PLACE);
            case End.NONE -> guard("It has no staged tree any more.", AGAIN);
            default -> place.failed(end);
        };
    }

    private Fault leftOut(String path, String why) {
        return guard(
                path + " is left out by a rule, and " + why + ".",
                "Keep it outside of the root, with a link to it, or sync this node in place.");
    }

    private Fault guard(String what, String remedy) {
        return new Fault.GuardTripped(place.node(), what, remedy);
    }
}
