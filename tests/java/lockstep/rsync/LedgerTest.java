package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final List<String> told = new ArrayList<>();
    private final Ledger ledger =
            new Ledger(
                    new RelayEvents() {
                        @Override
                        public void listsEnded() {
                            told.add("lists ended");
                        }

                        @Override
                        public void deletedDirectory(TreePath path) {
                            told.add("deleted directory " + path);
                        }

                        @Override
                        public void literal(long offset, long length) {
                            told.add("literal " + offset + "+" + length);
                        }
                    });

    @Test
    void whatItCountsAndWhatItDoesNotIsToldOn() {
        ledger.listsEnded();
        ledger.literal(7, 9);
        ledger.deletedDirectory(TreePath.of("old"));

        assertThat(told).containsExactly("lists ended", "literal 7+9", "deleted directory old");
        assertThat(ledger.literal()).isEqualTo(9);
        assertThat(ledger.deleted()).isOne();
    }
}
