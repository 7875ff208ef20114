package lockstep.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lockstep.link.Prompts;
import org.jspecify.annotations.Nullable;

/// Someone who gives prepared answers to what a connection asks, in order, and no answer after
/// them. Remembers the questions.
final class Person implements Prompts {
    private final HostKeyAnswer aboutHostKeys;
    private final Queue<String> secrets;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    Person(HostKeyAnswer aboutHostKeys, String... secrets) {
        this.aboutHostKeys = aboutHostKeys;
        this.secrets = new ConcurrentLinkedQueue<>(List.of(secrets));
    }

    /// What was asked so far, a line each.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private char @Nullable [] next(String question) {
        asked.add(question);
        String secret = secrets.poll();
        return secret == null ? null : secret.toCharArray();
    }

    @Override
    public char @Nullable [] passphrase(Path file, int attempt) {
        return next("passphrase " + file.getFileName() + " " + attempt);
    }

    @Override
    public char @Nullable [] password(String where, String user, int attempt) {
        return next("password " + user + " " + attempt);
    }

    @Override
    public @Nullable List<char[]> answers(Challenge challenge) {
        char[] answer = next("question " + challenge.questions().getFirst().text());
        return answer == null ? null : List.of(answer);
    }

    @Override
    public HostKeyAnswer acceptHostKey(HostKey key) {
        asked.add("host key " + key.type() + " " + key.fingerprint());
        return aboutHostKeys;
    }
}
