package lockstep.ssh;

import java.io.IOException;
import java.util.Iterator;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Logs in with one key (RFC 4252 §7): offers it, and signs only when the server would take it.
/// Written here because the library's own cannot sign through an agent.
final class PublicKeyLogin extends AbstractAuthMethod {
    private final Identity identity;
    private final KeyBlob key;
    private final Iterator<String> algorithms;
    private String algorithm;

    /// @throws IOException when the key cannot be opened
    PublicKeyLogin(Identity identity) throws IOException {
        super("publickey");
        this.identity = identity;
        key = identity.publicKey();
        algorithms = Algorithms.signatures(key.type()).iterator();
        algorithm = algorithms.next();
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm).putString(key.wire());
    }

    /// The server would take the key.
    @Override
    public void handle(Message message, SSHPacket packet)
            throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket request = request(true);
        byte[] data =
                new Buffer.PlainBuffer()
                        .putString(params.getTransport().getSessionID())
                        .putBuffer(request)
                        .getCompactData();
        try {
            request.putString(identity.sign(data, algorithm));
        } catch (IOException | RuntimeException e) {
            throw new UserAuthException(e.getMessage(), e);
        }
        params.getTransport().write(request);
    }

    /// An older server may know only the second of the two ways in which an RSA key signs.
    @Override
    public boolean shouldRetry() {
        if (!algorithms.hasNext()) {
            return false;
        }
        algorithm = algorithms.next();
        return true;
    }
}
