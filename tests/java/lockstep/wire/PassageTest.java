package lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import lockstep.tree.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from one peer and let through to another: exactly that, and never before.
class PassageTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final WireOut out = new WireOut(passed);
    private final Budget budget = new Budget(1 << 20);

    private byte[] passed() throws IOException {
        out.flush();
        return passed.toByteArray();
    }

    @Test
    void nothingPassesBeforeItIsForwarded() throws IOException {
        WireIn in = new Bytes().i32(1).i32(2).i32(3).in();
        in.passTo(out, 100, budget);

        in.int32();
        assertThat(passed()).isEmpty();
        in.forward();
        assertThat(passed()).isEqualTo(new Bytes().i32(1).bytes());
        in.int32();
        in.drop();
        in.int32();
        in.forward();

        assertThat(passed()).isEqualTo(new Bytes().i32(1).i32(3).bytes());
    }

    @Test
    void whatWasReadBeforeThePassageStays() throws IOException {
        WireIn in = new Bytes().i32(1).i32(2).in();
        in.int32();
        in.passTo(out, 100, budget);

        in.int32();
        in.forward();

        assertThat(passed()).isEqualTo(new Bytes().i32(2).bytes());
    }

    @Test
    void whatIsHeldHasALimitAcrossRefills() {
        byte[] data = new byte[5000];
        WireIn in = framed(data, 100, 7);
        in.passTo(out, 4000, budget);

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> in.fully(new byte[5000], 0, 5000))
                .withMessageContaining("over 4000 bytes");
    }

    @Test
    void bulkNeedsNoHolding() throws IOException {
        byte[] data = bytes(3_000_000, 5);
        WireIn in = framed(data, 70_000, 9_000);
        in.passTo(out, 16, budget);

        in.int32();
        in.through(data.length - 8L);
        in.int32();
        in.forward();

        assertThat(passed()).isEqualTo(data);
    }

    /// Random reads, forwards and drops over random frames, with messages between and reads of
    /// random length: what passed is what was read, without what was dropped.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void passedIsReadMinusDropped(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] data = bytes(600_000, seed);
        WireIn in = framed(data, 1 + random.nextInt(5_000), 1 + random.nextInt(40_000));
        in.passTo(out, 1 << 20, budget);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int at = 0;
        int settled = 0;
        while (at < data.length) {
            int n = Math.min(data.length - at, random.nextInt(random.nextInt(10) == 0 ? 9000 : 9));
            boolean bulk = random.nextInt(5) == 0;
            if (bulk && n > 0) {
                in.through(n);
            } else {
                byte[] read = new byte[n];
                in.fully(read, 0, n);
                assertThat(Arrays.equals(read, 0, n, data, at, at + n)).isTrue();
            }
            at += n;
            int decision = bulk && n > 0 ? 0 : random.nextInt(4);
            if (decision == 0) {
                in.forward();
                expected.write(data, settled, at - settled);
                settled = at;
            } else if (decision == 1) {
                in.drop();
                settled = at;
            }
        }
        in.forward();
        expected.write(data, settled, at - settled);

        assertThat(passed()).isEqualTo(expected.toByteArray());
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void theSameInFramesOnTheOtherSide() throws IOException {
        byte[] data = bytes(500_000, 11);
        out.startFrames();
        WireIn in = framed(data, 3_333, 1_000);
        in.passTo(out, 1 << 20, budget);
        in.through(data.length);
        out.message(Tag.NO_SEND, new byte[4]);

        WireIn back = new WireIn(new java.io.ByteArrayInputStream(passed()));
        back.startFrames((_, _) -> {});
        byte[] read = new byte[data.length];
        back.fully(read, 0, read.length);

        assertThat(read).isEqualTo(data);
        assertThat(back.atEnd()).isTrue();
        assertThat(out.sent()).isEqualTo(passed.size());
    }

    @Test
    void framesStopAndStartAgain() throws IOException {
        out.startFrames();
        out.unsignedByte(1);
        out.stopFrames();
        out.bytes(new byte[] {7, 8, 9}, 0, 3);
        out.startFrames();
        out.unsignedByte(2);
        out.flush();

        assertThat(passed()).containsExactly(1, 0, 0, 7, 1, 7, 8, 9, 1, 0, 0, 7, 2);
    }

    private static byte[] bytes(int n, int seed) {
        byte[] bytes = new byte[n];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static WireIn framed(byte[] data, int frame, int piece) {
        Bytes bytes = new Bytes();
        for (int at = 0; at < data.length; at += frame) {
            bytes.frame(Tag.DATA, Arrays.copyOfRange(data, at, Math.min(data.length, at + frame)));
            if (at % 3 == 0) {
                bytes.frame(Tag.INFO, new byte[at % 50]);
            }
        }
        WireIn in = new WireIn(new Drip(bytes.bytes(), piece));
        in.startFrames((_, _) -> {});
        return in;
    }
}
