package lockstep.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/// What goes wrong on a node behind everybody's back, where no customer looks: one of its settings
/// is spoilt and keeps its size and time, one is gone, and something is left behind.
final class Mishap {
    private Mishap() {}

    /// @param root of a shop's tree
    /// @throws IOException also where there are not two settings in which anything is written
    static void in(Path root) throws IOException {
        Path settings = root.resolve("config");
        List<Path> files;
        try (Stream<Path> all = Files.list(settings)) {
            files = all.filter(Mishap::isWritten).sorted().limit(2).toList();
        }
        if (files.size() < 2) {
            throw new IOException("too few settings in " + settings);
        }
        spoil(files.getFirst());
        Files.delete(files.getLast());
        Files.writeString(settings.resolve("left-behind.bak"), "old = yes\n");
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void spoil(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }
}
