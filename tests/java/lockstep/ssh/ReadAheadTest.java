package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import jdk.net.ExtendedSocketOptions;
import lockstep.wire.AllocationMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /// A reply and the end of it, by a server that waits for one to be acknowledged before it sends
    /// the other.
    @Test
    @Timeout(60)
    void aSmallPacketIsAcknowledgedAtOnce() throws Exception {
        Duration[] rounds = new Duration[60];
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel here = SocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            here.setOption(StandardSocketOptions.TCP_NODELAY, true);
            here.connect(server.getLocalAddress());
            assertThat(here.supportedOptions()).contains(ExtendedSocketOptions.TCP_QUICKACK);
            try (SocketChannel there = server.accept()) {
                ReadAhead in = ReadAhead.of(here);
                for (int i = 0; i < rounds.length; i++) {
                    long began = System.nanoTime();
                    here.write(ByteBuffer.wrap(new byte[1]));
                    there.read(ByteBuffer.allocate(1));
                    there.write(ByteBuffer.wrap(new byte[1]));
                    assertThat(in.read()).isZero();
                    there.write(ByteBuffer.wrap(new byte[1]));
                    there.write(ByteBuffer.wrap(new byte[1]));
                    assertThat(in.readNBytes(2)).hasSize(2);
                    rounds[i] = Duration.ofNanos(System.nanoTime() - began);
                }
            }
        }
        Arrays.sort(rounds);
        assertThat(rounds[rounds.length / 2]).isLessThan(Duration.ofMillis(20));
    }
}
