package lockstep.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a command prints and asks. Results go to standard output, everything about the way there
/// to standard error, where one line may be written over again and again while work goes on.
///
/// Texts given here hold no control characters: whoever has text from a peer makes it visible
/// first. What the terminal's encoding lacks is replaced by a stand-in, never by a question mark,
/// which is a sign of its own. Safe for use by many threads.
public final class Terminal {
    /// Where nothing tells a width: short enough for a page, long enough for a path.
    static final int USUAL_COLUMNS = 120;

    private static final int FEWEST_COLUMNS = 40;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Screen screen;
    private final CharsetEncoder encoder;
    private final Object lock = new Object();
    private boolean progressShown;

    /// What is on the other end.
    ///
    /// @param columns how wide a line may be; 0 when nobody looks, and lines are as long as they
    ///     need to be
    /// @param live whether standard error is a terminal that shows progress
    /// @param charset of both outputs
    /// @param answers asks a person one line, prompt given; null when there is no person. Gives
    ///     null at the end of input
    public record Screen(
            int columns,
            boolean live,
            Charset charset,
            @Nullable Function<String, @Nullable String> answers) {}

    public Terminal(PrintWriter out, PrintWriter err, Screen screen) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.encoder = screen.charset().newEncoder();
    }

    /// The same terminal with lines that fit a page even where nobody looks.
    Terminal onAPage() {
        return screen.columns() == 0
                ? new Terminal(
                        out,
                        err,
                        new Screen(
                                USUAL_COLUMNS, screen.live(), screen.charset(), screen.answers()))
                : this;
    }

    /// The same terminal for a command whose result is for a script: everything else is about the
    /// way there.
    Terminal aside() {
        return new Terminal(err, err, screen);
    }

    /// How wide a line may be; [Integer#MAX_VALUE] when nobody looks.
    int columns() {
        return screen.columns() == 0
                ? Integer.MAX_VALUE
                : Math.max(FEWEST_COLUMNS, screen.columns());
    }

    /// Whether [#progress] shows anything.
    boolean isLive() {
        return screen.live();
    }

    /// Whether there is a person to ask.
    public boolean asks() {
        return screen.answers() != null;
    }

    /// A line of the result.
    void say(String line) {
        synchronized (lock) {
            eraseProgress();
            out.println(printable(line));
            out.flush();
        }
    }

    /// A result that is written bit by bit, in ASCII, and may be larger than what memory holds.
    void say(Consumer<Appendable> result) {
        synchronized (lock) {
            eraseProgress();
            result.accept(out);
            out.println();
            out.flush();
        }
    }

    /// A line about the way there.
    public void note(String line) {
        synchronized (lock) {
            eraseProgress();
            err.println(printable(line));
            err.flush();
        }
    }

    /// What is going on now, written over what was going on before; nothing where nobody looks.
    void progress(String line) {
        if (!screen.live()) {
            return;
        }
        synchronized (lock) {
            err.print(ERASE + Width.cut(printable(line), Math.min(columns(), USUAL_COLUMNS) - 1));
            err.flush();
            progressShown = true;
        }
    }

    /// Takes the progress line away.
    public void quiet() {
        synchronized (lock) {
            eraseProgress();
        }
    }

    /// Asks for one line; empty without a person, or when there is no more input.
    public Optional<String> ask(String question) {
        Function<String, @Nullable String> answers = screen.answers();
        if (answers == null) {
            return Optional.empty();
        }
        quiet();
        return Optional.ofNullable(answers.apply(printable(question))).map(String::strip);
    }

    /// Whether a person says yes; anything else is a no.
    boolean agreed(String question) {
        return ask(question + " [y/N] ")
                .filter(a -> a.equalsIgnoreCase("y") || a.equalsIgnoreCase("yes"))
                .isPresent();
    }

    /// The text as this terminal can show it.
    public String printable(String text) {
        synchronized (encoder) {
            if (encoder.canEncode(text)) {
                return text;
            }
            StringBuilder shown = new StringBuilder();
            text.codePoints().forEach(c -> shown.append(standIn(c)));
            return shown.toString();
        }
    }

    private String standIn(int c) {
        if (encoder.canEncode(Character.toString(c))) {
            return Character.toString(c);
        }
        return switch (c) {
            case '≠' -> "#";
            case '∅' -> "0";
            case '…' -> "~";
            case '·', '│' -> "|";
            case '★' -> "*";
            case '—', '–', '─' -> "-";
            case '→' -> ">";
            default -> "\\u{" + Integer.toHexString(c) + "}";
        };
    }

    private void eraseProgress() {
        if (progressShown) {
            err.print(ERASE);
            err.flush();
            progressShown = false;
        }
    }
}
