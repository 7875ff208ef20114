package lockstep.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;
import lockstep.tree.TreePath;

/// The snapshots of one node's tree, each a whole tree of its own, made by the best [Method] that
/// works there. None shares an inode with the live tree, so that a program which writes in place
/// changes no snapshot. What the cluster's rules leave out is in no snapshot, or is not shown, and
/// no restoring touches it.
///
/// Every method raises what [StateDirectory#run] does. A cancel, a lost line or a killed console
/// ends the node's rsync. One caller at a time may make or restore on a node: that is what locks
/// are for. As a user other than root, rsync keeps owners only as far as that user may set them.
public final class Snapshots {
    /// The most that a manifest may have, packed.
    static final int LARGEST_MANIFEST = 256 << 20;

    private static final Pattern BEGUN = Pattern.compile("([a-z]+) (half-[^ /]+) (/.*)");
    private static final Pattern HELD = Pattern.compile(":(\\d{1,15}) (.*)");

    private final Endpoint endpoint;
    private final StateDirectory place;
    private final Refusals refusals;
    private final List<String> rules;

    /// @param rules the cluster's; see [lockstep.fleet.Cluster#rules]
    public Snapshots(Endpoint endpoint, List<String> rules) {
        this.endpoint = endpoint;
        this.place = new StateDirectory(endpoint);
        this.refusals = new Refusals(place);
        this.rules = List.copyOf(rules);
    }

    /// Those that are whole, the newest first.
    ///
    /// @throws FaultException `LimitReached` for more than anybody makes
    public List<Kept> list() throws FaultException {
        ListReading reading = new ListReading();
        End end = place.run(ShelfScript.LIST, List.of(""), reading::add, new Cancel());
        if (!end.word().equals(End.NONE)) {
            require("listed", end);
        }
        return reading.all()
                .orElseThrow(
                        () ->
                                new FaultException(
                                        new Fault.LimitReached(
                                                place.node(),
                                                "It holds more snapshots than anybody makes.",
                                                "Remove some from .lockstep beside its root.")));
    }

    /// What a snapshot would need and what there is for it. Makes the state directory.
    ///
    /// @throws FaultException `ProgramFailed`, `ProgramMissing` of rsync or df
    public Space space(Cancel cancel) throws FaultException {
        SpaceReading reading = new SpaceReading();
        require("looked", place.run(MakeScript.SPACE, options(List.of("")), reading::add, cancel));
        return reading.space()
                .orElseThrow(
                        () ->
                                new FaultException(
                                        new Fault.ProgramFailed(
                                                place.node(), "df", 0, "nothing to be read")));
    }

    /// Makes a snapshot of the tree as it is, by content, or gives the one that the run has
    /// already. There is no manifest with it.
    ///
    /// @param run see [Snapshot]
    /// @throws FaultException as [#begin] and [#finish]
    public Snapshot make(String run, Instant now, Cancel cancel) throws FaultException {
        for (Kept kept : list()) {
            if (kept.snapshot().run().equals(run)) {
                return kept.snapshot();
            }
        }
        Draft draft = begin(new Snapshot(now, run), cancel);
        finish(draft, new byte[0], new byte[0], cancel);
        return draft.snapshot();
    }

    /// Makes the tree of what is to be a snapshot, where there is room for it, by the best method
    /// that works on the node. A file that a program writes meanwhile is taken as rsync finds it.
    /// Until [#finish] there is no new snapshot; what was copied is used by the next one that is
    /// made.
    ///
    /// @throws FaultException `DiskFull`, mostly before anything is written; `GuardTripped` when
    ///     something is mounted in the tree; `ProgramFailed` when rsync did not get everything,
    ///     `ProgramMissing`
    public Draft begin(Snapshot snapshot, Cancel cancel) throws FaultException {
        Optional<String> lack = space(cancel).lack();
        if (lack.isPresent()) {
            throw new FaultException(new Fault.DiskFull(place.node(), lack.get()));
        }
        End end = place.run(MakeScript.BEGIN, options(List.of(snapshot.name())), _ -> {}, cancel);
        require("begun", end);
        Matcher said = BEGUN.matcher(end.rest());
        Optional<Method> method = said.matches() ? Method.of(said.group(1)) : Optional.empty();
        if (method.isEmpty()) {
            throw new FaultException(refusals.failed(end));
        }
        return new Draft(
                snapshot, said.group(2), below(said.group(3) + "/tree", end), method.get());
    }

