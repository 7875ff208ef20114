package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files that are only added to, by an honest source and by one that is not.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AppendingTest {
    private static final int SEND = ItemFlags.TRANSFER | ItemFlags.REPORT_SIZE;

    private static byte[] head(int count, int length, int sum, int remainder) {
        return new Bytes().i32(count).i32(length).i32(sum).i32(remainder).bytes();
    }

    private static Bytes growing(int index) {
        return new Bytes().index(index).u16(SEND).raw(head(3, 1000, 2, 700));
    }

    /// No sums are asked with, nothing that the target has is referred to, and what comes lies
    /// beyond that.
    @Test
    void whatIsAddedLiesBehindWhatIsThere() throws Exception {
        List<String> seen = new ArrayList<>();
        Bytes list = Entries.rooted().file("a", 5_000).endWhole();
        Bytes again = new Bytes().u8(0xfe, 0x80, 1, 0, 0).u16(SEND).raw(head(1, 5000, 2, 0));
        Bytes asked = new Bytes().raw(growing(1).bytes()).raw(again.bytes()).raw(new byte[6]);
        Bytes answer = new Bytes().raw(growing(1).bytes()).i32(3).text("abc").i32(0);
        answer.raw(new byte[8]).raw(again.bytes()).i32(-1).i32(0).raw(new byte[8]);
        Duet duet =
                new Duet(list)
                        .with(Trait.APPENDING)
                        .telling(
                                new RelayEvents() {
                                    @Override
                                    public void matched(long offset, long length) {
                                        seen.add("=" + offset + "+" + length);
                                    }

                                    @Override
                                    public void literal(long offset, long length) {
                                        seen.add("*" + offset + "+" + length);
                                    }
                                });

        duet.goesThrough(asked, answer);

        assertThat(seen).containsExactly("*2700+3", "=0+5000");
    }

    @Test
    void blocksOfAFileThatIsOnlyAddedTo() {
        new Duet(Entries.rooted().file("a", 5_000).endWhole())
                .with(Trait.APPENDING)
                .target(stage -> stage.say(growing(1)))
                .source(
                        stage -> {
                            stage.hear(growing(1).bytes().length);
                            stage.say(new Bytes().raw(growing(1).bytes()).i32(-1));
                        })
                .isBrokenBy("web1", "block 0 of 0");
    }
}
