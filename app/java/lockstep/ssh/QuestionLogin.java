package lockstep.ssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lockstep.fault.Visible;
import lockstep.link.Prompts;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;
import org.jspecify.annotations.Nullable;

/// Logs in by answering the server's questions (`keyboard-interactive`, RFC 4256). Written here
/// because the library's own lets the server's count of questions size an array.
final class QuestionLogin extends AbstractAuthMethod {
    private static final int MAX_QUESTIONS = 32;
    private static final int MAX_TEXT = 2_000;
    private static final Pattern PASSWORD = Pattern.compile("(?i)password");

    private final String where;
    private final Prompts prompts;
    private int attemptsLeft;
    private char @Nullable [] known;
    private char @Nullable [] given;

    /// @param known a password that this server took before; answers the first question for one
    /// @param attempts how often a person is asked
    QuestionLogin(String where, Prompts prompts, char @Nullable [] known, int attempts) {
        super("keyboard-interactive");
        this.where = where;
        this.prompts = prompts;
        this.known = known;
        attemptsLeft = known == null ? attempts : attempts + 1;
    }

    /// The password that was given last; empty when something else was asked, or when it was not
    /// what let us in.
    Optional<char[]> password(boolean in) {
        return in ? Optional.ofNullable(given) : Optional.empty();
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
        List<char[]> answers = answers(challenge);
        if (answers == null || answers.size() != challenge.questions().size()) {
            throw new UserAuthException("no answer was given");
        }
        SSHPacket reply = new SSHPacket(Message.USERAUTH_INFO_RESPONSE).putUInt32(answers.size());
        answers.forEach(reply::putSensitiveString);
        answers.forEach(answer -> Arrays.fill(answer, '\0'));
        params.getTransport().write(reply);
    }

    private @Nullable List<char[]> answers(Prompts.Challenge challenge) {
        if (challenge.questions().isEmpty()) {
            return List.of(); // some servers end with a message and no question
        }
        boolean password =
                challenge.questions().size() == 1
                        && !challenge.questions().getFirst().echo()
                        && PASSWORD.matcher(challenge.questions().getFirst().text()).find();
        char[] remembered = known;
        known = null;
        if (password && remembered != null) {
            given = remembered.clone();
            return List.of(remembered);
        }
        List<char[]> answers = prompts.answers(challenge);
        given =
                password && answers != null && answers.size() == 1
                        ? answers.getFirst().clone()
                        : null;
        return answers;
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
