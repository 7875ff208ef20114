package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReadingTest {
    private static final int PART = 24_000;

    /// As the script prints it, cut into lines.
    private static Optional<byte[]> read(byte[] manifest, int said) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < manifest.length; at += PART) {
            out.write(manifest, at, Math.min(PART, manifest.length - at));
            out.write('\n');
        }
        ManifestReading reading = new ManifestReading(200_000);
        reading.add("Welcome to web1".getBytes(StandardCharsets.US_ASCII));
        reading.add((":" + said).getBytes(StandardCharsets.US_ASCII));
        byte[] all = out.toByteArray();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                reading.add(Arrays.copyOfRange(all, from, i));
                from = i + 1;
            }
        }
        return reading.all();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 23_999, 24_000, 24_001, 47_999, 48_000, 48_001, 150_000})
    void itIsWhatWasSentWhereverItsLineBreaksAre(int size) {
        byte[] few = new byte[size];
        new Random(size).nextBytes(few);
        byte[] breaks = new byte[size];
        Arrays.fill(breaks, (byte) '\n');

        assertThat(read(few, size).orElseThrow()).isEqualTo(few);
        assertThat(read(breaks, size).orElseThrow()).isEqualTo(breaks);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 101, 300_000, 999_999_999})
    void anotherLengthThanWasSaidIsNone(int said) {
        byte[] manifest = new byte[100];

        assertThat(read(manifest, said)).isEmpty();
    }
}
