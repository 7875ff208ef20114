package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import lockstep.rsync.token.Compression;
import lockstep.rsync.token.Packed;
import lockstep.wire.AllocationMeter;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A token goes through a relay, from what one link gives to what the other takes, and is told to
/// whoever watches, without anything being allocated: a large file has millions of them.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RelayAllocationTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;
    private static final int BLOCKS = 100_000;
    private static final int BLOCK = 700;
    private static final int LITERAL = 400;
    private static final int SKIPPED = 20_000;

    private final AllocationMeter meter = new AllocationMeter(SKIPPED);

    /// Told in the middle of everything, on the thread that passes the tokens on.
    private final RelayEvents watching =
            new RelayEvents() {
                @Override
                public void matched(long offset, long length) {
                    meter.moment();
                }
            };

    private static Bytes list() {
        return Entries.rooted().file("a", (long) BLOCKS * (BLOCK + LITERAL)).endWhole();
    }

    private static Bytes request() {
        return new Bytes().index(1).u16(SEND).i32(BLOCKS).i32(BLOCK).i32(2).i32(0);
    }

    private void allocatesNothing(Duet duet, Bytes tokens) throws Exception {
        Bytes asked = request().raw(new byte[BLOCKS * 6]);
        Bytes answered = request().raw(tokens.bytes()).raw(new byte[8]);

        duet.telling(watching).goesThrough(asked, answered);

        int frames = (tokens.bytes().length >> 16) * (BLOCKS - SKIPPED) / BLOCKS;
        assertThat(frames).isGreaterThan(450);
        assertThat(meter.measured()).isEqualTo(BLOCKS - SKIPPED - 1);
        assertThat(meter.bytes())
                .as("less than an object for two frames")
                .isLessThan((long) frames / 2 * AllocationMeter.SMALLEST_OBJECT);
    }

    @Test
    void plain() throws Exception {
        Bytes tokens = new Bytes();
        for (int i = 0; i < BLOCKS; i++) {
            tokens.i32(LITERAL).raw(new byte[LITERAL]).i32(-1 - i);
        }

        allocatesNothing(new Duet(list()), tokens.i32(0));
    }

    @Test
    void packed() throws Exception {
        Bytes lz4 = new Bytes().u8(0xf0, 255, LITERAL - 15 - 255).raw(new byte[LITERAL]);
        Packed tokens = new Packed();
        for (int i = 0; i < BLOCKS; i++) {
            tokens.packed(lz4.bytes()).block(i);
        }

        allocatesNothing(new Duet(list()).packed(Compression.LZ4), tokens.end());
    }
}
