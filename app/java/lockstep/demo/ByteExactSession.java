package lockstep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/// A session channel that hands its command on with one character a byte, where the library would
/// read it as UTF-8 and lose the names that are none.
final class ByteExactSession extends ChannelSession {
    /// Makes them for every `session` that a client opens.
    static final ChannelFactory FACTORY =
            new ChannelFactory() {
                @Override
                public String getName() {
                    return "session";
                }

                @Override
                public Channel createChannel(Session session) {
                    return new ByteExactSession();
                }
            };

    @Override
    protected RequestHandler.Result handleExec(String request, Buffer buffer, boolean wantReply)
            throws IOException {
        if (isClosing()) {
            return RequestHandler.Result.ReplyFailure;
        }
        String command = new String(buffer.getBytes(), StandardCharsets.ISO_8859_1);
        return handleExecParsed(request, command);
    }
}
