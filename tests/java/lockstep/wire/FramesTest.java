package lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private final List<String> heard = new ArrayList<>();

    private WireIn framed(InputStream stream) {
        WireIn in = new WireIn(stream);
        in.startFrames(
                (tag, payload) ->
                        heard.add(tag + ":" + new String(payload, StandardCharsets.US_ASCII)));
        return in;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void dataIsOneStreamWhereverItIsCut() throws IOException {
        byte[] data = new Bytes().i32(77).vstring("hello").varint(70_000).u16(9).bytes();
        for (int cut = 0; cut <= data.length; cut++) {
            for (int piece = 1; piece <= 9; piece++) {
                byte[] first = java.util.Arrays.copyOf(data, cut);
                byte[] second = java.util.Arrays.copyOfRange(data, cut, data.length);
                byte[] stream =
                        new Bytes()
                                .frame(Tag.DATA, first)
                                .frame(Tag.DATA, new byte[0])
                                .frame(Tag.INFO, text("between"))
                                .frame(Tag.DATA, second)
                                .bytes();
                heard.clear();
                WireIn in = framed(new Drip(stream, piece));

                assertThat(in.int32()).isEqualTo(77);
                assertThat(in.vstring(10)).isEqualTo(text("hello"));
                assertThat(in.varint()).isEqualTo(70_000);
                assertThat(in.unsignedShort()).isEqualTo(9);
                assertThat(in.atEnd()).isTrue();
                assertThat(heard).containsExactly("2:between");
                assertThat(in.received()).isEqualTo(stream.length);
            }
        }
    }

    @Test
    void framesBeginWhereTheRawBytesEnd() throws IOException {
        WireIn in = new Bytes().i32(1).frame(Tag.DATA, new byte[] {5, 6}).in();

        assertThat(in.int32()).isEqualTo(1);
        in.startFrames((_, _) -> {});

        assertThat(in.unsignedShort()).isEqualTo(0x605);
    }

    @Test
    void framesLongerThanTheBuffer() throws IOException {
        byte[] data = new byte[1_000_000];
        new java.util.Random(4).nextBytes(data);
        WireIn in = framed(new Bytes().frame(Tag.DATA, data).stream());

        byte[] read = new byte[data.length];
        in.fully(read, 0, read.length);

        assertThat(read).isEqualTo(data);
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void messagesAreHeardBeforeTheDataBehindThem() throws IOException {
        WireIn in =
                framed(
                        new Bytes()
                                        .frame(Tag.ERROR, text("one"))
                                        .frame(Tag.DELETED, text("two"))
                                        .frame(Tag.DATA, new byte[] {1})
                                        .frame(Tag.LOG, new byte[0])
                                        .stream());

        assertThat(in.unsignedByte()).isEqualTo(1);
        assertThat(heard).containsExactly("3:one", "101:two");
        assertThat(in.atEnd()).isTrue();
        assertThat(heard).last().isEqualTo("6:");
    }

    @Test
    void aMessageHasALimit() throws IOException {
        byte[] longest = new byte[WireIn.MAX_MESSAGE];
        assertThat(framed(new Bytes().frame(Tag.INFO, longest).stream()).atEnd()).isTrue();

        assertThatExceptionOfType(Broken.class)
                .isThrownBy(
                        () ->
                                framed(
                                                new Bytes()
                                                                .frame(
                                                                        Tag.INFO,
                                                                        new byte
                                                                                [longest.length
                                                                                        + 1])
                                                                .stream())
                                        .unsignedByte());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6})
    void aHeaderBelowTheFirstTagIsRefused(int top) {
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(
                        () ->
                                framed(new ByteArrayInputStream(new byte[] {0, 0, 0, (byte) top}))
                                        .unsignedByte());
    }

    @Test
    void theEndIsAnEndOnlyBetweenFrames() throws IOException {
        byte[] data = new Bytes().frame(Tag.DATA, new byte[] {1, 2, 3}).bytes();
        byte[] message = new Bytes().frame(Tag.INFO, text("abc")).bytes();

        assertThat(framed(InputStream.nullInputStream()).atEnd()).isTrue();
        for (int n = 1; n < message.length; n++) {
            WireIn in = framed(new ByteArrayInputStream(message, 0, n));
            assertThatExceptionOfType(EOFException.class)
                    .as("after %s bytes of a message", n)
                    .isThrownBy(in::atEnd);
        }
        for (int n = 4; n < data.length; n++) {
            WireIn in = framed(new ByteArrayInputStream(data, 0, n));
            in.fully(new byte[n - 4], 0, n - 4);
            assertThatExceptionOfType(EOFException.class)
                    .as("after %s bytes of data", n)
                    .isThrownBy(in::atEnd);
        }
    }

    @Test
    void nothingIsReadWithoutFlushingFirst() throws IOException {
        List<String> order = new ArrayList<>();
        byte[] stream = new Bytes().frame(Tag.DATA, new byte[] {1, 2, 3, 4}).bytes();
        WireIn in =
                framed(
                        new java.io.FilterInputStream(new Drip(stream, 3)) {
                            @Override
                            public int read(byte[] into, int offset, int length)
                                    throws IOException {
                                order.add("read");
                                return super.read(into, offset, length);
                            }
                        });
        in.beforeWait(() -> order.add("flush"));

        in.int32();

        assertThat(order).containsExactly("flush", "read", "flush", "read", "flush", "read");
    }

    @Test
    void drainingHearsTheLastWords() throws IOException {
        byte[] stream =
                new Bytes()
                        .frame(Tag.DATA, new byte[200_000])
                        .frame(Tag.ERROR, text("disk full"))
                        .frame(Tag.DATA, new byte[] {1})
                        .frame(Tag.ERROR, text("bye"))
                        .u8(1, 2)
                        .bytes();
        WireIn in = framed(new Drip(stream, 5000));
        in.int32();

        in.drain();

        assertThat(heard).containsExactly("3:disk full", "3:bye");
    }

    @Test
    void drainingNeedsNobodyToWriteTo() throws IOException {
        byte[] stream =
                new Bytes().frame(Tag.DATA, new byte[] {1}).frame(Tag.ERROR, text("why")).bytes();
        WireIn in = framed(new Drip(stream, 1));
        in.unsignedByte();
        in.beforeWait(
                () -> {
                    throw new IOException("closed");
                });

        in.drain();

        assertThat(heard).containsExactly("3:why");
    }
}
