package lockstep.options;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lockstep.options.Surroundings.Ends;

/// The filter rules of a command line, for each end: files of rules are read here, what is for one
/// end only is told to that one, and what rsync adds by itself stands at the end.
final class RuleLists {
    private static final int DEEPEST = 20;
    private static final int MOST = 1_000_000;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Ends ends;
    private final List<Rule> rules = new ArrayList<>();

    private RuleLists(Settings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        ends = settings.has(Opt.FROM0) ? Ends.NULS : Ends.LINE_BREAKS;
    }

    static RuleLists of(Settings settings, Surroundings surroundings) throws OptionError {
        RuleLists lists = new RuleLists(settings, surroundings);
        for (Settings.Given given : settings.rules()) {
            lists.read(given);
        }
        return lists;
    }

    /// Characters that each stand for a byte, as in files.
    private static String bytes(String word) {
        return new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// An empty rule is none, as a variable of a script may be.
    private void read(Settings.Given given) throws OptionError {
        switch (given.opt()) {
            case EXCLUDE_FROM -> patterns('-', given);
            case INCLUDE_FROM -> patterns('+', given);
            default -> {
                if (!given.value().isEmpty()) {
                    add(rule(given.opt(), bytes(given.value())), 0);
                }
            }
        }
    }

    private static Rule rule(Opt opt, String text) throws OptionError {
        return switch (opt) {
            case FILTER -> Rule.parse(text);
            case EXCLUDE -> old('-', text);
            case INCLUDE -> old('+', text);
            default -> throw new IllegalStateException(opt.title());
        };
    }

    private void patterns(char type, Settings.Given given) throws OptionError {
        for (String line : surroundings.lines(given.opt(), given.value(), ends)) {
            if (!isComment(line)) {
                add(old(type, line), 0);
            }
        }
    }

    /// A pattern of `--exclude` and its kin, which may turn itself into the opposite.
    private static Rule old(char type, String text) throws OptionError {
        if (text.equals("!")) {
            return Rule.CLEAR;
        }
        boolean prefixed = text.startsWith("- ") || text.startsWith("+ ");
        String pattern = prefixed ? text.substring(2) : text;
        if (pattern.isEmpty()) {
            throw OptionError.syntax("unexpected end of filter rule: " + text);
        }
        return Rule.plain(prefixed ? text.charAt(0) : type, pattern);
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith(";");
    }

    private void add(Rule rule, int depth) throws OptionError {
        if (depth > DEEPEST) {
            throw OptionError.syntax("filter files include each other too deeply");
        }
        if (rules.size() >= MOST) {
            throw OptionError.syntax("more than " + MOST + " filter rules");
        }
        if (rule.type() == '!') {
            rules.clear();
            return;
        }
        if (rule.has('e')) {
            String name = rule.pattern().substring(rule.pattern().lastIndexOf('/') + 1);
            rules.add(Rule.plain('-', name));
        }
        if (rule.type() == '.') {
            merge(rule, depth);
        } else {
            rules.add(rule.without('e'));
        }
    }

    private void merge(Rule file, int depth) throws OptionError {
        boolean words = file.has('w') || file.has('C');
        List<String> lines = surroundings.lines(Opt.FILTER, file.pattern(), ends);
        for (String line : words ? split(lines) : lines) {
            if (words || !isComment(line)) {
                add(inFile(file, line).under(file), depth + 1);
            }
        }
    }

    private static Rule inFile(Rule file, String line) throws OptionError {
        if (file.has('C') && line.equals("!")) {
            return Rule.CLEAR;
        } else if (file.has('-') || file.has('C')) {
            return Rule.plain('-', line);
        } else if (file.has('+')) {
            return Rule.plain('+', line);
        }
        return Rule.parse(line);
    }

    /// Words; one that is only the beginning of a rule goes with the next.
    private static List<String> split(List<String> lines) {
        List<String> words = new ArrayList<>();
        for (String line : lines) {
            String open = "";
            for (String word : line.strip().split("\\s+")) {
                if (open.isEmpty() && word.matches("[-+.:HSPR][,/!Cenwsrpx+-]*")) {
                    open = word + " ";
                } else if (!word.isEmpty()) {
                    words.add(open + word);
                    open = "";
                }
            }
        }
        return words;
    }

    /// What the source is told.
    List<byte[]> source() {
        List<byte[]> told = new ArrayList<>();
        for (Rule rule : rules) {
            if (!rule.hasSide() || rule.has('s')) {
                told.add(rule.bytes());
            }
        }
        partialDir(told);
        return told;
    }

    /// What the target is told, where it reads rules at all.
    List<byte[]> target() {
        List<byte[]> told = new ArrayList<>();
        boolean excludedGo = settings.has(Opt.DELETE_EXCLUDED);
        for (Rule rule : rules) {
            boolean both = rule.has('r') == rule.has('s');
            boolean sided = rule.has('r') || rule.has('s');
            if (both ? sided || !excludedGo || mayProtect(rule) : rule.has('r')) {
                told.add(rule.bytes());
            }
        }
        if (settings.has(Opt.CVS_EXCLUDE) && !excludedGo) {
            told.add(new Rule(':', "C", ".cvsignore").bytes());
            told.add(new Rule('-', "C", "").bytes());
        }
        if (!excludedGo) {
            partialDir(told);
            if (settings.has(Opt.BACKUP) && settings.deletes() && settings.backupDir().isEmpty()) {
                told.add(new Rule('-', "r", "*" + bytes(settings.suffix())).bytes());
            }
        }
        return told;
    }

    /// Whether it names files that may hold rules for the target, and not patterns alone.
    private static boolean mayProtect(Rule rule) {
        return rule.type() == ':' && !rule.has('-') && !rule.has('+') && !rule.has('C');
    }

    private void partialDir(List<byte[]> told) {
        settings.partialDir()
                .filter(directory -> !directory.startsWith("/"))
                .ifPresent(d -> told.add(new Rule('-', "p", bytes(d) + "/").bytes()));
    }
}
