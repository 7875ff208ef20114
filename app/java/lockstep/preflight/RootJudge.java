package lockstep.preflight;

import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.link.ShellWords;

/// The root: there, mounted, reached by links that rsync follows, readable or writable.
final class RootJudge {
    private static final String TABLE = "/etc/fstab";

    private final Sight sight;
    private final List<Finding> found = new ArrayList<>();

    private RootJudge(Sight sight) {
        this.sight = sight;
    }

    static List<Finding> of(Sight sight) {
        RootJudge judge = new RootJudge(sight);
        judge.links();
        judge.root();
        return judge.found;
    }

    private void root() {
        switch (sight.answer().root()) {
            case MISSING ->
                    found.add(
                            Finding.blocking(
                                    Kind.ROOT, new Fault.RootMissing(sight.node(), sight.root())));
            case OTHER ->
                    found.add(
                            sight.blocks(
                                    Kind.ROOT,
                                    sight.root() + " is there, but is no directory.",
                                    "Correct the root in the cluster file, or make the directory."));
            case SHUT ->
                    found.add(
                            sight.blocks(
                                    Kind.ROOT,
                                    "The way to "
                                            + sight.root()
                                            + " is shut to "
                                            + sight.user()
                                            + ".",
                                    "Give it the right to enter every directory above, or use sudo"
                                            + " for this node."));
            case DIRECTORY -> {
                mount();
                access();
            }
        }
    }

    private void mount() {
        for (String place : sight.answer().unmounted()) {
            String harm =
                    sight.isTarget()
                            ? "A run would fill the disk beneath, and what it wrote would vanish"
                                    + " behind the mount."
                            : "A run would empty the other nodes.";
            found.add(
                    sight.blocks(
                            Kind.MOUNT,
                            "%s names %s, where the root is, and nothing is mounted there. %s"
                                    .formatted(TABLE, place, harm),
                            mountIt(place)));
        }
        for (String place : sight.answer().unmountedInside()) {
            found.add(
                    sight.isTarget()
                            ? sight.warns(Kind.MOUNT, inside(place), mountIt(place))
                            : sight.blocks(Kind.MOUNT, inside(place), mountIt(place)));
        }
        for (String place : sight.answer().optionalInside()) {
            found.add(sight.warns(Kind.MOUNT, inside(place), mountIt(place)));
        }
        if (sight.answer().isUnsureOfMounts()) {
            found.add(
                    sight.warns(
                            Kind.MOUNT,
                            "Whether all is mounted that should be could not be checked: %s or the"
                                            .formatted(TABLE)
                                    + " table of mounts cannot be read.",
                            "Look yourself that the root, and what belongs in it, is mounted."));
        }
        if (sight.isTarget() && sight.answer().isReadOnly()) {
            found.add(
                    sight.blocks(
                            Kind.MOUNT,
                            "The file system of " + sight.root() + " is mounted read-only.",
                            "Linux does that by itself when a disk fails: look at dmesg first, then"
                                    + " mount it to be written (mount -o remount,rw)."));
        }
    }

    private String inside(String place) {
        return "%s names %s, inside the root, and nothing is mounted there. %s"
                .formatted(
                        TABLE,
                        place,
                        sight.isTarget()
                                ? "A run would write what belongs there to the disk beneath."
                                : "A run would delete on the other nodes what belongs there.");
    }

    private static String mountIt(String place) {
        return "Mount it (%s) and scan again, or take its line out."
                .formatted(ShellWords.line(List.of("mount", place)));
    }

    private void access() {
        boolean can = sight.answer().can(sight.isTarget() ? "rwx" : "rx");
        if (can || sight.isTarget() && sight.answer().isReadOnly()) {
            return;
        }
        found.add(
                sight.isTarget()
                        ? sight.blocks(
                                Kind.WRITE,
                                sight.root() + " cannot be written by " + sight.user() + ".",
                                "Give it that right, or use sudo for this node.")
                        : sight.blocks(
                                Kind.ROOT,
                                sight.root() + " cannot be read by " + sight.user() + ".",
                                "Give it that right, or use sudo for this node."));
    }

    /// rsync 3.5.0 and newer, where it writes, follows a link at any place of the path only when
    /// root or its own user owns it.
    private void links() {
        for (Answer.Link link : sight.answer().links()) {
            boolean trusted = link.owner() == 0 || link.owner() == sight.answer().uid();
            if (!sight.isTarget() || trusted) {
                found.add(
                        sight.tells(
                                Kind.LINK,
                                "The root is reached through the symbolic link "
                                        + link.path()
                                        + ".",
                                "Nothing, unless that is news to you."));
            } else if (sight.answer().hasRsync(3, 5)) {
                found.add(untrusted(link));
            } else {
                found.add(
                        sight.warns(
                                Kind.LINK,
                                foreign(link)
                                        + " Its rsync still follows it; rsync 3.5.0 will not.",
                                chown(link)));
            }
        }
    }

    private Finding untrusted(Answer.Link link) {
        return sight.blocks(
                Kind.LINK,
                foreign(link) + " Since 3.5.0 rsync refuses to write through such a link.",
                chown(link));
    }

    private static String foreign(Answer.Link link) {
        return "The root is reached through the symbolic link %s, which belongs to user %d."
                .formatted(link.path(), link.owner());
    }

    private static String chown(Answer.Link link) {
        return "Give the link to root (%s), or name the directory itself in the cluster file."
                .formatted(ShellWords.line(List.of("chown", "-h", "root", link.path())));
    }
}
