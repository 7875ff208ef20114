package lockstep.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a command line asks for, before anything was looked at. Immutable.
final class Settings {
    /// How often `-r` counts where it was written; 1 where `-a` stands for it.
    static final int ASKED_FOR = 2;

    private final Map<Opt, Integer> switches;
    private final Map<Opt, List<String>> values;
    private final List<Given> rules;
    private final List<String> operands;

    /// An option about rules, in the order given.
    record Given(Opt opt, String value) {}

    Settings(
            Map<Opt, Integer> switches,
            Map<Opt, List<String>> values,
            List<Given> rules,
            List<String> operands) {
        this.switches = copy(switches);
        this.values = copy(values);
        this.rules = List.copyOf(rules);
        this.operands = List.copyOf(operands);
    }

    private static <V> Map<Opt, V> copy(Map<Opt, V> map) {
        Map<Opt, V> copy = new EnumMap<>(Opt.class);
        copy.putAll(map);
        return copy;
    }

    /// These with partial files kept in a directory that the environment names.
    Settings withPartialDir(String directory) {
        Map<Opt, List<String>> more = copy(values);
        more.put(Opt.PARTIAL_DIR, List.of(directory));
        Map<Opt, Integer> on = copy(switches);
        on.put(Opt.PARTIAL_DIR, 1);
        return new Settings(on, more, rules, operands);
    }

    int count(Opt opt) {
        return switches.getOrDefault(opt, 0);
    }

    boolean has(Opt opt) {
        return count(opt) > 0;
    }

    /// Whether it was turned off, which is something else than never mentioned.
    boolean isOff(Opt opt) {
        return Integer.valueOf(0).equals(switches.get(opt));
    }

    Optional<String> value(Opt opt) {
        List<String> all = values(opt);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    List<String> values(Opt opt) {
        return values.getOrDefault(opt, List.of());
    }

    List<Given> rules() {
        return rules;
    }

    List<String> operands() {
        return operands;
    }

    boolean fromFiles() {
        return value(Opt.FILES_FROM).isPresent();
    }

    /// A list of files takes the place of the recursion in `-a`, not of `-r`.
    boolean recursive() {
        return count(Opt.RECURSIVE) > (fromFiles() ? 1 : 0);
    }

    boolean relative() {
        return has(Opt.RELATIVE) || fromFiles() && !isOff(Opt.RELATIVE);
    }

    /// Directories come along without recursion.
    boolean dirs() {
        return has(Opt.DIRS) || fromFiles() && !isOff(Opt.DIRS);
    }

    boolean deletes() {
        return Stream.concat(
                        deletionTimes(),
                        Stream.of(Opt.DELETE, Opt.DELETE_EXCLUDED).filter(this::has))
                .findAny()
                .isPresent();
    }

    /// The options chosen that say when to delete.
    Stream<Opt> deletionTimes() {
        return Stream.of(Opt.DELETE_BEFORE, Opt.DELETE_DURING, Opt.DELETE_DELAY, Opt.DELETE_AFTER)
                .filter(this::has);
    }

    /// As rsync's servers do: any level compresses, whatever else was said, except 0. That turns
    /// zlib off, and stands for the usual level of the others.
    boolean compresses() throws OptionError {
        Optional<String> level = value(Opt.COMPRESS_LEVEL);
        String how = value(Opt.COMPRESS_CHOICE).orElse("auto");
        boolean off = level.isPresent() && Numbers.whole(Opt.COMPRESS_LEVEL, level.get()) == 0;
        if (level.isPresent() && !off) {
            return true;
        }
        return switch (how) {
            case "none" -> false;
            case "auto" -> has(Opt.COMPRESS) && !off;
            case "zlib", "zlibx" -> !off;
            default -> true;
        };
    }

    boolean appends() {
        return has(Opt.APPEND) || has(Opt.APPEND_VERIFY);
    }

    /// Where files are kept that were cut off, when not beside their place.
    Optional<String> partialDir() {
        Optional<String> named = namedPartialDir();
        return named.isEmpty() && has(Opt.DELAY_UPDATES) ? Optional.of(".~tmp~") : named;
    }

    /// As [#partialDir], where a name was given.
    Optional<String> namedPartialDir() {
        return value(Opt.PARTIAL_DIR).map(Settings::cleaned).filter(d -> !d.isEmpty());
    }

    /// The path without parts that lead nowhere: empty ones, `.`, and those that `..` takes back.
    private static String cleaned(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            boolean back = part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..");
            if (back) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    /// Where backups go, when not beside their place.
    Optional<String> backupDir() {
        return value(Opt.BACKUP_DIR)
                .map(d -> d.replaceFirst("^(\\./)+", ""))
                .filter(d -> !d.isEmpty() && !d.equals("."));
    }

    /// All changes of modes, one after the other.
    Optional<String> chmod() {
        List<String> all = values(Opt.CHMOD);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(",", all));
    }

    /// The ending of backups. Even a directory that turns out to be none stands for an empty one.
    String suffix() {
        return value(Opt.SUFFIX).orElse(value(Opt.BACKUP_DIR).isPresent() ? "" : "~");
    }

    /// Whether the lists come directory by directory: what must know the whole first does not.
    boolean incremental() {
        return recursive()
                && !isOff(Opt.INCREMENTAL)
                && !has(Opt.DELETE_BEFORE)
                && !has(Opt.DELETE_AFTER)
                && !has(Opt.DELAY_UPDATES)
                && !has(Opt.PRUNE_EMPTY_DIRS);
    }
}
