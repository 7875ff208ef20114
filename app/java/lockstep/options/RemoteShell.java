package lockstep.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `-e` asks of SSH. Lockstep connects by itself, so only what its own layer does is taken:
/// the words are those that `ssh` understands before a host.
///
/// @param words options of `ssh`, each as it would be an argument of its own
public record RemoteShell(List<String> words) {
    /// `ssh` without any option.
    public static final RemoteShell PLAIN = new RemoteShell(List.of());

    /// Letters that take a value.
    private static final String VALUED = "plioJF";

    /// Letters without a value that ask for what is done anyway.
    private static final String DONE_ANYWAY = "xTakq";

    /// Letters without a value that `ssh -G` answers for.
    private static final String SWITCHES = "46C";

    /// What only a shell makes anything of; rsync hands `--rsync-path` to one.
    private static final Pattern FOR_A_SHELL =
            Pattern.compile("[&|;<>()$`\\\\\"'*?\\[{}#~!\\n]|^ *[A-Za-z_][A-Za-z_0-9]*=");

    /// LogLevel is about what `ssh` itself would print.
    private static final Set<String> KEYWORDS =
            Set.of(
                    "addressfamily",
                    "batchmode",
                    "compression",
                    "connecttimeout",
                    "globalknownhostsfile",
                    "hashknownhosts",
                    "hostkeyalias",
                    "hostname",
                    "identitiesonly",
                    "identityagent",
                    "identityfile",
                    "kbdinteractiveauthentication",
                    "loglevel",
                    "numberofpasswordprompts",
                    "passwordauthentication",
                    "port",
                    "proxycommand",
                    "proxyjump",
                    "pubkeyauthentication",
                    "serveralivecountmax",
                    "serveraliveinterval",
                    "stricthostkeychecking",
                    "user",
                    "userknownhostsfile");

    public RemoteShell {
        words = List.copyOf(words);
    }

    /// Reads the command of `-e`, which is cut into words at spaces; quotes keep a word together,
    /// and a doubled quote inside them stands for one.
    ///
    /// @param said what stands before the command where it was found: `-e ` or `RSYNC_RSH=`
    /// @throws OptionError for another program than `ssh`, or an option that is not understood
    static RemoteShell parse(String said, String command) throws OptionError {
        List<String> argv = split(said, command);
        if (argv.isEmpty() || !argv.getFirst().matches("(.*/)?ssh")) {
            throw OptionError.unsupported(
                    said + "'" + command + "'",
                    "connections are Lockstep's own SSH; write ssh and options");
        }
        List<String> words = new ArrayList<>();
        for (int at = 1; at < argv.size(); at++) {
            String word = argv.get(at);
            if (!word.startsWith("-") || word.length() < 2) {
                throw refused(said, word);
            }
            int i = afterSwitches(word, words);
            if (i < word.length()) {
                char letter = word.charAt(i);
                if (VALUED.indexOf(letter) < 0) {
                    throw refused(said, "-" + letter);
                }
                boolean apart = i + 1 == word.length();
                if (apart && at + 1 == argv.size()) {
                    throw OptionError.syntax(
                            said + "'" + command + "': ssh's -" + letter + " lacks its value");
                }
                String value = apart ? argv.get(++at) : word.substring(i + 1);
                checkKeyword(said, letter, value);
                words.add("-" + letter);
                words.add(value);
            }
        }
        return new RemoteShell(words);
    }

    /// Where the letters without a value end.
    private static int afterSwitches(String word, List<String> words) {
        int i = 1;
        while (i < word.length() && (DONE_ANYWAY + SWITCHES).indexOf(word.charAt(i)) >= 0) {
            if (SWITCHES.indexOf(word.charAt(i)) >= 0) {
                words.add("-" + word.charAt(i));
            }
            i++;
        }
        return i;
    }

    private static void checkKeyword(String said, char letter, String value) throws OptionError {
        if (letter == 'o') {
            String keyword = value.strip().split("[=\\s]", 2)[0].toLowerCase(Locale.ROOT);
            if (!KEYWORDS.contains(keyword)) {
                throw refused(said, "-o " + value);
            }
        }
    }

    private static OptionError refused(String said, String word) {
        return OptionError.unsupported(
                said + "'ssh " + word + "'",
                "Lockstep's own SSH takes -p, -l, -i, -J, -F, -C, -4, -6 and some of -o; put it into ssh_config");
    }

    private static List<String> split(String said, String command) throws OptionError {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0 && c == quote) {
                if (command.startsWith("" + c, i + 1)) {
                    word.append(command.charAt(++i));
                } else {
                    quote = 0;
                }
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && c == ' ') {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw OptionError.syntax(said + command + ": a quote that is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /// This one, and a further option behind the others.
    RemoteShell with(String option) {
        List<String> more = new ArrayList<>(words);
        more.add(option);
        return new RemoteShell(more);
    }

    /// The words of `--rsync-path`, for a program and its first arguments.
    static List<String> program(Optional<String> command) throws OptionError {
        if (command.isPresent() && FOR_A_SHELL.matcher(command.get()).find()) {
            return List.of("sh", "-c", command.get() + " \"$@\"", "rsync");
        }
        List<String> words =
                command.isPresent() ? split("--rsync-path=", command.get()) : List.of("rsync");
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            throw OptionError.syntax("--rsync-path: no program");
        }
        return words;
    }
}
