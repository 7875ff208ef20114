package lockstep.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/// The bytes of a planned file: kept as text, or as the seed they grow from.
sealed interface Content {
    /// Writes a new file.
    void writeTo(Path file) throws IOException;

    /// As it stands, in UTF-8.
    record Text(String text) implements Content {
        @Override
        public void writeTo(Path file) throws IOException {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        }
    }

    /// Pseudo-random bytes without holes, the same for the same seed.
    record Noise(long seed, long size) implements Content {
        private static final int BLOCK = 1 << 20;

        @Override
        public void writeTo(Path file) throws IOException {
            var random = new SplittableRandom(seed);
            byte[] block = new byte[(int) Math.min(BLOCK, size)];
            try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                for (long left = size; left > 0; left -= block.length) {
                    random.nextBytes(block);
                    out.write(block, 0, (int) Math.min(left, block.length));
                }
            }
        }
    }

    /// Another content with one range overwritten by pseudo-random bytes.
    record Patched(Content original, long offset, long seed, int length) implements Content {
        @Override
        public void writeTo(Path file) throws IOException {
            original.writeTo(file);
            byte[] patch = new byte[length];
            new SplittableRandom(seed).nextBytes(patch);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(patch);
                while (left.hasRemaining()) {
                    channel.write(left, offset + left.position());
                }
            }
        }
    }
}
