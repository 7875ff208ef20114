package lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [Host] promises. The far side is this machine, so that the test can look there.
@Timeout(60)
public abstract class HostContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LARGE = 64 << 20;

    @TempDir Path directory;

    /// The host under test, connected or not.
    protected abstract Host host() throws Exception;

    static Stream<String> oddArguments() {
        StringBuilder latin = new StringBuilder();
        for (char c = 1; c < 0x180; c++) {
            latin.append(c);
        }
        return Stream.of(
                "",
                " ",
                "two words",
                "-n",
                "--help",
                "it's",
                "''",
                "\"$HOME\" `id` $(id) \\ \\\\ \\n",
                "a\nb\n",
                "\n",
                "\t\r\u0007\u001b[31m",
                "*?[a-z]~!#&;|<>(){}",
                "%s %% %n",
                "žluťoučký kůň €",
                "日本語\n",
                "😀'😀",
                latin.toString());
    }

    @ParameterizedTest
    @MethodSource("oddArguments")
    void everyArgumentArrivesByteForByte(String odd) throws Exception {
        List<String> argv = List.of("printf", "%s\\0", "<", odd, ">", odd);
        try (Link link = host().run(argv)) {
            String out = new String(link.in().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(out).isEqualTo("<\0" + odd + "\0>\0" + odd + "\0");
            assertThat(link.awaitExit(SOON)).isZero();
        }
    }

    @Test
    void anArgumentWithNulIsRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> host().run(List.of("echo", "a\0b")))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault()).isInstanceOf(Fault.UnsafeArgument.class));
    }

    @Test
    void exitStatusIsTheProgramsOwn() throws Exception {
        assertThat(status("sh", "-c", "exit 0")).isZero();
        assertThat(status("sh", "-c", "exit 23")).isEqualTo(23);
        assertThat(status("sh", "-c", "exit 255")).isEqualTo(255);
    }

    @Test
    void aSignalShowsAs128PlusItsNumber() throws Exception {
        assertThat(status("sh", "-c", "kill -TERM $$")).isEqualTo(128 + 15);
        assertThat(status("sh", "-c", "kill -KILL $$")).isEqualTo(128 + 9);
    }

    @Test
    void aMissingProgramIsStatus127() throws Exception {
        assertThat(status("lockstep-no-such-program", "--version")).isEqualTo(127);
        assertThat(status("/nowhere/rsync")).isEqualTo(127);
        assertThat(status("kein-prográmm")).isEqualTo(127);
    }

    private int status(String... argv) throws Exception {
        try (Link link = host().run(List.of(argv))) {
            return link.awaitExit(SOON);
        }
    }

    @Test
    void standardErrorIsSeparate() throws Exception {
        try (Link link = host().run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"))) {
            assertThat(text(link.in())).isEqualTo("out\n");
            assertThat(text(link.err())).isEqualTo("err\n");
            assertThat(link.awaitExit(SOON)).isEqualTo(3);
        }
    }

    @Test
    void closingOutTellsTheProgramThatNoMoreComes() throws Exception {
        try (Link link = host().run(List.of("cat"))) {
            link.out().write("first ".getBytes(StandardCharsets.UTF_8));
            link.out().flush();
            assertThat(new String(link.in().readNBytes(6), StandardCharsets.UTF_8))
                    .isEqualTo("first ");
            link.out().write("last".getBytes(StandardCharsets.UTF_8));
            link.out().close();
            assertThat(text(link.in())).isEqualTo("last");
            assertThat(link.awaitExit(SOON)).isZero();
        }
    }

    @Test
    void largeDataGoesBothWaysAtOnce() throws Exception {
        try (Link link = host().run(List.of("cat"));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> sent = executor.submit(() -> send(link.out()));
            CheckedInputStream in = new CheckedInputStream(link.in(), new CRC32C());
            assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGE);
            assertThat(in.getChecksum().getValue())
                    .isEqualTo(sent.get(SOON.toSeconds(), TimeUnit.SECONDS));
            assertThat(link.awaitExit(SOON)).isZero();
        }
    }

    private static long send(OutputStream to) throws IOException {
        byte[] block = new byte[100_003]; // no multiple of any packet
        Random random = new Random(7);
        CheckedOutputStream out = new CheckedOutputStream(to, new CRC32C());
        for (int left = LARGE; left > 0; left -= Math.min(left, block.length)) {
            random.nextBytes(block);
            out.write(block, 0, Math.min(left, block.length));
        }
        out.close();
        return out.getChecksum().getValue();
    }

    @Test
    void aLotOfStandardErrorDoesNotStopTheRest() throws Exception {
        String program = "head -c 4000000 /dev/zero >&2; echo done";
        try (Link link = host().run(List.of("sh", "-c", program));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> err = executor.submit(() -> link.err().readAllBytes());
            assertThat(text(link.in())).isEqualTo("done\n");
            assertThat(err.get(SOON.toSeconds(), TimeUnit.SECONDS)).isNotEmpty();
        }
    }

    @Test
    void closeEndsABlockedRead() throws Exception {
        Link link = host().run(List.of("sh", "-c", "echo $$; exec sleep 600"));
        expectEndedByClose(link, () -> link.in().read(new byte[10]));
    }

    @Test
    void closeEndsABlockedReadOfStandardError() throws Exception {
        Link link = host().run(List.of("sh", "-c", "echo $$; exec sleep 600"));
        expectEndedByClose(link, () -> link.err().read(new byte[10]));
    }

    /// The end of the program may already count as the end of its output; waiting on is the point.
    @Test
    void closeEndsABlockedReadThatAGrandchildHolds() throws Exception {
        Link link = host().run(List.of("sh", "-c", "sleep 600 & echo $!; exit 0"));
        ProcessHandle sleeper = process(link);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> call = executor.submit(() -> link.in().read(new byte[10]));
            assertThat(link.awaitExit(SOON)).isZero();
            link.close();
            try {
                assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IOException.class);
            }
        }
        sleeper.destroyForcibly();
    }

    @Test
    void closeEndsABlockedWrite() throws Exception {
        Link link = host().run(List.of("sh", "-c", "echo $$; exec sleep 600"));
        byte[] block = new byte[1 << 20];
        expectEndedByClose(
                link,
                () -> {
                    while (true) {
                        link.out().write(block);
                    }
                });
    }

    /// @param link to a program that has printed the id of what sleeps
    private static void expectEndedByClose(Link link, Callable<?> blocked) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        ProcessHandle sleeper = process(link);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call =
                    executor.submit(
                            () -> {
                                started.countDown();
                                return blocked.call();
                            });
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> call.get(500, TimeUnit.MILLISECONDS))
                    .as("it blocks")
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            long before = System.nanoTime();
            link.close();
            link.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> link.in().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> link.out().write(1)).isInstanceOf(IOException.class);
        sleeper.destroyForcibly(); // a server may let it sleep on: it reads and writes nothing
    }

    private static ProcessHandle process(Link link) throws IOException {
        StringBuilder id = new StringBuilder();
        for (int c = link.in().read(); c > '\n'; c = link.in().read()) {
            id.append((char) c);
        }
        return ProcessHandle.of(Long.parseLong(id.toString())).orElseThrow();
    }

    @Test
    void waitingForAProgramHasALimit() throws Exception {
        try (Link link = host().run(List.of("cat"))) {
            assertThatThrownBy(() -> link.awaitExit(Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault()).isInstanceOf(Fault.TimedOut.class));
        }
    }

    @Test
    void aProgramThatReadsUntilTheEndEndsWithItsLink() throws Exception {
        Link link = host().run(List.of("sh", "-c", "echo $$; exec cat"));
        ProcessHandle cat = process(link);
        assertThat(cat.isAlive()).isTrue();
        link.close();
        cat.onExit().get(10, TimeUnit.SECONDS);
        assertThat(cat.isAlive()).isFalse();
    }

    @Test
    void aUnixSocketIsReached() throws Exception {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(directory.resolve("control sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            server.bind(address);
            Future<String> heard = executor.submit(() -> answerOnce(server));
            try (Link link = host().unixSocket(address.getPath().toString())) {
                link.out().write("show info".getBytes(StandardCharsets.UTF_8));
                link.out().close();
                assertThat(text(link.in())).isEqualTo("HAProxy");
                assertThat(link.err().read()).isEqualTo(-1);
            }
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("show info");
        }
    }

    private static String answerOnce(ServerSocketChannel server) throws IOException {
        try (SocketChannel client = server.accept()) {
            ByteBuffer heard = ByteBuffer.allocate(1_000);
            while (client.read(heard) >= 0) {
                assertThat(heard.hasRemaining()).isTrue();
            }
            client.write(StandardCharsets.UTF_8.encode("HAProxy"));
            return new String(heard.array(), 0, heard.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aMissingSocketIsSaidSo() {
        String path = directory.resolve("nothing").toString();
        assertThatThrownBy(() -> host().unixSocket(path).close())
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault()).isInstanceOf(Fault.LinkLost.class));
    }

    @Test
    void aTcpPortIsReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> heard =
                    executor.submit(
                            () -> {
                                try (Socket client = server.accept()) {
                                    String got = text(client.getInputStream());
                                    client.getOutputStream().write('!');
                                    return got;
                                }
                            });
            try (Link link = host().tcp("127.0.0.1", server.getLocalPort())) {
                link.out().write("hello".getBytes(StandardCharsets.UTF_8));
                link.out().close();
                assertThat(text(link.in())).isEqualTo("!");
            }
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void aClosedTcpPortIsSaidSo() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> host().tcp("127.0.0.1", port).close())
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault()).isInstanceOf(Fault.LinkLost.class));
    }

    @Test
    void sixteenConversationsRunAtOnce() throws Exception {
        int conversations = 16;
        Host host = host();
        CyclicBarrier allOpen = new CyclicBarrier(conversations);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < conversations; i++) {
                String word = "conversation " + i;
                answers.add(executor.submit(() -> converse(host, word, allOpen)));
            }
            for (int i = 0; i < conversations; i++) {
                assertThat(answers.get(i).get(50, TimeUnit.SECONDS)).isEqualTo("conversation " + i);
            }
        }
    }

    private static String converse(Host host, String word, CyclicBarrier allOpen) throws Exception {
        try (Link link = host.run(List.of("cat"))) {
            allOpen.await(40, TimeUnit.SECONDS);
            link.out().write(word.getBytes(StandardCharsets.UTF_8));
            link.out().close();
            String answer = text(link.in());
            assertThat(link.awaitExit(SOON)).isZero();
            return answer;
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
