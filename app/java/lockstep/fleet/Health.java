package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What proves that a node serves: a question that is put to it, so many times in a row.
///
/// @param question put once for each answer
/// @param from who asks
/// @param times how many good answers in a row are proof, from 1 to 100
/// @param every the pause between an answer and the next question
/// @param timeout for one answer
/// @param limit no question is begun after it
public record Health(
        Question question,
        Machine from,
        int times,
        Duration every,
        Duration timeout,
        Duration limit) {
    /// What is asked. In its text `{node}` is the node's name and `{address}` its [Node#host].
    public sealed interface Question {}

    /// An HTTP GET, whose redirects are not followed.
    ///
    /// @param url of scheme `http`
    /// @param status the only good one; any from 200 to 399 when absent
    /// @param contains what the body of a good answer holds
    public record Http(String url, Optional<Integer> status, Optional<String> contains)
            implements Question {}

    /// A TCP connection, to the loopback address where the node itself asks, and else to the
    /// node's [Node#host]; good when it is accepted.
    public record Tcp(int port) implements Question {}

    /// A command, good when it ends with status 0. No shell reads it.
    public record Command(List<String> words) implements Question {
        public Command {
            words = List.copyOf(words);
        }
    }
}
