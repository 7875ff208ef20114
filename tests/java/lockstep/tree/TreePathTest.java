package lockstep.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"..", "/a", "a/", "a//b", "a/../b", "a/.", "./a", "a\0", "/"})
    void refusesWhatIsNoSafeRelativePath(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> TreePath.of(text));
        assertThatExceptionOfType(MalformedTree.class)
                .isThrownBy(() -> TreePath.checked(bytes, 0, bytes.length));
    }

    @Test
    void takesOddButSafeNames() {
        for (String text : new String[] {"...", "-rf", "a b", "..a", "a..", ".a/.b", "\n"}) {
            assertThat(TreePath.of(text).toBytes()).asString().isEqualTo(text);
        }
    }

    @Test
    void theRootIsTheEmptyPathAndItsOwnParent() throws MalformedTree {
        assertThat(TreePath.of(".")).isEqualTo(TreePath.ROOT);
        assertThat(TreePath.checked(new byte[] {'x', '.'}, 1, 1).isRoot()).isTrue();
        assertThat(TreePath.of("").parent()).isEqualTo(TreePath.ROOT);
        assertThat(TreePath.of("a").parent()).isEqualTo(TreePath.ROOT);
        assertThat(TreePath.ROOT.visible()).isEqualTo(".");
        assertThat(TreePath.ROOT.name()).isEmpty();
    }

    @Test
    void knowsItsPlace() {
        TreePath path = TreePath.of("a/b/c");
        assertThat(path.name()).asString().isEqualTo("c");
        assertThat(path.parent()).isEqualTo(TreePath.of("a/b"));
        assertThat(path.isWithin(TreePath.ROOT)).isTrue();
        assertThat(path.isWithin(TreePath.of("a"))).isTrue();
        assertThat(path.isWithin(path)).isTrue();
        assertThat(path.isWithin(TreePath.of("a/b/c/d"))).isFalse();
        assertThat(TreePath.of("ab").isWithin(TreePath.of("a"))).isFalse();
    }

    /// Whoever names the files can choose names of one hash.
    @Test
    void pathsThatWereChosenToCollideCostNoMore() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(6),
                () -> {
                    Set<TreePath> all = new HashSet<>();
                    for (int i = 0; i < 1 << 16; i++) {
                        StringBuilder name = new StringBuilder();
                        for (int bit = 0; bit < 16; bit++) {
                            name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                        }
                        all.add(TreePath.of(name.toString()));
                    }
                    assertThat(all).hasSize(1 << 16);
                    assertThat(all.stream().map(TreePath::hashCode).distinct()).hasSize(1);
                });
    }

    @Test
    void ordersByUnsignedBytes() throws MalformedTree {
        TreePath high = TreePath.checked(new byte[] {(byte) 0xff}, 0, 1);
        assertThat(TreePath.of("a")).isLessThan(high).isLessThan(TreePath.of("b"));
        assertThat(TreePath.of("a").compareTo(TreePath.of("a"))).isZero();
    }

    @Test
    void isItsBytesAndNotTheCallersArray() throws MalformedTree {
        byte[] bytes = {'a', 'b'};
        TreePath path = TreePath.checked(bytes, 0, 2);
        bytes[0] = '/';
        path.toBytes()[1] = '/';
        assertThat(path).isEqualTo(TreePath.of("ab")).hasSameHashCodeAs(TreePath.of("ab"));
    }
}
