package lockstep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// An entry of a tree as it shall be on a node's disk.
sealed interface Planned {
    /// Its modification time.
    Instant time();

    /// Makes the entry with its mode, not yet with its time.
    void make(Path at) throws IOException;

    /// Gives the entry its time; for a directory, once everything in it is made.
    default void stamp(Path at) throws IOException {
        FileTime stamp = FileTime.from(time());
        Files.getFileAttributeView(at, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(stamp, null, null);
    }

    /// A regular file.
    record Document(Content content, int mode, Instant time) implements Planned {
        @Override
        public void make(Path at) throws IOException {
            content.writeTo(at);
            Files.setAttribute(at, "unix:mode", mode);
        }
    }

    /// A directory.
    record Folder(int mode, Instant time) implements Planned {
        @Override
        public void make(Path at) throws IOException {
            Files.createDirectories(at);
            Files.setAttribute(at, "unix:mode", mode);
        }
    }

    /// A symbolic link.
    record Pointer(String target, Instant time) implements Planned {
        @Override
        public void make(Path at) throws IOException {
            Files.createSymbolicLink(at, Path.of(target));
        }
    }

    /// An entry that belongs to someone else.
    ///
    /// @param attribute `unix:uid` or `unix:gid`
    record Foreign(Planned entry, String attribute, int id) implements Planned {
        @Override
        public Instant time() {
            return entry.time();
        }

        @Override
        public void make(Path at) throws IOException {
            entry.make(at);
            Files.setAttribute(at, attribute, id, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
