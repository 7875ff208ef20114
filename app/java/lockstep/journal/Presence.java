package lockstep.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
/// The system knows one lock of a file for each process, and any close of the file ends it. So
/// what this program holds and has left is known once for all of it, however many journals it has
/// open, and the file of what it holds is not opened again. Safe for use by many threads.
final class Presence {
    private static final Pattern NAME = Pattern.compile("[0-9a-z]{1,40}");

    /// Those who only look hold the file for some microseconds.
    private static final int TRIES = 300;

    /// What this program works on, by the real path of the file; guards [#LEFT] too.
    private static final Map<Path, Held> HELD = new HashMap<>();

    private static final Set<Path> LEFT = new HashSet<>();

    private final Path directory;

    /// @param by who holds it: another may neither work on its run nor end that
    private record Held(Presence by, FileChannel channel) {}

    /// @param directory of the files; made when it is needed
    Presence(Path directory) {
        this.directory = directory;
    }

    /// Work on a run is done from here from now on.
    ///
    /// @return not when it is done from elsewhere, be it in this program; true also where that
    ///     cannot be known
    boolean enter(String run) {
        if (!NAME.matcher(run).matches()) {
            return true;
        }
        synchronized (HELD) {
            try {
                Files.createDirectories(directory);
                Held before = HELD.get(file(run));
                if (before != null) {
                    return before.by() == this;
                }
                FileChannel channel = locked(file(run));
                if (channel == null) {
                    return false;
                }
                HELD.put(file(run), new Held(this, channel));
            } catch (IOException _) {
                // Then nobody knows.
            }
            LEFT.remove(file(run));
            return true;
        }
    }

    private static @Nullable FileChannel locked(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = isLocked(channel);
            return locked ? channel : null;
        } finally {
            if (!locked) {
                channel.close();
            }
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

    /// No work on a run is done from here any more.
    ///
    /// @param over whether nobody needs to ask any more
    void leave(String run, boolean over) {
        if (!NAME.matcher(run).matches()) {
            return;
        }
        synchronized (HELD) {
            Path file = file(run);
            Held mine = HELD.get(file);
            if (mine != null && mine.by() != this) {
                return;
            }
            HELD.remove(file);
            LEFT.add(file);
            try {
                if (mine != null) {
                    mine.channel().close();
                }
                if (over && mine != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException _) {
                // The lock ends with the program at the latest.
            }
        }
    }

    /// Whether this program has worked on a run, and does not any more.
    boolean hasLeft(String run) {
        synchronized (HELD) {
            return NAME.matcher(run).matches() && LEFT.contains(file(run));
        }
    }

    /// Whether a program works on a run; empty when that is not known.
    Optional<Boolean> isThere(String run) {
        if (!NAME.matcher(run).matches()) {
            return Optional.empty();
        }
        synchronized (HELD) {
            Path file = file(run);
            if (HELD.containsKey(file)) {
                return Optional.of(true);
            }
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return Optional.of(free == null);
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }

    /// The same for every journal that is open on the same file, by whatever path.
    private Path file(String run) {
        try {
            return directory.toRealPath().resolve(run);
        } catch (IOException _) {
            return directory.toAbsolutePath().normalize().resolve(run);
        }
    }

    void close() {
        synchronized (HELD) {
            HELD.values().removeIf(held -> held.by() == this && isClosed(held.channel()));
        }
    }

    private static boolean isClosed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock ends with the program at the latest.
        }
        return true;
    }
}
