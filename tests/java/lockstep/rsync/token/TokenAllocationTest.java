package lockstep.rsync.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import lockstep.tree.Budget;
import lockstep.wire.AllocationMeter;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import lockstep.wire.WireOut;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A large file has millions of tokens: no form of them makes anything be allocated, nor does what
/// reads them from the wire and writes them there.
class TokenAllocationTest {
    private static final int ROUNDS = 60_000;

    /// Until then a token has lain across the end of what was read, and is held once: the piece of
    /// memory for that stays.
    private static final int SKIPPED = 30_000;

    /// Each moment is a token that matched; before each there were literal bytes.
    private final AllocationMeter meter = new AllocationMeter(SKIPPED);

    private final TokenSink sink =
            new TokenSink() {
                @Override
                public void literal(long length) {}

                @Override
                public void matched(long first, int count) {
                    meter.moment();
                }
            };

    private static byte[] text(int line) {
        return ("line " + line + " of a text that goes on and on\n").repeat(3).getBytes(ISO_8859_1);
    }

    /// Blocks with codes of their own, codes that all know, codes of one symbol, and none.
    private static byte[] zstd() {
        Bytes one = new Bytes().u8(1 << 3).text("x").u8(1, 0x54, 1, 0, 1, 0x01);
        int size = one.bytes().length;
        return new Bytes()
                .raw(Zstd.log())
                .i32(0xfd2fb528)
                .u8(0, 0x58, size << 3 | 2 << 1, 0, 0)
                .raw(one.bytes())
                .u8(3 << 3 | 1, 0, 0)
                .text("end")
                .bytes();
    }

    private static Bytes plain() {
        Bytes all = new Bytes();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] text = text(i);
            all.i32(text.length).raw(text).i32(-1 - i);
        }
        return all.i32(0);
    }

    private static Bytes packed(Compression how) {
        byte[] lz4 = new Bytes().u8(0x32).text("abc").u8(3, 0).u8(0x10).text("x").bytes();
        byte[] zstd = zstd();
        Packed all = new Packed();
        for (int i = 0; i < ROUNDS; i++) {
            switch (how) {
                case ZSTD -> all.packed(zstd);
                case LZ4 -> all.packed(lz4);
                case ZLIBX, ZLIB -> all.deflated(text(i));
                case NONE -> throw new IllegalArgumentException();
            }
            all.block(i);
        }
        return all.end();
    }

    @ParameterizedTest
    @EnumSource
    void noTokenAllocates(Compression how) throws Exception {
        Bytes file = how == Compression.NONE ? plain() : packed(how);
        WireIn in = file.in();
        in.passTo(new WireOut(OutputStream.nullOutputStream()), 1 << 16, new Budget(1 << 20));

        try (Tokens tokens = how.tokens()) {
            tokens.pass(in, sink);
        }

        assertThat(meter.measured()).isEqualTo(ROUNDS - SKIPPED - 1);
        assertThat(meter.bytes())
                .as("bytes allocated")
                .isLessThan(AllocationMeter.THE_MACHINES_OWN);
    }
}