    /// Makes a draft whole, with all that came with it: a whole snapshot has its manifest. After a
    /// failure it is none, and calling again will do.
    ///
    /// @param manifest packed; 256 MiB at most
    /// @throws FaultException `GuardTripped` when the draft is not there any more; `DiskFull`,
    ///     `LinkLost`
    public void finish(Draft draft, byte[] manifest, About about, Cancel cancel)
            throws FaultException {
        if (manifest.length == 0 || manifest.length > LARGEST_MANIFEST) {
            throw new IllegalArgumentException("a manifest of " + manifest.length + " bytes");
        }
        finish(draft, manifest, about.text().getBytes(StandardCharsets.UTF_8), cancel);
    }

    private void finish(Draft draft, byte[] manifest, byte[] about, Cancel cancel)
            throws FaultException {
        byte[] body = Arrays.copyOf(manifest, manifest.length + about.length);
        System.arraycopy(about, 0, body, manifest.length, about.length);
        List<String> arguments =
                List.of(
                        draft.snapshot().name(),
                        draft.half(),
                        Integer.toString(manifest.length),
                        Integer.toString(about.length));
        End end = place.run(MakeScript.FINISH, arguments, body, _ -> {}, cancel);
        there(draft.snapshot(), end);
        require("made", end);
    }

    /// The manifest of a snapshot, packed as it was given; nobody has looked into it.
    ///
    /// @throws FaultException `GuardTripped` where there is none; `ProtocolBroken` when another
    ///     length arrives than was said
    public byte[] manifest(Snapshot snapshot, Cancel cancel) throws FaultException {
        ManifestReading reading = new ManifestReading(LARGEST_MANIFEST);
        List<String> arguments = List.of(snapshot.name(), Integer.toString(LARGEST_MANIFEST));
        End end = place.run(ShelfScript.MANIFEST, arguments, reading::add, cancel);
        if (end.word().equals(End.NONE)) {
            throw new FaultException(refusals.noManifest(snapshot));
        }
        require("sent", end);
        return reading.all()
                .orElseThrow(
                        () ->
                                new FaultException(
                                        new Fault.ProtocolBroken(
                                                place.node(),
                                                "a manifest of another length than was said")));
    }

    /// Where the tree of a whole snapshot is, to be listed with the cluster's rules: what they
    /// leave out may be in it.
    ///
    /// @throws FaultException `GuardTripped` when there is no such snapshot, or it was made with
    ///     other rules, or by an rsync that could keep more
    public Endpoint tree(Snapshot snapshot, Cancel cancel) throws FaultException {
        List<String> arguments = options(List.of(snapshot.name()));
        End end = place.run(RestoreScript.TREE, arguments, _ -> {}, cancel);
        there(snapshot, end);
        require("tree", end);
        return below(end.rest(), end);
    }

    private Endpoint below(String path, End end) throws FaultException {
        if (!path.startsWith("/") || path.indexOf('\uFFFD') >= 0 || path.indexOf('\0') >= 0) {
            throw new FaultException(refusals.failed(end));
        }
        return new Endpoint(endpoint.host(), path, endpoint.sudo());
    }

