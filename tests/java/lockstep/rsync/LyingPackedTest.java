package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import lockstep.rsync.token.Compression;
import lockstep.rsync.token.Packed;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A source that lies in content that is packed.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingPackedTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    private static final int BLOCKS = 70_000;

    private static Bytes list() {
        return Entries.rooted().file("a", 5).file("b", 5).endWhole();
    }

    private static Bytes request() {
        return new Bytes().index(1).u16(SEND).i32(BLOCKS).i32(1 << 17).i32(2).i32(0);
    }

    private static Duet answered(Compression how, Bytes tokens) {
        Bytes wanted = request().raw(new byte[BLOCKS * 6]);
        return new Duet(list())
                .packed(how)
                .target(stage -> stage.say(wanted))
                .source(
                        stage -> {
                            stage.hear(wanted.bytes().length);
                            stage.say(request().raw(tokens.bytes()));
                        });
    }

    private static void breaks(Compression how, Bytes tokens, String message) throws Exception {
        Duet duet = answered(how, tokens);
        duet.isBrokenBy("web1", message);
        duet.targetHeardAtMost(new Bytes().raw(list().bytes()).raw(request().bytes()).bytes());
    }

    /// Seven bytes for eight gigabytes.
    @Test
    void aRunOfBlocksThatWouldFillTheDisk() throws Exception {
        answered(Compression.ZSTD, new Packed().blocks(0, 65_535).end())
                .isBeyondLimit("web1", "more than were listed");
    }

    /// Four bytes for 128 KiB, again and again.
    @Test
    void aBombOfRepeatedBytes() throws Exception {
        Bytes bomb = new Bytes().i32(0xfd2fb528).u8(0, 0x58);
        for (int i = 0; i < 9_000; i++) {
            int bits = 128 << 10 << 3 | 1 << 1;
            bomb.u8(bits, bits >> 8, bits >> 16, 'x');
        }
        Duet duet = answered(Compression.ZSTD, new Packed().packed(bomb.bytes()).end());

        duet.isBeyondLimit("web1", "more than were listed");
        assertThat(duet.heardByTarget().length).isLessThan(40_000);
    }

    /// A quarter of a kilobyte for each byte.
    @Test
    void aBombOfCopies() throws Exception {
        Bytes block = new Bytes().u8(0x1f, 'x', 1, 0);
        for (int i = 0; i < 16_000; i++) {
            block.u8(255);
        }
        byte[] copies = block.u8(0, 0x10, 'x').bytes();
        Packed bomb = new Packed();
        for (int i = 0; i < 300; i++) {
            bomb.packed(copies);
        }

        answered(Compression.LZ4, bomb.end()).isBeyondLimit("web1", "more than were listed");
    }

    /// A kilobyte for each byte: eight megabytes of zeros, again and again.
    @ParameterizedTest
    @EnumSource(names = {"ZLIB", "ZLIBX"})
    void aBombOfZeros(Compression how) throws Exception {
        Deflater deflater = new Deflater(6, true);
        byte[] zeros = new byte[8 << 20];
        byte[] packed = new byte[32 << 10];
        int length = 0;
        for (int i = 0; i < 2; i++) {
            deflater.setInput(zeros);
            length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        }
        deflater.end();
        Packed bomb = new Packed();
        for (int i = 0; i < 140; i++) {
            bomb.packed(Arrays.copyOf(packed, length));
        }

        answered(how, bomb.end()).isBeyondLimit("web1", "more than were listed");
    }

    @Test
    void contentThatIsDamaged() throws Exception {
        byte[] noise = {0x07, (byte) 0xff, 3, 4, 5, 6, 7, 8};
        breaks(Compression.ZLIB, new Packed().packed(noise).end(), "damaged");
        breaks(Compression.ZSTD, new Packed().packed(noise).end(), "no Zstandard frame");
        breaks(Compression.LZ4, new Packed().packed(new byte[] {0x40, 1}).end(), "cut off");
    }

    @Test
    void blocksThatThereAreNot() throws Exception {
        breaks(Compression.LZ4, new Packed().blocks(BLOCKS - 1, 1).end(), "block 70000 of 70000");
    }
}
