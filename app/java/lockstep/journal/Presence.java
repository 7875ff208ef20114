package lockstep.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which runs are worked on: a file for each, locked for as long as its program works on it, also
/// when it is killed. Process ids and times of start tell less: clocks are set, and neither is
/// seen from everywhere. Where the file system has no locks nothing is known.
///
/// To open the file of a run that this program works on would end its lock: POSIX has one for each
/// process, and any close ends it. Safe for use by many threads.
final class Presence {
    private static final Pattern NAME = Pattern.compile("[0-9a-z]{1,40}");

    /// Those who only look hold the file for some microseconds.
    private static final int TRIES = 300;

    private final Path directory;
    private final Map<String, FileChannel> held = new HashMap<>();
    private final Set<String> left = new HashSet<>();

    /// @param directory of the files; made when it is needed
    Presence(Path directory) {
        this.directory = directory;
    }

    /// This program works on a run from now on.
    ///
    /// @return not when another one does; true also where that cannot be known
    synchronized boolean enter(String run) {
        if (!NAME.matcher(run).matches() || held.containsKey(run)) {
            return true;
        }
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(
                            file(run), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                held.put(run, channel);
                left.remove(run);
                return true;
            }
            channel.close();
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (channel.tryLock() != null) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /// This program does not work on a run any more.
    ///
    /// @param over whether nobody needs to ask any more
    synchronized void leave(String run, boolean over) {
        FileChannel channel = held.remove(run);
        left.add(run);
        try {
            close(channel);
            if (over && channel != null) {
                Files.deleteIfExists(file(run));
            }
        } catch (IOException _) {
            // The lock ends with the program at the latest.
        }
    }

    /// Whether it did so.
    synchronized boolean hasLeft(String run) {
        return left.contains(run);
    }

    /// Whether another program works on a run; empty when that is not known. Not to be asked about
    /// one that this program works on.
    synchronized Optional<Boolean> isThere(String run) {
        if (held.containsKey(run)) {
            return Optional.of(true);
        }
        if (!NAME.matcher(run).matches() || !Files.exists(file(run))) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file(run), StandardOpenOption.READ);
                FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return Optional.of(free == null);
        } catch (OverlappingFileLockException _) {
            return Optional.of(true);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Path file(String run) {
        return directory.resolve(run);
    }

    synchronized void close() {
        for (FileChannel channel : held.values()) {
            try {
                close(channel);
            } catch (IOException _) {
                // The lock ends with the program at the latest.
            }
        }
        held.clear();
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
