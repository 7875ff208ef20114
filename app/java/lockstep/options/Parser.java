package lockstep.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads words by rsync's own rules: options may stand anywhere before `--`, letters may be
/// combined, a value follows a letter at once or is the next word, `--name=value` and `--name
/// value` are the same, and the last one counts.
final class Parser {
    private static final Set<Opt> REPEATABLE =
            EnumSet.of(Opt.COMPARE_DEST, Opt.COPY_DEST, Opt.LINK_DEST, Opt.INFO, Opt.CHMOD);
    private static final Set<Opt> RULES =
            EnumSet.of(Opt.FILTER, Opt.EXCLUDE, Opt.EXCLUDE_FROM, Opt.INCLUDE, Opt.INCLUDE_FROM);

    /// What Java puts for bytes of an argument that it cannot decode.
    private static final char UNREADABLE = '\ufffd';

    private final List<String> words;
    private final Map<Opt, Integer> switches = new EnumMap<>(Opt.class);
    private final Map<Opt, List<String>> values = new EnumMap<>(Opt.class);
    private final Map<Opt, Opt> mappedBy = new EnumMap<>(Opt.class);
    private final List<Settings.Given> rules = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private int at;

    private Parser(List<String> words) {
        this.words = words;
    }

    /// @throws OptionError for an option that is unknown, not supported, or lacks its value
    static Settings parse(List<String> words) throws OptionError {
        for (String word : words) {
            if (word.indexOf(UNREADABLE) >= 0) {
                throw OptionError.unsupported(
                        word, "it is not UTF-8; write a wildcard, or use --files-from");
            }
        }
        Parser parser = new Parser(words);
        if (words.equals(List.of("-h"))) {
            parser.on(Opt.HELP);
        } else {
            parser.read();
        }
        return new Settings(parser.switches, parser.values, parser.rules, parser.operands);
    }

