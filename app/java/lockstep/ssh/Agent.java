package lockstep.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Deadline;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import net.schmizz.sshj.common.Buffer;

/// The `ssh-agent` behind a Unix socket, in its own protocol (draft-miller-ssh-agent).
///
/// One connection for each question. An agent may ask its user before it signs, so signing may
/// take as long as a person does.
final class Agent {
    private static final int FAILURE = 5;
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int RSA_SHA2_256 = 2;
    private static final int RSA_SHA2_512 = 4;

    /// What OpenSSH's own client takes.
    private static final int MAX_MESSAGE = 256 * 1024;

    private static final int MAX_KEYS = 2_048;

    private final String socket;
    private final Duration list;
    private final Duration sign;

    Agent(String socket, SshOptions.Limits limits) {
        this.socket = socket;
        list = limits.answer();
        sign = limits.person();
    }

    /// The keys that it holds, in its order.
    ///
    /// @throws IOException when it does not answer, or not as an agent does
    List<Identity> identities() throws IOException {
        ByteBuffer answer = ask(new Buffer.PlainBuffer().putByte((byte) REQUEST_IDENTITIES), list);
        expect(answer, IDENTITIES_ANSWER);
        int count = number(answer);
        if (count < 0 || count > MAX_KEYS) {
            throw new IOException("the agent claims to hold " + count + " keys");
        }
        List<Identity> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<KeyBlob> key = KeyBlob.of(string(answer));
            String comment = Visible.bytes(string(answer));
            key.ifPresent(k -> found.add(new Held(k, comment)));
        }
        return found;
    }

    private byte[] signature(KeyBlob key, byte[] data, String algorithm) throws IOException {
        int flags =
                algorithm.startsWith("rsa-sha2-512")
                        ? RSA_SHA2_512
                        : algorithm.startsWith("rsa-sha2-256") ? RSA_SHA2_256 : 0;
        Buffer.PlainBuffer question =
                new Buffer.PlainBuffer()
                        .putByte((byte) SIGN_REQUEST)
                        .putString(key.wire())
                        .putString(data)
                        .putUInt32(flags);
        ByteBuffer answer = ask(question, sign);
        expect(answer, SIGN_RESPONSE);
        return string(answer);
    }

    private ByteBuffer ask(Buffer.PlainBuffer question, Duration limit) throws IOException {
        try (Link link = new LocalHost("ssh-agent").unixSocket(socket);
                Deadline _ = Deadline.after(limit, link::close)) {
            DataOutputStream out = new DataOutputStream(link.out());
            byte[] message = question.getCompactData();
            out.write(ByteBuffer.allocate(Integer.BYTES).putInt(message.length).array());
            out.write(message);
            out.flush();
            DataInputStream in = new DataInputStream(link.in());
            int length = in.readInt();
            if (length < 1 || length > MAX_MESSAGE) {
                throw new IOException("the agent's answer has length " + length);
            }
            byte[] answer = new byte[length];
            in.readFully(answer);
            return ByteBuffer.wrap(answer);
        } catch (FaultException e) {
            throw new IOException("no agent answers at " + Visible.text(socket, 200), e);
        }
    }

    private static void expect(ByteBuffer answer, int type) throws IOException {
        int got = answer.get() & 0xff;
        if (got == FAILURE) {
            throw new IOException("the agent refused");
        }
        if (got != type) {
            throw new IOException("the agent answered with message " + got);
        }
    }

    private static int number(ByteBuffer from) throws IOException {
        if (from.remaining() < Integer.BYTES) {
            throw new IOException("the agent's answer is cut short");
        }
        return from.getInt();
    }

    private static byte[] string(ByteBuffer from) throws IOException {
        int length = number(from);
        if (length < 0 || length > from.remaining()) {
            throw new IOException("the agent's answer is cut short");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private final class Held implements Identity {
        private final KeyBlob key;
        private final String comment;

        Held(KeyBlob key, String comment) {
            this.key = key;
            this.comment = comment;
        }

        @Override
        public String name() {
            return "agent key " + (comment.isBlank() ? key.fingerprint() : comment);
        }

        @Override
        public Optional<KeyBlob> known() {
            return Optional.of(key);
        }

        @Override
        public KeyBlob publicKey() {
            return key;
        }

        @Override
        public byte[] sign(byte[] data, String algorithm) throws IOException {
            return signature(key, data, algorithm);
        }
    }
}
