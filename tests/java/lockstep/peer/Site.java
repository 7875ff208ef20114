package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.rsync.Endpoint;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;

/// A live tree with everything in it that a snapshot has to keep, `live` in a directory of its own,
/// so that what is kept beside it is seen too.
final class Site {
    static final List<String> RULES = List.of("- /cache/", "- *.swp");

    final Path parent;
    final Path live;

    /// @param parent an existing directory
    Site(Path parent) {
        this.parent = parent;
        this.live = parent.resolve("live");
    }

    /// Fills it with files of every sort; needs root, to give files away.
    Site filled() {
        Peer.root("to give files away");
        Peer.program("rsync");
        Peer.program("setfacl");
        Peer.program("setfattr");
        Shell.run(
                parent,
                """
                mkdir -p live/dir/deep live/cache live/shut && cd live
                echo one > one; echo two > dir/two; echo three > dir/deep/three
                ln dir/two dir/two-again
                ln -s dir/two link; ln -s /nowhere dangling
                head -c 300000 /dev/zero | tr '\\0' x > large
                truncate -s 1M sparse; echo end >> sparse
                mkfifo fifo
                echo dash > -dash; echo odd > "$(printf 'new\\nline')"
                echo odd > "$(printf 'c\\001\\377\\\\#101')"
                echo suid > suid; chmod 4755 suid
                chown 1234:2345 dir/two one; chmod 640 one
                chown -h 1234 link
                setfacl -m u:1235:r dir/deep/three; setfattr -n user.note -v hello dir/two
                setfacl -d -m u:1236:rx dir
                echo shut > shut/in; chmod 555 shut
                echo kept > cache/kept; echo kept > dir/kept.swp
                find . -exec touch -h -d '2021-02-03 04:05:06.789' {} +
                """);
        return this;
    }

    /// Everything but what the rules leave out: types, modes, owners, times, where links lead,
    /// ACLs, attributes and content, and which files are hard links to each other.
    String picture() {
        return picture(live);
    }

    static String picture(Path tree) {
        return Shell.run(
                tree,
                """
                export LC_ALL=C
                list() { find . -path ./cache -prune -o -name '*.swp' -o "$@"; }
                list -printf '%p|%y|%m|%U|%G|%T@|%l\\n' | sort
                list -type f -printf '%i %p\\n' | sort -k 2 | awk '{ if (!n[$1]) n[$1] = NR; print n[$1], $2 }'
                list -type f -exec sha256sum {} + | sort
                list -print0 | sort -z | xargs -0 getfacl -P -n -p 2>/dev/null
                list -print0 | sort -z | xargs -0 getfattr -h -d -m user 2>/dev/null
                """);
    }

    Snapshots snapshots(Host host) {
        return new Snapshots(endpoint(host), RULES);
    }

    Endpoint endpoint(Host host) {
        return new Endpoint(host, live.toString(), false);
    }

    Path state() {
        return parent.resolve(".lockstep/live");
    }

    Path tree(Snapshot snapshot) {
        return state().resolve("snapshots").resolve(snapshot.name()).resolve("tree");
    }

    /// The directories of snapshots that are not whole.
    List<Path> halves() throws IOException {
        Path all = state().resolve("snapshots");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(all)) {
            return found.filter(p -> p.getFileName().toString().startsWith("half-")).toList();
        }
    }

    /// The whole snapshots, the newest first.
    static List<Snapshot> listed(Snapshots snapshots) throws FaultException {
        return snapshots.list().stream().map(Kept::snapshot).toList();
    }

    /// What is the same for two files that are hard links to each other.
    static Object inode(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }
}
