package lockstep.peer;

import java.nio.file.Files;
import java.nio.file.Path;

/// A file system of a test's own, in a file. Closing takes it away, whatever was done there.
final class Disk implements AutoCloseable {
    final Path at;

    private Disk(Path at) {
        this.at = at;
    }

    /// Mounts a new one; skips the test where that cannot be.
    ///
    /// @param type `btrfs` or `xfs`
    /// @param at a directory to make
    static Disk mounted(String type, String size, Path at) throws Exception {
        Peer.root("to mount");
        Peer.program("mkfs." + type);
        if (type.equals("btrfs")) {
            Peer.program("btrfs");
        }
        Files.createDirectory(at);
        String image = at.getFileName() + ".img";
        Shell.run(
                at.getParent(),
                "truncate -s " + size + " " + image + " && mkfs." + type + " -q -f " + image);
        Shell.Result mounted =
                Shell.status(at.getParent(), "mount -o loop " + image + " " + at.getFileName());
        Peer.require(mounted.status() == 0, "nothing can be mounted here: " + mounted.output());
        return new Disk(at);
    }

    @Override
    public void close() {
        Shell.run(
                at.getParent(),
                "! mountpoint -q "
                        + at.getFileName()
                        + " || umount "
                        + at.getFileName()
                        + " || umount -l "
                        + at.getFileName());
    }
}
