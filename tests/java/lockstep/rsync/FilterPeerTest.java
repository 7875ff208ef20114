package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.peer.Peer;
import lockstep.peer.Rsyncs;
import lockstep.rsync.RandomRules.Sort;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.RandomTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random rules on random trees: what the real rsync lists is never refused, whatever the rules
/// are, and what it hides is refused, where the rules are of a sort that leaves nothing open.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FilterPeerTest {
    private static final int SIZE = 250;
    private static final int LISTS = 30;
    private static final long SEED = Long.getLong("lockstep.test.seed", 1);

    @TempDir Path directory;

    /// What became of the entries of one list.
    private record Score(int shown, int hidden) {
        Score and(Score other) {
            return new Score(shown + other.shown, hidden + other.hidden);
        }
    }

    @BeforeAll
    static void rsyncIsHere() {
        Peer.program("rsync");
    }

    static Stream<String> programs() throws Exception {
        return Rsyncs.programs().stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void rulesAreWhatRsyncTakesThemFor(String program) throws Exception {
        isAsRsync(program, new Random(SEED), 1);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("programs")
    void manyRulesAreWhatRsyncTakesThemFor(String program) throws Exception {
        isAsRsync(program, new Random(SEED + 1), 40);
    }

    private void isAsRsync(String program, Random random, int trees) throws Exception {
        Score score = new Score(0, 0);
        for (int i = 0; i < trees; i++) {
            Path root = Files.createDirectory(directory.resolve("tree" + i));
            make(root, RandomTree.paths(random, SIZE));
            Listing all = list(program, root, List.of());
            for (int j = 0; j < LISTS; j++) {
                Sort sort = j % 3 == 0 ? Sort.ANY : Sort.SURE;
                List<byte[]> rules = RandomRules.make(random, names(all), sort);
                score = score.and(compare(all, list(program, root, rules), rules, sort));
            }
        }
        assertThat(score.shown()).isGreaterThan(trees * LISTS * SIZE / 10);
        assertThat(score.hidden()).isGreaterThan(trees * LISTS * SIZE / 10);
    }

    private static Score compare(Listing all, Listing shown, List<byte[]> rules, Sort sort) {
        Filter filter = Filter.of(rules);
        Score score = new Score(0, 0);
        for (int row = 1; row < all.size(); row++) {
            TreePath path = all.path(row);
            boolean listed = shown.find(path) >= 0;
            if (listed) {
                assertThat(hides(filter, path, all.isDirectory(row)))
                        .as("%s is shown by %s", path, said(rules))
                        .isFalse();
            } else if (shown.find(path.parent()) >= 0
                    && sort == Sort.SURE
                    && !dependsOnPlace(path, rules)) {
                assertThat(hides(filter, path, all.isDirectory(row)))
                        .as("%s is hidden by %s", path, said(rules))
                        .isTrue();
            }
            score = score.and(new Score(listed ? 1 : 0, listed ? 0 : 1));
        }
        return score;
    }

    /// What a letter is beyond ASCII is the node's affair.
    private static boolean dependsOnPlace(TreePath path, List<byte[]> rules) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(latin(path.toBytes()));
        return !ascii && rules.stream().anyMatch(rule -> latin(rule).contains("[:"));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean hides(Filter filter, TreePath path, boolean folder) {
        EntryReader entry =
                new EntryReader(
                        new EntryReader.Form(Set.of(), true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 20));
        byte[] name = path.toBytes();
        System.arraycopy(name, 0, entry.path, 0, name.length);
        entry.length = name.length;
        try {
            filter.judge(entry, folder);
            return false;
        } catch (Broken e) {
            return true;
        }
    }

    private static String said(List<byte[]> rules) {
        return rules.stream().map(rule -> "<" + latin(rule) + ">").toList().toString();
    }

    private static Listing list(String program, Path root, List<byte[]> rules)
            throws FaultException {
        Endpoint endpoint =
                new Endpoint(Rsyncs.host(program), root.toAbsolutePath().toString(), false);
        return new Lister(endpoint, Request.of(List.of()), Optional.empty(), (_, _) -> {})
                .list(rules, new Cancel());
    }

    private static List<String> names(Listing listing) {
        Set<String> names = new HashSet<>();
        for (int row = 1; row < listing.size(); row++) {
            names.add(latin(listing.path(row).toBytes()));
        }
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(null);
        return sorted;
    }

    /// Each file can be a file of rules.
    private static void make(Path root, Map<String, Kind> paths) throws Exception {
        StringBuilder script = new StringBuilder("set -e\n");
        paths.forEach(
                (path, kind) ->
                        script.append(
                                        kind == Kind.DIRECTORY
                                                ? "mkdir "
                                                : "printf -- '- b\\n+ a*\\n' > ")
                                .append("$'./")
                                .append(octal(path))
                                .append("'\n"));
        Path file = Files.writeString(root.resolveSibling(root.getFileName() + ".sh"), script);
        Peer.run(root, "bash", file.toAbsolutePath().toString());
    }

    private static String octal(String latin) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < latin.length(); i++) {
            out.append(String.format(Locale.ROOT, "\\%03o", (int) latin.charAt(i)));
        }
        return out.toString();
    }
}
