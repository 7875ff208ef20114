package lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WireOutTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final WireOut out = new WireOut(bytes);

    @Test
    void rawAtFirstThenFrames() throws IOException {
        out.int32(0x01020304);
        out.vstring("ab".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.startFrames();
        out.unsignedShort(0x0605);
        out.message(Tag.NOOP, new byte[0]);
        out.unsignedByte(7);
        out.flush();

        assertThat(bytes.toByteArray())
                .isEqualTo(
                        new Bytes()
                                .i32(0x01020304)
                                .vstring("ab")
                                .frame(Tag.DATA, new byte[] {5, 6})
                                .frame(Tag.NOOP, new byte[0])
                                .frame(Tag.DATA, new byte[] {7})
                                .bytes());
    }

    @Test
    void nothingIsSentForNothing() throws IOException {
        out.startFrames();
        out.flush();
        out.bytes(new byte[9], 3, 0);
        out.flush();

        assertThat(bytes.size()).isZero();
        assertThat(out.sent()).isZero();
    }

    @Test
    void longStringsHaveTwoLengthBytes() throws IOException {
        out.vstring(new byte[128]);
        out.flush();

        assertThat(bytes.toByteArray()).startsWith((byte) 0x80, (byte) 128).hasSize(130);
        assertThatIllegalArgumentException().isThrownBy(() -> out.vstring(new byte[0x8000]));
    }

    @Test
    void bulkIsCutIntoFramesThatFit() throws IOException {
        byte[] bulk = new byte[300_000];
        new java.util.Random(6).nextBytes(bulk);
        out.startFrames();
        out.bytes(bulk, 0, bulk.length);
        out.flush();

        WireIn in = new WireIn(new java.io.ByteArrayInputStream(bytes.toByteArray()));
        in.startFrames((_, _) -> {});
        byte[] read = new byte[bulk.length];
        in.fully(read, 0, read.length);
        assertThat(read).isEqualTo(bulk);
        assertThat(in.atEnd()).isTrue();
    }
}
