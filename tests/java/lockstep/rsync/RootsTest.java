package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Roots.Below;
import lockstep.rsync.Roots.Shape;
import lockstep.tree.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootsTest {
    private static boolean permits(Roots roots, String name) {
        boolean folder = name.endsWith("/");
        EntryReader entry =
                new EntryReader(
                        new EntryReader.Form(Set.of(), true, false, 0),
                        EntryReader.Names.NONE,
                        new Budget(1 << 30));
        byte[] bytes =
                name.substring(0, name.length() - (folder ? 1 : 0))
                        .getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, entry.path, 0, bytes.length);
        entry.length = bytes.length;
        return roots.permit(entry, folder);
    }

    private static List<String> parts(String path) {
        return Arrays.asList(path.split("/"));
    }

    @Test
    void onlyLastPartsAndWhatIsBelow() {
        Roots roots = new Roots(Below.ANYTHING, Shape.LAST_PARTS);
        roots.add(parts("a"));
        roots.addPattern(parts("*.c"));

        assertThat(List.of("a", "a/", "a/b/c", "x.c", "x.c/y")).allMatch(n -> permits(roots, n));
        assertThat(List.of("b", ".", "./", "aa", ".bashrc", "x.cc", "b/a"))
                .noneMatch(n -> permits(roots, n));
    }

    @Test
    void nothingBelowWithoutRecursion() {
        Roots roots = new Roots(Below.NOTHING, Shape.LAST_PARTS);
        roots.add(parts("a"));

        assertThat(permits(roots, "a")).isTrue();
        assertThat(permits(roots, "a/b")).isFalse();
    }

    @Test
    void wholePathsAndTheDirectoriesAbove() {
        Roots roots = new Roots(Below.ANYTHING, Shape.WHOLE_PATHS);
        roots.add(parts("a/b/c"));

        assertThat(List.of("a/", "a/b/", "a/b/c", "a/b/c/d")).allMatch(n -> permits(roots, n));
        assertThat(List.of("a", "a/b", "a/x", "a/b/x/", "b/", "c"))
                .noneMatch(n -> permits(roots, n));
    }

    @Test
    void contentsMayHaveAnyName() {
        Roots roots = new Roots(Below.ANYTHING, Shape.LAST_PARTS);
        roots.addContents();

        assertThat(List.of("./", "x", "y/z")).allMatch(n -> permits(roots, n));
    }

    @ParameterizedTest
    @CsvSource({
        "*, .x, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, acb, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[^a]x, bx, true",
        "[]x]y, ]y, true",
        "[a, [a, false",
        "\\*, *, true",
        "\\*, x, false",
        "[[:digit:]x]y, 5y, true",
        "[[:digit:]]y, ay, false",
        "a**b, axxb, true",
        "a\\, 'a\\', true"
    })
    void wildcards(String pattern, String name, boolean matches) {
        assertThat(new Wildcard(pattern).matches(name)).isEqualTo(matches);
    }
}
