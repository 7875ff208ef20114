package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import lockstep.wire.Bytes;
import lockstep.wire.OverLimit;
import org.junit.jupiter.api.Test;

class IdListsTest {
    private static final int MOST = 1 << 20;

    /// Nothing grows there: it is told what helps with names.
    @Test
    void moreNamesThanThereMayBe() {
        Bytes list = new Bytes();
        for (int i = 0; i <= MOST; i++) {
            list.u8(1, 0);
        }
        EntryReader.Form form = new EntryReader.Form(EnumSet.of(Trait.OWNERS), true, false, 0);

        OverLimit over =
                catchThrowableOfType(
                        OverLimit.class,
                        () -> IdLists.read(list.in(), form, false, EntryReader.Names.NONE));

        assertThat(over).hasMessageContaining("more than 1048576 names");
        assertThat(over.remedy()).startsWith("Split the tree").doesNotContain("grow");
    }
}
