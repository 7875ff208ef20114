package lockstep.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Takes a directory of ours away, whatever modes a demonstration left in it. Follows no links.
final class Removal extends SimpleFileVisitor<Path> {
    private Removal() {}

    /// Removes `directory` and all that is in it.
    ///
    /// @throws IOException when something could not be removed; the rest is gone then too, as far
    ///     as it lay before it
    static void of(Path directory) throws IOException {
        Files.walkFileTree(directory, new Removal());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
            throws IOException {
        if (!Files.isWritable(dir) || !Files.isExecutable(dir)) {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    /// A program that just ended may have taken its own temporary file away meanwhile.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) throws IOException {
        if (reason instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw reason;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
            throws IOException {
        if (failure != null) {
            throw failure;
        }
        Files.deleteIfExists(dir);
        return FileVisitResult.CONTINUE;
    }
}
