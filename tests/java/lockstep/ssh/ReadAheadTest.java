package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Random;
import lockstep.wire.AllocationMeter;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int PACKET = 32 << 10;
    private static final int PACKETS = 2_000;

    /// As the library reads: a packet's length, then the rest of it.
    @Test
    void aPacketAllocatesNothing() throws Exception {
        byte[] sent = new byte[PACKETS * PACKET];
        new Random(1).nextBytes(sent);
        byte[] received = new byte[sent.length];
        ReadAhead in = ReadAhead.of(new ByteArrayInputStream(sent));
        AllocationMeter meter = new AllocationMeter(100);

        for (int at = 0; at < sent.length; at += PACKET) {
            in.readNBytes(received, at, 4);
            in.readNBytes(received, at + 4, PACKET - 4);
            meter.moment();
        }

        assertThat(received).isEqualTo(sent);
        assertThat(in.received()).isEqualTo(sent.length);
        assertThat(meter.measured()).isEqualTo(PACKETS - 101);
        assertThat(meter.bytes()).isLessThan(AllocationMeter.THE_MACHINES_OWN);
    }
}