    /// Writes a note to a whole snapshot, or takes it away.
    ///
    /// @param text made visible, in 200 characters at most
    /// @throws FaultException `GuardTripped` when there is no such snapshot
    public void note(Snapshot snapshot, Note note, Optional<String> text, Cancel cancel)
            throws FaultException {
        List<String> arguments = new ArrayList<>();
        arguments.add(snapshot.name());
        arguments.add(note.name().toLowerCase(Locale.ROOT));
        text.ifPresent(line -> arguments.add(OneLine.of(line)));
        End end = place.run(ShelfScript.NOTE, arguments, _ -> {}, cancel);
        there(snapshot, end);
        require("noted", end);
    }

    /// What removing these would give back, of those that are there.
    public Freed freed(List<Snapshot> going, Cancel cancel) throws FaultException {
        Set<String> names =
                going.stream().map(Snapshot::name).collect(Collectors.toCollection(HashSet::new));
        byte[] body = String.join("\n", names).getBytes(StandardCharsets.UTF_8);
        long[] kibibytes = new long[1];
        boolean[] unsure = new boolean[1];
        End end =
                place.run(
                        ShelfScript.FREED,
                        List.of("", Integer.toString(body.length)),
                        body,
                        line -> {
                            Matcher held =
                                    HELD.matcher(new String(line, StandardCharsets.ISO_8859_1));
                            if (held.matches() && names.remove(held.group(2))) {
                                long more = Long.parseLong(held.group(1));
                                kibibytes[0] = Math.min(Long.MAX_VALUE >> 11, kibibytes[0] + more);
                            } else if (line.length > 1 && line[0] == ':') {
                                unsure[0] = true;
                            }
                        },
                        cancel);
        if (!end.word().equals(End.NONE)) {
            require("counted", end);
        }
        return new Freed(
                kibibytes[0] << 10, unsure[0] ? Freed.Certainty.AT_MOST : Freed.Certainty.COUNTED);
    }

    /// Removes a whole snapshot, whoever pinned it. From the beginning on it is none; what a
    /// removal that was cut off leaves goes with the next, or with the next snapshot that is made.
    ///
    /// @throws FaultException `GuardTripped` when there is no such snapshot, or something is
    ///     mounted in it
    public void remove(Snapshot snapshot, Cancel cancel) throws FaultException {
        End end = place.run(ShelfScript.REMOVE, List.of(snapshot.name()), _ -> {}, cancel);
        there(snapshot, end);
        require("removed", end);
    }

    /// Makes the whole tree equal to a snapshot, where nothing of what it holds now is kept.
    public Differences restore(Snapshot snapshot, Cancel cancel) throws FaultException {
        RestoreEvents unheard = new RestoreEvents() {};
        return restore(snapshot, new Scope.Whole(), Optional.empty(), unheard, cancel);
    }

    /// Makes the tree, or a part of it, equal to a snapshot: content by digest, attributes, times,
    /// and what has come since is deleted. A directory that has come since stays as long as
    /// anything is in it that does not go: what the rules leave out, or what is not in the scope.
    /// Directories that are missing on the way to a path are made; those that are there keep
    /// their attributes, but for the time. After a failure every file is whole, old or new; calling
    /// again finishes.
    ///
    /// @param present the snapshot of what the tree holds now: what is replaced or removed and is
    ///     not in it so is kept with it; empty where nothing was kept
    /// @return what was mended
    /// @throws FaultException `GuardTripped` when there is no such snapshot, or it was made with
    ///     other rules, by an rsync that could keep more, or before something was mounted over what
    ///     it holds; `Partial`, `DiskFull`, `ProgramFailed`, `ProgramMissing`
    public Differences restore(
            Snapshot snapshot,
            Scope scope,
            Optional<Snapshot> present,
            RestoreEvents events,
            Cancel cancel)
            throws FaultException {
        Told told = new Told(events);
        String kept = present.map(Snapshot::name).orElse("-");
        switch (scope) {
            case Scope.Whole _ -> {
                List<String> arguments = options(List.of(snapshot.name(), kept));
                alike(snapshot, place.run(RestoreScript.RESTORE, arguments, told::line, cancel));
            }
            case Scope.Paths(Collection<TreePath> paths) ->
                    paths(snapshot, paths, kept, told, cancel);
        }
        return told.differences();
    }

