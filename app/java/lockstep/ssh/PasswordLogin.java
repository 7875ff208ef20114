package lockstep.ssh;

import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Logs in with a password (RFC 4252 §8). One password for each object, so that a person is asked
/// outside the library's reading thread.
final class PasswordLogin extends AbstractAuthMethod {
    private final char[] password;

    PasswordLogin(char[] password) {
        super("password");
        this.password = password;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return super.buildReq()
                .putBoolean(false)
                .putSensitiveString(password.clone()); // which it wipes
    }

    @Override
    public void handle(Message message, SSHPacket packet)
            throws UserAuthException, TransportException {
        if (message == Message.USERAUTH_60) {
            throw new UserAuthException("the server wants a new password first; log in there");
        }
        super.handle(message, packet);
    }
}
