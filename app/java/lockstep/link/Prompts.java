package lockstep.link;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What only a person can say while a connection is made.
///
/// Called from any thread, one question at a time, never from the window's own thread unless a
/// host is used there. An answer may take minutes; whoever implements this ends the wait when the
/// person cancels. `null` says that there is no answer: that way of logging in is given up. Arrays
/// are wiped after use. Texts from a server arrive made visible.
public interface Prompts {
    /// The passphrase of a private key.
    ///
    /// @param file the key
    /// @param attempt from 1; above 1 the passphrase before was wrong
    char @Nullable [] passphrase(Path file, int attempt);

    /// The password of `user` on `where` (the node and its address).
    char @Nullable [] password(String where, String user, int attempt);

    /// The answers to a server's own questions, one for each, in order.
    @Nullable List<char[]> answers(Challenge challenge);

    /// Whether the host key of a server not seen before is its own.
    HostKeyAnswer acceptHostKey(HostKey key);

    /// A server's questions (`keyboard-interactive`); a password is often asked this way.
    ///
    /// @param where the node and its address
    /// @param title may be empty
    /// @param instruction may be empty
    record Challenge(String where, String title, String instruction, List<Question> questions) {
        public Challenge {
            questions = List.copyOf(questions);
        }
    }

    /// One question; `echo` says whether the answer may show while it is typed.
    record Question(String text, boolean echo) {}

    /// A host key to judge.
    ///
    /// @param where the node
    /// @param address host and port
    /// @param type such as `ssh-ed25519`
    /// @param fingerprint `SHA256:` and base 64, as `ssh-keygen -l` shows it
    record HostKey(String where, String address, String type, String fingerprint) {}

    /// What to do with an unknown host key.
    enum HostKeyAnswer {
        /// Do not connect.
        NO,
        /// Connect, and forget the key with the program.
        ONCE,
        /// Connect, and write the key to `known_hosts`.
        ALWAYS
    }

    /// Nobody is there: every question stays without an answer.
    static Prompts refusing() {
        return new Prompts() {
            @Override
            public char @Nullable [] passphrase(Path file, int attempt) {
                return null;
            }

            @Override
            public char @Nullable [] password(String where, String user, int attempt) {
                return null;
            }

            @Override
            public @Nullable List<char[]> answers(Challenge challenge) {
                return null;
            }

            @Override
            public HostKeyAnswer acceptHostKey(HostKey key) {
                return HostKeyAnswer.NO;
            }
        };
    }
}
