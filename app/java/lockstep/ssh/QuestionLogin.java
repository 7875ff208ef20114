package lockstep.ssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.fault.Visible;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Logs in by answering the server's questions (`keyboard-interactive`, RFC 4256). Written here
/// because the library's own lets the server's count of questions size an array.
final class QuestionLogin extends AbstractAuthMethod {
    private static final int MAX_QUESTIONS = 32;
    private static final int MAX_TEXT = 2_000;

    private final String where;
    private final Prompts prompts;
    private int attemptsLeft;

    QuestionLogin(String where, Prompts prompts, int attempts) {
        super("keyboard-interactive");
        this.where = where;
        this.prompts = prompts;
        attemptsLeft = attempts;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return super.buildReq().putString("").putString("");
    }

    @Override
    public void handle(Message message, SSHPacket packet)
            throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        Prompts.Challenge challenge;
        try {
            challenge = read(packet);
        } catch (Buffer.BufferException e) {
            throw new UserAuthException("the server's questions cannot be read", e);
        }
        // Some servers end with a message and no question: there is nothing to ask.
        List<char[]> answers =
                challenge.questions().isEmpty() ? List.of() : prompts.answers(challenge);
        if (answers == null || answers.size() != challenge.questions().size()) {
            throw new UserAuthException("no answer was given");
        }
        SSHPacket reply = new SSHPacket(Message.USERAUTH_INFO_RESPONSE).putUInt32(answers.size());
        answers.forEach(reply::putSensitiveString);
        answers.forEach(answer -> Arrays.fill(answer, '\0'));
        params.getTransport().write(reply);
    }

    private Prompts.Challenge read(SSHPacket packet)
            throws Buffer.BufferException, UserAuthException {
        String title = text(packet);
        String instruction = text(packet);
        packet.readString(); // a language tag
        long count = packet.readUInt32();
        if (count > MAX_QUESTIONS) {
            throw new UserAuthException("the server asks " + count + " questions");
        }
        List<Prompts.Question> questions = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            questions.add(new Prompts.Question(text(packet), packet.readBoolean()));
        }
        return new Prompts.Challenge(where, title, instruction, questions);
    }

    private static String text(SSHPacket packet) throws Buffer.BufferException {
        return Visible.text(packet.readString(), MAX_TEXT);
    }

    @Override
    public boolean shouldRetry() {
        attemptsLeft--;
        return attemptsLeft > 0;
    }
}
