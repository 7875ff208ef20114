package lockstep.pool;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import lockstep.fault.Visible;

/// What an operator's `list` printed: a line `BACKEND SERVER STATE [SESSIONS|- [REASON...]]` for
/// each member; blank lines and lines that begin with `#` say nothing. A member that is listed
/// twice is wrong, because nobody could tell which line holds.
///
/// @param members by `backend/server`
record CommandLines(Map<String, Line> members) {
    private static final int MOST_LINES = 20_000;

    /// @param raw the whole line, made visible
    record Line(State state, OptionalInt sessions, String reason, String raw) {}

    /// Why a line could not be read.
    static final class Garbled extends Exception {
        private static final long serialVersionUID = 1L;

        Garbled(int line, String text, String reason) {
            super("line " + line + " of its list, \"" + Visible.text(text, 200) + "\": " + reason);
        }
    }

    static CommandLines parse(String printed) throws Garbled {
        Map<String, Line> members = new LinkedHashMap<>();
        int number = 0;
        for (String text : printed.split("\r?\n", -1)) {
            number++;
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            if (members.size() == MOST_LINES) {
                throw new Garbled(number, text, "more than " + MOST_LINES + " members");
            }
            String[] words = text.strip().split("[ \t]+", 5);
            if (words.length < 3) {
                throw new Garbled(number, text, "it is not BACKEND SERVER STATE");
            }
            Line line = line(number, text, words);
            if (members.put(words[0] + "/" + words[1], line) != null) {
                throw new Garbled(number, text, "that server was listed before");
            }
        }
        return new CommandLines(members);
    }

    private static Line line(int number, String text, String[] words) throws Garbled {
        State state =
                switch (words[2].toLowerCase(Locale.ROOT)) {
                    case "up" -> State.UP;
                    case "starting" -> State.STARTING;
                    case "drain" -> State.DRAIN;
                    case "maint" -> State.MAINT;
                    case "stopping" -> State.STOPPING;
                    case "down" -> State.DOWN;
                    default ->
                            throw new Garbled(
                                    number,
                                    text,
                                    "the state is none of up, starting, drain, maint, stopping,"
                                            + " down");
                };
        OptionalInt sessions =
                words.length < 4 ? OptionalInt.empty() : count(number, text, words[3]);
        String reason = words.length < 5 ? "" : Visible.text(words[4], 300);
        return new Line(state, sessions, reason, Visible.text(text.strip(), 400));
    }

    /// A count, or nothing for `-`.
    static OptionalInt count(int number, String text, String word) throws Garbled {
        if (word.equals("-")) {
            return OptionalInt.empty();
        }
        if (!word.matches("[0-9]{1,9}")) {
            throw new Garbled(number, text, "\"" + Visible.text(word, 40) + "\" is not a count");
        }
        return OptionalInt.of(Integer.parseInt(word));
    }
}
