package lockstep.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Random;

/// A directory for a bench's trees, removed with everything in it when closed, or when the
/// process ends. In memory where there is room for them: removing very many files from a disk
/// takes longer than the bench.
record Room(Path directory) implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final FileTime WRITTEN = FileTime.fromMillis(1_700_000_000_000L);
    private static final FileTime REWRITTEN = FileTime.fromMillis(1_700_000_100_000L);
    private static final int FILES_A_DIRECTORY = 100;
    private static final int DIRECTORIES_A_SECTION = 100;
    private static final int ONE_DRIFTS_IN = 1_000;
    private static final int LEAVE_TRIES = 5;
    private static final int BLOCK = 1 << 20;
    private static final int CHANGED_RUN = 32 << 10;

    /// A room with place for `bytes`, and as much again left over in memory.
    ///
    /// @throws IOException when neither memory nor the temporary directory has it
    static Room of(long bytes) throws IOException {
        boolean fits = Files.isDirectory(MEMORY) && Math.min(free(MEMORY), available()) > 2 * bytes;
        Path place = fits ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        if (free(place) < bytes) {
            throw new IOException(place + " has no room for " + (bytes >> 20) + " MiB");
        }
        System.out.printf(
                Locale.ROOT,
                "trees in %s (%,d MiB needed, %,d MiB free)%n",
                place,
                bytes >> 20,
                free(place) >> 20);
        Room room = new Room(Files.createTempDirectory(place, "lockstep-bench"));
        Runtime.getRuntime().addShutdownHook(new Thread(room::leave, "removing the trees"));
        return room;
    }

    private static long free(Path place) throws IOException {
        return Files.getFileStore(place).getUsableSpace();
    }

    private static long available() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }

    /// An empty directory in it; what was there is gone.
    Path empty(String name) throws IOException {
        Path path = directory.resolve(name);
        if (Files.exists(path)) {
            remove(path);
        }
        return Files.createDirectory(path);
    }

    /// Writes `count` files of about `size` bytes, a hundred a directory; of two trees with other
    /// `drift`, one file in a thousand differs in size. All times are the same.
    static void files(Path root, int count, int size, int drift) throws IOException {
        Path directory = root;
        byte[] content = new byte[size];
        for (int i = 0; i < count; i++) {
            int number = i / FILES_A_DIRECTORY;
            if (i % FILES_A_DIRECTORY == 0) {
                Path section = root.resolve("section-" + number / DIRECTORIES_A_SECTION);
                directory = Files.createDirectories(section.resolve("articles-" + number));
            }
            new Random(i).nextBytes(content);
            int length = i % ONE_DRIFTS_IN == 7 ? size - 10 + drift : size;
            Path file = directory.resolve("picture-" + i + ".jpeg");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(content, 0, length);
            }
            Files.setLastModifiedTime(file, WRITTEN);
        }
        sameTimes(root);
    }

    /// Has the machine back memory for `bytes` that are to be written here. A virtual machine may
    /// give what is free back to its host; then the first to write pays for getting it again, some
    /// ten times what the writing costs, and a round measures that. Does nothing on a disk.
    void back(long bytes) throws IOException {
        if (!directory.startsWith(MEMORY)) {
            return;
        }
        Path filler = directory.resolve("filler");
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long left = bytes; left > 0; left -= BLOCK) {
                out.write(block);
            }
        } finally {
            Files.deleteIfExists(filler);
        }
    }

    /// How many of `count` [#files] differ between two trees.
    static long drifting(int count) {
        return (count + ONE_DRIFTS_IN - 8L) / ONE_DRIFTS_IN;
    }

    private static void sameTimes(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.setLastModifiedTime(directory, WRITTEN);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Writes one file of noise.
    static void noise(Path file, long size) throws IOException {
        Random random = new Random(42);
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        Files.setLastModifiedTime(file, WRITTEN);
    }

    /// Overwrites one run of 32 KiB in each hundred with other noise, each at a place of its own.
    static void changeOneInHundred(Path file) throws IOException {
        Random random = new Random(43);
        byte[] run = new byte[CHANGED_RUN];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "rw")) {
            long window = 100L * CHANGED_RUN;
            for (long at = 0; at + window <= in.length(); at += window) {
                random.nextBytes(run);
                in.seek(at + random.nextInt((int) (window - CHANGED_RUN)));
                in.write(run);
            }
        }
        Files.setLastModifiedTime(file, REWRITTEN);
    }

    static void remove(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// For a bench that was broken off, which may still be writing.
    private void leave() {
        IOException trouble = null;
        for (int i = 0; i < LEAVE_TRIES; i++) {
            try {
                close();
                return;
            } catch (IOException e) {
                trouble = e;
            }
        }
        System.err.println(directory + " could not be removed: " + trouble);
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory)) {
            remove(directory);
        }
    }
}
