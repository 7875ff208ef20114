package lockstep.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// What no program can be given, refused before anything runs.
public final class Arguments {
    /// What Linux takes for one argument (`MAX_ARG_STRLEN`); a command line through SSH is one.
    private static final int LIMIT = 128 * 1024 - 1;

    private Arguments() {}

    /// @throws FaultException `UnsafeArgument`, naming `where`, for a NUL or a half of a surrogate
    ///     pair (which no encoding can carry), and when all of it is too long
    /// @throws IllegalArgumentException when there is no program
    public static void check(String where, List<String> argv) throws FaultException {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
        long total = 0;
        for (String word : argv) {
            if (word.indexOf('\0') >= 0) {
                throw refused(where, word, "a program cannot be given a NUL");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(word)) {
                throw refused(where, word, "it holds half a character");
            }
            total += word.length() + 1L;
        }
        if (total > LIMIT) {
            throw refused(where, argv.getFirst(), "its arguments are longer than a system takes");
        }
    }

    private static FaultException refused(String where, String word, String reason) {
        return new FaultException(new Fault.UnsafeArgument(where, Visible.text(word, 200), reason));
    }
}
