package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lockstep.tree.TreePath;

/// A source and a target that differ in every way, made from a seed, and the judgement of what a
/// relay that broke off left on the target. Judged by walking the trees and by the real rsync.
final class TroubledTrees {
    private static final Set<String> SENT =
            Set.of("a/delta", "a/new", "a/one", "b/fresh/f", "b/same-size", "kind", "z-last");
    private static final Pattern TEMPORARY = Pattern.compile("(.*/)?\\.[^/]+\\.[A-Za-z0-9]{6}");

    final Path source;
    final Path target;
    private final Path before;
    private final Map<String, String> old;

    /// @param large size of the new file and of the one of which a part is on the target, bytes
    TroubledTrees(Path directory, long seed, int large) throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        target = directory.resolve("target");
        before = Files.createDirectories(directory.resolve("before"));
        Random random = new Random(seed);
        byte[] delta = bytes(random, large);
        Files.createDirectories(source.resolve("a"));
        Files.createDirectories(before.resolve("a"));
        Files.write(source.resolve("a/delta"), delta);
        for (int i = 0; i < 5; i++) {
            delta[random.nextInt(delta.length)] ^= 1;
        }
        Files.write(before.resolve("a/delta"), delta);
        Files.write(source.resolve("a/new"), bytes(random, large));
        Files.write(source.resolve("z-last"), bytes(random, 5_000));
        for (int i = 0; i < 12; i++) {
            Files.write(source.resolve("a/small" + i), bytes(random, random.nextInt(3_000)));
        }
        Shell.run(
                directory,
                "set -e; cd source; mkdir -p b/fresh; echo one > a/one; echo f > b/fresh/f;"
                        + " echo 1234 > b/same-size; ln -s a/one link; : > empty; echo k > kind;"
                        + " echo m > mode; mkdir turned; echo t > turned/t; touch -d 2001-02-03 a/one;"
                        + " cd ../before; mkdir -p b extra/deep; echo old > a/one; cp ../source/a/small* a;"
                        + " rm a/small3 a/small7; echo 4321 > b/same-size; ln -s nowhere link;"
                        + " mkdir kind; echo x > kind/x; echo m > mode; chmod 600 mode;"
                        + " echo x > turned; echo e > extra/deep/e; echo x > extra-file;"
                        + " touch -d 2002-02-03 b/same-size ../source/b/same-size");
        old = picture(before);
        reset();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Makes the target what it was before any relay.
    void reset() {
        Shell.run(before.getParent(), "rm -rf target && cp -a before target");
    }

    /// Everything that differs, for a relay of chosen paths, deletions included.
    Set<TreePath> chosen() {
        Set<TreePath> paths = new LinkedHashSet<>();
        SENT.forEach(p -> paths.add(TreePath.of(p)));
        for (String path :
                new String[] {
                    "a",
                    "a/small3",
                    "a/small7",
                    "b",
                    "b/fresh",
                    "link",
                    "empty",
                    "mode",
                    "turned",
                    "turned/t"
                }) {
            paths.add(TreePath.of(path));
        }
        for (int i = 0; i < 12; i++) {
            paths.add(TreePath.of("a/small" + i));
        }
        paths.addAll(gone());
        return paths;
    }

    /// What the source lacks.
    Set<TreePath> gone() {
        return Set.of(TreePath.of("extra"), TreePath.of("extra-file"));
    }

    /// Every path of the target holds what it held or what the source holds, whole, and nothing
    /// is missing that both have in one kind.
    ///
    /// @param killed whether a temporary file of rsync may lie about, since nobody could remove it
    void assertWhole(boolean killed) throws IOException {
        Map<String, String> wanted = picture(source);
        Map<String, String> found = picture(target);
        for (Map.Entry<String, String> entry : found.entrySet()) {
            String path = entry.getKey();
            if (killed && TEMPORARY.matcher(path).matches()) {
                continue;
            }
            String was = old.getOrDefault(path, "");
            String is = wanted.getOrDefault(path, "");
            assertThat(entry.getValue()).as("what is at %s", path).isIn(was, is);
        }
        for (Map.Entry<String, String> entry : old.entrySet()) {
            String path = entry.getKey();
            String is = wanted.getOrDefault(path, "");
            if (!is.isEmpty() && is.charAt(0) == entry.getValue().charAt(0)) {
                assertThat(found).as("never missing").containsKey(path);
            }
        }
    }

    /// Removes what a killed receiver left, which a relay of chosen paths does not touch: it shows
    /// as an extra file in the next scan.
    void removeTemporaries() throws IOException {
        try (Stream<Path> walk = Files.walk(target)) {
            for (Path path : walk.toList()) {
                if (TEMPORARY.matcher(target.relativize(path).toString()).matches()) {
                    Files.delete(path);
                }
            }
        }
    }

    /// What rsync itself still finds to do, by content; empty when the trees are alike.
    String differences() {
        return Shell.run(
                before.getParent(),
                "LC_ALL=C rsync -anic --delete --exclude=.lockstep-partial source/ target/");
    }

    /// Nothing but a directory of partial files is left, or not even that.
    boolean holdsPartialFiles() {
        return !Shell.run(target, "find . -path '*/.lockstep-partial/*'").isEmpty();
    }

    private static Map<String, String> picture(Path root) throws IOException {
        Map<String, String> states = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.toList()) {
                String name = root.relativize(path).toString();
                if (!name.contains(".lockstep-partial") && !name.isEmpty()) {
                    states.put(name, state(path));
                }
            }
        }
        return states;
    }

    private static String state(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "l " + Files.readSymbolicLink(path);
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "d";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
            return "f " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
