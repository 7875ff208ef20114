package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent is a peer like any other: whatever it answers, only an `IOException` comes out.
@Timeout(20)
class AgentTest {
    private static final SshOptions.Limits QUICK =
            new SshOptions.Limits(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1);

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // closed at once
                "00", // in the middle of a length
                "00000000", // an empty answer
                "ffffffff", // longer than anything
                "7fffffff0c",
                "000000050c", // shorter than it says
                "0000000105", // refused
                "0000000106", // another message
                "000000050cffffffff", // a negative number of keys
                "000000050c7fffffff", // more keys than memory
                "000000050c00000001", // a key that is not there
                "0000000d0c00000001ffffffff00000000", // a key of negative length
                "0000000d0c000000017fffffff00000000", // a key longer than the answer
            })
    void hostileAnswersEndInAnException(String hex) throws Exception {
        try (FakeAgent agent = new FakeAgent(HexFormat.of().parseHex(hex))) {
            assertThatThrownBy(() -> agent.client().identities()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSilentAgentIsGivenUp() throws Exception {
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = directory.resolve("mute");
            mute.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> new Agent(socket.toString(), QUICK).identities())
                    .isInstanceOf(IOException.class);
        }
    }

    /// Answers one question with prepared bytes and hangs up.
    private final class FakeAgent implements AutoCloseable {
        private final Path socket = directory.resolve("agent");
        private final ServerSocketChannel server;

        FakeAgent(byte[] answer) throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> answer(answer));
        }

        Agent client() {
            return new Agent(socket.toString(), QUICK);
        }

        private void answer(byte[] answer) {
            try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(100));
                client.write(ByteBuffer.wrap(answer));
            } catch (IOException _) {
                // The test ends first.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