    private void paths(
            Snapshot snapshot, Collection<TreePath> paths, String kept, Told told, Cancel cancel)
            throws FaultException {
        if (rules.stream().anyMatch(rule -> rule.matches("[ _]*(:|dir-merge).*"))) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            place.node(),
                            "Its rules are in files of the tree (dir-merge), which count for no"
                                    + " single path.",
                            "Roll back the whole tree."));
        }
        Chosen chosen = new Chosen(paths);
        byte[] asked = chosen.asked();
        List<String> first = List.of(snapshot.name(), Integer.toString(asked.length));
        End looked = place.run(RestoreScript.LOOK, options(first), asked, chosen::add, cancel);
        there(snapshot, looked);
        require("looked", looked);
        Chosen.Gone gone = chosen.new Gone();
        byte[] going = Chosen.list(chosen.going());
        byte[] coming = Chosen.list(chosen.coming());
        byte[] body = Arrays.copyOf(going, going.length + coming.length);
        System.arraycopy(coming, 0, body, going.length, coming.length);
        List<String> then =
                List.of(
                        snapshot.name(),
                        Integer.toString(going.length),
                        Integer.toString(coming.length),
                        chosen.root() ? "root" : "below",
                        kept);
        End end =
                place.run(
                        RestoreScript.PATHS,
                        options(then),
                        body,
                        line -> {
                            gone.read(line).ifPresent(told::add);
                            told.line(line);
                        },
                        cancel);
        alike(snapshot, end);
        if (gone.stays().isPresent()) {
            String why = gone.stays().get().visible() + " is still there: " + end.errors();
            throw new FaultException(new Fault.Partial(place.node(), 23, why));
        }
    }

    /// In what the tree is not as a snapshot, by content and attributes: what [#restore] would do.
    ///
    /// @throws FaultException as [#restore]
    public Differences differences(Snapshot snapshot, Cancel cancel) throws FaultException {
        return differences(snapshot, By.CONTENT, cancel);
    }

    /// As [#differences(Snapshot, Cancel)]; by attributes no file is read.
    public Differences differences(Snapshot snapshot, By by, Cancel cancel) throws FaultException {
        return differences(snapshot, by, new RestoreEvents() {}, cancel);
    }

    /// As above.
    ///
    /// @param events told of each, as of what would be mended
    public Differences differences(Snapshot snapshot, By by, RestoreEvents events, Cancel cancel)
            throws FaultException {
        NodeScript script =
                switch (by) {
                    case CONTENT -> RestoreScript.BY_CONTENT;
                    case ATTRIBUTES -> RestoreScript.BY_ATTRIBUTES;
                };
        Told told = new Told(events);
        alike(snapshot, place.run(script, options(List.of(snapshot.name())), told::line, cancel));
        return told.differences();
    }

    private void alike(Snapshot snapshot, End end) throws FaultException {
        there(snapshot, end);
        if (!end.word().equals("rsync") || !end.rest().equals("0")) {
            throw new FaultException(refusals.partly(end));
        }
    }

    private void there(Snapshot snapshot, End end) throws FaultException {
        if (end.word().equals(End.NONE)) {
            throw new FaultException(refusals.none(snapshot));
        }
    }

    private void require(String word, End end) throws FaultException {
        if (!end.word().equals(word)) {
            throw new FaultException(refusals.failed(end));
        }
    }

    private List<String> options(List<String> before) {
        List<String> options = new ArrayList<>(before);
        Rsync.OWN_RULES.forEach(rule -> options.add("--filter=" + rule));
        rules.forEach(rule -> options.add("--filter=" + rule));
        return options;
    }
}
