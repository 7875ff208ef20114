package lockstep.preflight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Visible;

/// What [Script] printed on a node, read strictly: the node is not trusted, and a login may print
/// lines of its own before.
final class Answer {
    /// The most that is read. A hundred links or mounts of the longest names fit.
    static final int MOST = 512 << 10;

    /// In characters: a path of 4,096 bytes and what is said of it, or the groups of one user.
    private static final int LONGEST = 8 << 10;

    private static final Set<String> WORDS =
            Set.of(
                    "time",
                    "me",
                    "rsync",
                    "link",
                    "root",
                    "access",
                    "blocks",
                    "inodes",
                    "mounted",
                    "unmounted",
                    "inside",
                    "optional",
                    "unknown",
                    "attributes",
                    "shut",
                    "fixed",
                    "unread",
                    "id");

    private static final Pattern LINE = Pattern.compile("([a-z]+) ?(.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern LINK = Pattern.compile("(\\d{1,10}) (.+)");
    private static final Pattern ITEM = Pattern.compile("(\\d{1,9})");
    private static final Pattern ID =
            Pattern.compile("(\\d{1,9}) (?:(\\d{1,10})|unknown(?: (.{0,200}))?)");

    /// The device's name may hold blanks, and the form is of POSIX (`df -P`). A column begins where
    /// blanks do, so that a line of blanks is not tried from each of them.
    private static final Pattern VOLUME =
            Pattern.compile(
                    ".*?(?<! ) ++(\\d{1,15}) ++(?:\\d{1,15}|-) ++(-?\\d{1,15})"
                            + " ++(?:\\d{1,4}%|-) ++/.*");

    private static final Pattern VERSION =
            Pattern.compile("rsync +version v?(\\d{1,4})\\.(\\d{1,4})\\..*");

    /// What is where the root should be.
    enum Root {
        DIRECTORY,
        MISSING,
        OTHER,
        SHUT
    }

    /// A symbolic link on the way to the root, made visible.
    record Link(long owner, String path) {}

    /// Of a file system, in the units of the table that it is from.
    record Volume(long total, long free) {}

    /// Who an owner of the reference is here.
    ///
    /// @param id of the same name; empty where the name is unknown
    /// @param holder who has the number then; empty for nobody
    record Owned(OptionalLong id, String holder) {}

    private final Map<String, List<String>> lines = new HashMap<>();
    private final Map<Integer, Owned> owned = new HashMap<>();

    private Answer() {}

    /// Empty when it is not whole, or not what the script prints.
    static Optional<Answer> of(byte[] output) {
        Answer answer = new Answer();
        List<String> all = new String(output, StandardCharsets.UTF_8).lines().toList();
        int begin = all.indexOf("begin");
        if (begin < 0 || !all.getLast().equals("end")) {
            return Optional.empty();
        }
        for (String line : all.subList(begin + 1, all.size() - 1)) {
            Matcher parts = LINE.matcher(line);
            if (line.length() > LONGEST || !parts.matches() || !WORDS.contains(parts.group(1))) {
                return Optional.empty();
            }
            answer.lines
                    .computeIfAbsent(parts.group(1), _ -> new ArrayList<>())
                    .add(parts.group(2));
        }
        return answer.isSound() ? Optional.of(answer) : Optional.empty();
    }

    private boolean isSound() {
        boolean ids = all("id").stream().allMatch(this::owned);
        boolean items =
                Stream.of("shut", "fixed", "unread")
                        .flatMap(w -> all(w).stream())
                        .allMatch(ITEM.asMatchPredicate());
        boolean links = all("link").stream().allMatch(LINK.asMatchPredicate());
        String[] numbers = one("me").split(" ", -1);
        boolean me =
                all("me").size() == 1
                        && numbers.length > 1
                        && Stream.of(numbers).allMatch(NUMBER.asMatchPredicate());
        boolean times =
                all("time").size() == 2
                        && all("time").stream().allMatch(t -> t.matches("\\d{1,12}"));
        boolean root =
                Stream.of(Root.values()).anyMatch(r -> r.name().equalsIgnoreCase(one("root")));
        return ids && items && links && me && times && root;
    }

    private boolean owned(String line) {
        Matcher id = ID.matcher(line);
        if (!id.matches()) {
            return false;
        }
        String number = id.group(2);
        String holder = id.group(3);
        owned.put(
                Integer.valueOf(id.group(1)),
                new Owned(
                        number == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(Long.parseLong(number)),
                        holder == null ? "" : Visible.text(holder, 100)));
        return true;
    }

    private List<String> all(String word) {
        return lines.getOrDefault(word, List.of());
    }

    private String one(String word) {
        List<String> values = all(word);
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// The node's clock in seconds since 1970, when the script began.
    long began() {
        return Long.parseLong(all("time").getFirst());
    }

    /// How long the script took by the node's own clock, in seconds.
    long took() {
        return Math.max(0, Long.parseLong(all("time").getLast()) - began());
    }

    long uid() {
        return Long.parseLong(one("me").split(" ")[0]);
    }

    boolean isSuperuser() {
        return uid() == 0;
    }

    Set<Long> groups() {
        return Stream.of(one("me").split(" "))
                .skip(1)
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    /// Whether its rsync is of this version or newer, where it says so.
    boolean hasRsync(int major, int minor) {
        Matcher version = VERSION.matcher(one("rsync"));
        if (!version.matches()) {
            return false;
        }
        int itsMajor = Integer.parseInt(version.group(1));
        int itsMinor = Integer.parseInt(version.group(2));
        return itsMajor > major || itsMajor == major && itsMinor >= minor;
    }

    List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (String line : all("link")) {
            Matcher link = LINK.matcher(line);
            if (link.matches()) {
                links.add(
                        new Link(Long.parseLong(link.group(1)), Visible.text(link.group(2), 300)));
            }
        }
        return links;
    }

    Root root() {
        return Stream.of(Root.values())
                .filter(r -> r.name().equalsIgnoreCase(one("root")))
                .findFirst()
                .orElse(Root.MISSING);
    }

    /// Whether all of these letters of `rwx` are allowed at the root.
    boolean can(String letters) {
        return letters.chars().allMatch(letter -> one("access").indexOf(letter) >= 0);
    }

    /// In KiB; empty where `df` told nothing that can be read.
    Optional<Volume> blocks() {
        return volume("blocks");
    }

    /// Empty also where a file system does not count them.
    Optional<Volume> inodes() {
        return volume("inodes").filter(volume -> volume.total() > 0);
    }

    private Optional<Volume> volume(String word) {
        Matcher volume = VOLUME.matcher(one(word));
        return volume.matches()
                ? Optional.of(
                        new Volume(
                                Long.parseLong(volume.group(1)),
                                Math.max(0, Long.parseLong(volume.group(2)))))
                : Optional.empty();
    }

    boolean isReadOnly() {
        return List.of(one("mounted").split(",")).contains("ro");
    }

    /// What the table of file systems names at or above the root and is not mounted.
    List<String> unmounted() {
        return all("unmounted").stream().map(path -> Visible.text(path, 300)).toList();
    }

    /// What it names inside the root and is not mounted.
    List<String> unmountedInside() {
        return all("inside").stream().map(path -> Visible.text(path, 300)).toList();
    }

    /// The same where the table does not ask for it to be mounted at every start.
    List<String> optionalInside() {
        return all("optional").stream().map(path -> Visible.text(path, 300)).toList();
    }

    /// Whether what is mounted could not be read, or the table of what should be.
    boolean isUnsureOfMounts() {
        return !all("unknown").isEmpty();
    }

    /// `yes`, `none` on a file system that has no such attributes, `no` without a program that
    /// tells them, or `failed`.
    String attributes() {
        return one("attributes");
    }

    /// Items: directories that cannot be written in.
    List<Integer> shut() {
        return all("shut").stream().map(Integer::valueOf).toList();
    }

    /// Items that are immutable, or can only be appended to.
    List<Integer> fixed() {
        return all("fixed").stream().map(Integer::valueOf).toList();
    }

    /// Items of which it is not known whether they are [#fixed].
    List<Integer> unread() {
        return all("unread").stream().map(Integer::valueOf).toList();
    }

    /// Empty where the script did not say.
    Optional<Owned> owned(int item) {
        return Optional.ofNullable(owned.get(item));
    }
}
