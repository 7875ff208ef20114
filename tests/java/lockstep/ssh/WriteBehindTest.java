package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WriteBehindTest {
    /// Writes in the sizes in which they come.
    private static final class Sizes extends OutputStream {
        final List<Integer> sizes = new ArrayList<>();

        @Override
        public void write(int b) {
            sizes.add(1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            sizes.add(length);
        }
    }

    private final Sizes sizes = new Sizes();
    private final WriteBehind line = WriteBehind.of(sizes);

    @Test
    void whatNobodyHoldsGoesWithItsFlush() throws IOException {
        line.write(new byte[10]);
        assertThat(sizes.sizes).isEmpty();
        line.flush();
        line.write(7);
        line.flush();
        assertThat(sizes.sizes).containsExactly(10, 1);
    }

    /// The input of a `ProxyCommand` keeps what it is given until it is told.
    @Test
    void nothingStaysInTheStreamBelow() throws IOException {
        WriteBehind below = WriteBehind.of(new BufferedOutputStream(sizes));
        below.write(new byte[10]);
        below.flush();
        assertThat(sizes.sizes).containsExactly(10);
    }

    @Test
    void packetsThatAreHeldGoTogether() throws IOException {
        line.hold();
        line.write(new byte[10]);
        line.flush();
        line.write(new byte[20]);
        line.flush();
        assertThat(sizes.sizes).isEmpty();
        line.release();
        assertThat(sizes.sizes).containsExactly(30);
    }

    /// What they send may be what the one that holds waits for: new keys, room in a window.
    @Test
    void othersDoNotWaitForTheOneThatHolds() throws Exception {
        line.hold();
        line.write(new byte[10]);
        line.flush();
        inAnotherThread(
                () -> {
                    line.write(new byte[5]);
                    line.flush();
                });
        assertThat(sizes.sizes).containsExactly(15);
        line.release();
        assertThat(sizes.sizes).as("nothing twice").containsExactly(15);
    }

    @Test
    void onlyOneHolds() throws Exception {
        line.hold();
        inAnotherThread(
                () -> {
                    line.hold();
                    line.write(new byte[5]);
                    line.flush();
                });
        assertThat(sizes.sizes).containsExactly(5);
        inAnotherThread(line::release);
        line.write(new byte[10]);
        line.flush();
        assertThat(sizes.sizes).as("another's release is not this one's").containsExactly(5);
    }

    private static void inAnotherThread(Step step) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                step.run();
                                done.complete(null);
                            } catch (IOException e) {
                                done.completeExceptionally(e);
                            }
                        });
        done.get();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    @Test
    void aBlockThatIsFullGoesThoughItIsHeld() throws IOException {
        line.hold();
        line.write(new byte[700_000]);
        assertThat(sizes.sizes).isNotEmpty();
        line.release();
        assertThat(sizes.sizes.stream().mapToInt(n -> n).sum()).isEqualTo(700_000);
    }

    @Test
    void whatFailedIsNotSentAgain() {
        WriteBehind broken =
                WriteBehind.of(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("gone");
                            }
                        });
        broken.hold();
        assertThatThrownBy(
                        () -> {
                            broken.write(new byte[10]);
                            broken.release();
                        })
                .hasMessage("gone");
        assertThat(flushed(broken)).as("nothing is left of it").isNull();
    }

    private static Throwable flushed(WriteBehind line) {
        return org.assertj.core.api.Assertions.catchThrowable(line::flush);
    }

    @Test
    void everyByteArrivesOverASocket() throws Exception {
        byte[] all = new byte[3_000_000];
        new Random(5).nextBytes(all);
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<byte[]> arrived = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (SocketChannel in = door.accept()) {
                                    arrived.complete(in.socket().getInputStream().readAllBytes());
                                } catch (IOException e) {
                                    arrived.completeExceptionally(e);
                                }
                            });
            try (SocketChannel out = SocketChannel.open(door.getLocalAddress())) {
                WriteBehind socket = WriteBehind.of(out);
                Random random = new Random(6);
                for (int at = 0; at < all.length; ) {
                    int n = Math.min(all.length - at, 1 + random.nextInt(100_000));
                    if (random.nextBoolean()) {
                        socket.hold();
                        socket.write(all, at, n);
                        socket.release();
                    } else {
                        socket.write(all, at, n);
                        socket.flush();
                    }
                    at += n;
                }
            }
            assertThat(arrived.get()).isEqualTo(all);
        }
    }
}
