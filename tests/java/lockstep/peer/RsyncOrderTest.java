package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.RandomTree;
import lockstep.tree.TooLarge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The order of a listing is the order in which the real rsync sorts the same directory.
///
/// A shell makes the tree, from names written as octal escapes: Java cannot name files whose names
/// are not text. Paths are Latin-1 text here, a character a byte.
class RsyncOrderTest {
    private static final Pattern LINE =
            Pattern.compile("\\S{10} +[\\d,]+ \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d (.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\#([0-7]{3})");

    @TempDir Path directory;

    @BeforeAll
    static void rsyncIsHere() throws IOException, InterruptedException {
        Peer.program("rsync");
    }

    @Test
    void isTheOrderOfTheRealRsync() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            Path root = Files.createDirectory(directory.resolve("tree" + seed));
            Map<String, Kind> paths = RandomTree.paths(new Random(seed), 300);
            make(root, paths);

            List<String> real = listedByRsync(root);

            assertThat(real).as("seed %d", seed).hasSize(paths.size() + 1);
            assertThat(listedByUs(paths)).as("seed %d", seed).isEqualTo(real);
        }
    }

    private static void make(Path root, Map<String, Kind> paths) throws Exception {
        StringBuilder script = new StringBuilder("set -e\n");
        paths.forEach(
                (path, kind) ->
                        script.append(kind == Kind.DIRECTORY ? "mkdir " : ": > ")
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

    private static List<String> listedByRsync(Path root) throws Exception {
        List<String> names = new ArrayList<>();
        Peer.run(root, "rsync", "-a", "-8", "--list-only", "--no-inc-recursive", "./")
                .lines()
                .forEach(
                        line -> {
                            Matcher parts = LINE.matcher(line);
                            assertThat(parts.matches()).as(line).isTrue();
                            names.add(unescape(parts.group(1)));
                        });
        return names;
    }

    private static String unescape(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(
                        escape ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(escape.group(1), 8))));
    }

    private static List<String> listedByUs(Map<String, Kind> paths) throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        for (Map.Entry<String, Kind> entry : paths.entrySet()) {
            byte[] path = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            facts.mode = entry.getValue().mode(0755);
            builder.add(path, path.length, facts);
        }
        Listing listing = builder.build();
        List<String> names = new ArrayList<>(List.of("."));
        for (int row = 1; row < listing.size(); row++) {
            names.add(new String(listing.path(row).toBytes(), StandardCharsets.ISO_8859_1));
        }
        return names;
    }
}
