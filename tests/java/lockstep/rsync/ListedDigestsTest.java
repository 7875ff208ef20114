package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import lockstep.tree.Budget;
import org.junit.jupiter.api.Test;

class ListedDigestsTest {
    private final ListedDigests digests = new ListedDigests(new Budget(1 << 30));

    private static byte[] digest(int of) {
        return new byte[] {(byte) of, (byte) (of >> 8), 3, 4};
    }

    @Test
    void withoutDigestsEveryOneMayBe() {
        assertThat(digests.mayBe(digest(1), 0)).isTrue();
        assertThat(digests.mayBe(digest(1), 1_000_000)).isTrue();
    }

    @Test
    void eachRowHasItsOwn() throws Exception {
        for (int row = 0; row < 5_000; row += 5) {
            digests.set(row, digest(row));
        }
        digests.trim(4_999);

        for (int row = 0; row < 5_000; row += 5) {
            assertThat(digests.mayBe(digest(row), row)).isTrue();
            assertThat(digests.mayBe(digest(row + 1), row)).isFalse();
            assertThat(digests.mayBe(new byte[8], row)).isFalse();
        }
    }

    /// A directory has none, and content of one may be sent all the same by those who lie.
    @Test
    void rowsBehindTheLastFileHaveNone() throws Exception {
        digests.set(0, digest(1));

        assertThat(digests.mayBe(digest(1), 1)).isFalse();
        assertThat(digests.mayBe(digest(1), 20_000_000)).isFalse();
    }
}
