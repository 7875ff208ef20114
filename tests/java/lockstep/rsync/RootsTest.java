package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Roots.Below;
import lockstep.rsync.Roots.Extent;
import lockstep.rsync.Roots.Shape;
import lockstep.tree.Budget;
import lockstep.wire.Broken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootsTest {
    /// @param name of a directory where it ends in a slash
    private static boolean permits(Roots roots, String name) {
        return !claims(roots, name, true).contains("which");
    }

    private static boolean permitsContents(Roots roots, String name) {
        return claims(roots, name, false).isEmpty();
    }

    /// The refusal; empty where there is none.
    private static String claims(Roots roots, String name, boolean bare) {
        boolean folder = name.endsWith("/");
        EntryReader entry = entry(folder ? name.substring(0, name.length() - 1) : name);
        entry.bare = bare;
        try {
            roots.judge(entry, folder);
            return "";
        } catch (Broken e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static EntryReader entry(String name) {
        EntryReader entry =
                new EntryReader(
                        new EntryReader.Form(Set.of(), true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 30));
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, entry.path, 0, bytes.length);
        entry.length = bytes.length;
        return entry;
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    @Test
    void onlyLastPartsAndWhatIsBelow() {
        Roots roots = new Roots(Below.ANYTHING, Shape.LAST_PARTS);
        roots.add(parts("a"), Extent.ITSELF);
        roots.addPattern(parts("*.c"), Extent.ITSELF);

        assertThat(List.of("a", "a/", "a/b/c", "x.c", "x.c/y")).allMatch(n -> permits(roots, n));
        assertThat(List.of("b", ".", "./", "aa", ".bashrc", "x.cc", "b/a"))
                .noneMatch(n -> permits(roots, n));
        assertThat(List.of("a/", "a/b/", "x.c/", "x.c/y/"))
                .allMatch(n -> permitsContents(roots, n));
    }

    @Test
    void nothingBelowWithoutRecursion() {
        Roots roots = new Roots(Below.NOTHING, Shape.LAST_PARTS);
        roots.add(parts("a"), Extent.ITSELF);

        assertThat(permits(roots, "a")).isTrue();
        assertThat(permits(roots, "a/b")).isFalse();
        assertThat(permitsContents(roots, "a/")).isFalse();
    }

    @Test
    void oneLevelOfWhatWasAskedForWithItsContents() {
        Roots roots = new Roots(Below.ENTRIES, Shape.WHOLE_PATHS);
        roots.add(parts("a/b"), Extent.WITH_CONTENTS);
        roots.add(parts("c"), Extent.ITSELF);

        assertThat(List.of("a/", "a/b/", "a/b/x", "a/b/y/", "c/")).allMatch(n -> permits(roots, n));
        assertThat(List.of("a/b/y/z", "a/x", "c/x", "x")).noneMatch(n -> permits(roots, n));
        assertThat(permitsContents(roots, "a/b/")).isTrue();
        assertThat(List.of("a/", "a/b/y/", "c/", "./")).noneMatch(n -> permitsContents(roots, n));
    }

    @Test
    void wholePathsAndTheDirectoriesAbove() {
        Roots roots = new Roots(Below.ANYTHING, Shape.WHOLE_PATHS);
        roots.add(parts("a/b/c"), Extent.ITSELF);

        assertThat(List.of("./", "a/", "a/b/", "a/b/c", "a/b/c/d"))
                .allMatch(n -> permits(roots, n));
        assertThat(List.of("a", "a/b", "a/x", "a/b/x/", "b/", "c"))
                .noneMatch(n -> permits(roots, n));
        assertThat(List.of("a/b/c/", "a/b/c/d/")).allMatch(n -> permitsContents(roots, n));
        assertThat(List.of("./", "a/", "a/b/")).noneMatch(n -> permitsContents(roots, n));
    }

    @Test
    void whatOnlyStandsAboveSaysSo() {
        Roots roots = new Roots(Below.ANYTHING, Shape.WHOLE_PATHS);
        roots.add(parts("a/b"), Extent.ITSELF);
        EntryReader above = entry("a");
        EntryReader below = entry("a/b/c");

        assertThat(roots.isOnlyAbove(above)).isFalse();
        above.implied = true;
        below.implied = true;
        assertThat(roots.isOnlyAbove(above)).isTrue();
        assertThat(roots.isOnlyAbove(below)).isFalse();
    }

    @Test
    void contentsMayHaveAnyName() {
        Roots roots = new Roots(Below.ANYTHING, Shape.LAST_PARTS);
        roots.add(parts("/"), Extent.WITH_CONTENTS);

        assertThat(List.of("./", "x", "y/z")).allMatch(n -> permits(roots, n));
        assertThat(List.of("./", "x/", "y/z/")).allMatch(n -> permitsContents(roots, n));
    }

    private static Roots argument(Shape shape, String path) {
        Roots roots = new Roots(Below.ANYTHING, shape);
        roots.addArgument(path);
        return roots;
    }

    private static Roots line(Shape shape, String path) {
        Roots roots = new Roots(Below.ANYTHING, shape);
        roots.addName(path);
        return roots;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../site", "../x/../site", "/srv/../site", "../s?te", "../*/site"})
    void anArgumentLeadsUpAndStillNamesItsLastPart(String path) {
        Roots roots = argument(Shape.LAST_PARTS, path);

        assertThat(List.of("site", "site/", "site/x/y")).allMatch(n -> permits(roots, n));
        assertThat(List.of("x", ".ssh/", ".ssh/authorized_keys", "./"))
                .noneMatch(n -> permits(roots, n));
        assertThat(permitsContents(roots, "./")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "../", "../..", "x/..", "x/../.", "*/..", "../site/", "../site/."})
    void anArgumentThatStandsForWhatIsInIt(String path) {
        Roots roots = argument(Shape.LAST_PARTS, path);

        assertThat(List.of("./", "x/", "y/z/")).allMatch(n -> permitsContents(roots, n));
    }

    @Test
    void wholePathsFromWhereTheyBegin() {
        Roots roots = argument(Shape.WHOLE_PATHS, "../x/./a/b");

        assertThat(List.of("a/", "a/b", "a/b/c")).allMatch(n -> permits(roots, n));
        assertThat(List.of("x", "b", "a/c")).noneMatch(n -> permits(roots, n));
    }

    /// No rsync lists anything for these: it says that there is a ".." in the path.
    @ParameterizedTest
    @ValueSource(strings = {"../a", "x/../a", "x/./../a", ".."})
    void wholePathsThatLeadUp(String path) {
        Roots roots = argument(Shape.WHOLE_PATHS, path);

        assertThat(List.of("a", "x/a", "b")).noneMatch(n -> permits(roots, n));
        assertThat(permitsContents(roots, "./")).isFalse();
    }

    /// As rsync 3.0.9 to 3.5.0 list them.
    @ParameterizedTest
    @CsvSource({
        "../a,a",
        "x/../a,a",
        "x//../a,a",
        "/../a,a",
        "x/y/../../../a,a",
        "./../a,a",
        "x/./../a,x/a",
        "x/y/.././a,a",
        "x/./y/../a,a",
        "x/y/..,x/z",
        "x/..,z"
    })
    void aLineThatLeadsUpIsTakenBack(String line, String name) {
        Roots roots = line(Shape.WHOLE_PATHS, line);

        assertThat(permits(roots, name)).isTrue();
        assertThat(permits(roots, "b")).isEqualTo(name.equals("z"));
    }

    @Test
    void aLineThatEndsUpStandsForWhatIsInIt() {
        Roots roots = line(Shape.LAST_PARTS, "x/y/..");

        assertThat(List.of("./", "x/", "y/z/")).allMatch(n -> permitsContents(roots, n));
        assertThat(permits(line(Shape.LAST_PARTS, "x/../a"), "x")).isFalse();
    }
}