    private void read() throws OptionError {
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("--")) {
                operands.addAll(words.subList(at, words.size()));
                return;
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word);
            } else {
                operands.add(word);
            }
        }
    }

    private void longOption(String word) throws OptionError {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        if (Unsupported.reason(name).isPresent()) {
            throw refused(name);
        }
        Optional<Opt> opt = Opt.named(name);
        Optional<Opt> negated = negated(name);
        if (opt.isEmpty() && negated.isEmpty()) {
            throw refused(name);
        }
        boolean takes = opt.flatMap(Opt::argument).isPresent();
        if (value.isPresent() && !takes) {
            throw OptionError.syntax(word + ": option does not take an argument");
        }
        if (opt.isEmpty()) {
            off(negated.get());
        } else if (takes) {
            value(opt.get(), name, value.isPresent() ? value.get() : next(name));
        } else {
            on(opt.get());
        }
    }

    private static Optional<Opt> negated(String name) {
        if (!name.startsWith("--no-")) {
            return Optional.empty();
        }
        String positive = name.substring("--no-".length());
        Optional<Opt> opt =
                positive.length() == 1 ? Opt.named("-" + positive) : Opt.named("--" + positive);
        return opt.filter(Opt::canBeOff);
    }

    private void letters(String word) throws OptionError {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Opt opt = Opt.named(name).orElse(null);
            if (opt == null) {
                throw refused(name);
            }
            if (opt.argument().isPresent()) {
                String rest = word.substring(i + 1);
                String bare = rest.startsWith("=") ? rest.substring(1) : rest;
                value(opt, name, rest.isEmpty() ? next(name) : bare);
                return;
            }
            on(opt);
        }
    }

    private String next(String name) throws OptionError {
        if (at == words.size()) {
            throw OptionError.syntax(name + ": missing argument");
        }
        return words.get(at++);
    }

    private static OptionError refused(String name) {
        return Unsupported.reason(name)
                .map(why -> OptionError.unsupported(name, why))
                .orElseGet(() -> OptionError.syntax(name + ": unknown option"));
    }

    private void on(Opt opt) {
        switch (opt) {
            case ARCHIVE -> archive();
            case DEVICES_AND_SPECIALS -> {
                switches.put(Opt.DEVICES, 1);
                switches.put(Opt.SPECIALS, 1);
            }
            case PARTIAL_PROGRESS -> {
                switches.put(Opt.PARTIAL, 1);
                switches.merge(Opt.PROGRESS, 1, Integer::sum);
            }
            case RECURSIVE -> switches.put(Opt.RECURSIVE, Settings.ASKED_FOR);
            case ACLS -> {
                switches.put(Opt.ACLS, 1);
                switches.put(Opt.PERMS, 1);
            }
            case APPEND -> switches.put(Opt.APPEND_VERIFY, 0);
            case APPEND_VERIFY -> switches.put(Opt.APPEND, 0);
            case DELETE_DURING -> switches.put(Opt.DELETE_DELAY, 0);
            case DELETE_DELAY -> switches.put(Opt.DELETE_DURING, 0);
            case FILTER_SHORTHAND -> shorthand();
            default -> {}
        }
        if (opt != Opt.RECURSIVE) {
            switches.merge(opt, 1, Integer::sum);
        }
    }

    private void archive() {
        switches.merge(Opt.RECURSIVE, 1, Math::max);
        for (Opt part :
                List.of(
                        Opt.LINKS,
                        Opt.PERMS,
                        Opt.TIMES,
                        Opt.GROUP,
                        Opt.OWNER,
                        Opt.DEVICES,
                        Opt.SPECIALS)) {
            switches.merge(part, 1, Math::max);
        }
    }

    private void shorthand() {
        int times = switches.getOrDefault(Opt.FILTER_SHORTHAND, 0);
        if (times == 0) {
            rules.add(new Settings.Given(Opt.FILTER, ": /.rsync-filter"));
        } else if (times == 1) {
            rules.add(new Settings.Given(Opt.FILTER, "- .rsync-filter"));
        }
    }

    private void off(Opt opt) {
        switch (opt) {
            case DEVICES_AND_SPECIALS -> {
                switches.put(Opt.DEVICES, 0);
                switches.put(Opt.SPECIALS, 0);
            }
            case APPEND -> switches.put(Opt.APPEND_VERIFY, 0);
            case COMPRESS -> values.remove(Opt.COMPRESS_CHOICE);
            default -> {}
        }
        switches.put(opt, 0);
        values.remove(opt);
    }

    private void value(Opt opt, String name, String value) throws OptionError {
        if (value.indexOf('\0') >= 0) {
            throw OptionError.syntax(name + ": a value that holds a NUL");
        }
        if (RULES.contains(opt)) {
            rules.add(new Settings.Given(opt, value));
        } else if (REPEATABLE.contains(opt)) {
            values.computeIfAbsent(opt, _ -> new ArrayList<>()).add(value);
        } else if (opt == Opt.CHOWN) {
            chown(value);
        } else if (opt == Opt.USERMAP || opt == Opt.GROUPMAP) {
            map(opt, opt, value);
        } else {
            values.put(opt, List.of(value));
        }
        switches.merge(opt, 1, Integer::sum);
        if (opt == Opt.BACKUP_DIR) {
            switches.merge(Opt.BACKUP, 1, Math::max);
        }
    }

    /// Stands for a map of every user, of every group, or both.
    private void chown(String value) throws OptionError {
        String[] parts = value.split(":", 2);
        if (!parts[0].isEmpty()) {
            map(Opt.USERMAP, Opt.CHOWN, "*:" + parts[0]);
        }
        if (parts.length > 1 && !parts[1].isEmpty()) {
            map(Opt.GROUPMAP, Opt.CHOWN, "*:" + parts[1]);
        }
    }

    /// @param by the option that sets it
    private void map(Opt map, Opt by, String value) throws OptionError {
        Opt before = mappedBy.put(map, by);
        boolean users = map == Opt.USERMAP;
        if (before != null && before != by) {
            throw OptionError.syntax(by.title() + " conflicts with prior " + before.title() + ".");
        } else if (before != null) {
            String once = users ? "a user-affecting --chown" : "a group-affecting --chown";
            throw OptionError.syntax(
                    "You can only specify " + (by == map ? by.title() : once) + " once.");
        }
        values.put(map, List.of(value));
        switches.merge(map, 1, Math::max);
        switches.merge(users ? Opt.OWNER : Opt.GROUP, 1, Math::max);
    }
}
