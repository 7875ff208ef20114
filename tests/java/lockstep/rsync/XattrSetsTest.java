package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.tree.Budget;
import lockstep.wire.Broken;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class XattrSetsTest {
    private final XattrSets sets = new XattrSets(new Budget(1 << 30));

    /// A new set with values of these lengths.
    private static Bytes set(int... lengths) {
        Bytes bytes = new Bytes().varint(0).varint(lengths.length);
        for (int length : lengths) {
            bytes.varint(2).varint(length).text("n").u8(0).raw(new byte[length > 32 ? 16 : length]);
        }
        return bytes;
    }

    @Test
    void setsAreNumberedAsTheyCome() throws Exception {
        assertThat(sets.read(set().in())).isZero();
        assertThat(sets.read(set(1, 33).in())).isEqualTo(1);
        assertThat(sets.read(new Bytes().varint(1).in())).isZero();
        assertThat(sets.read(new Bytes().varint(2).in())).isEqualTo(1);
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> sets.read(new Bytes().varint(3).in()));
    }

    @Test
    void onlyLongValuesOfTheSetCanBeAskedFor() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            sets.read(set(33, 32, 4_000, 0, 70_000).in());
        }

        for (int number : new int[] {0, 500, 999}) {
            assertThat(sets.asked(new Bytes().u8(1, 2, 2, 0).in(), number))
                    .containsExactly(1, 3, 5);
            assertThat(sets.asked(new Bytes().u8(5, 0).in(), number)).containsExactly(5);
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> sets.asked(new Bytes().u8(2, 0).in(), number));
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> sets.asked(new Bytes().u8(6, 0).in(), number));
        }
        assertThat(sets.asked(new Bytes().u8(0).in(), XattrSets.NONE)).isEmpty();
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> sets.asked(new Bytes().u8(1, 0).in(), XattrSets.NONE));
    }

    /// A source that waits for a request in the middle of a list must not keep the request waiting.
    @Test
    void aListThatStandsStillDoesNotHoldRequestsUp() throws Exception {
        sets.read(set(33).in());
        CountDownLatch waiting = new CountDownLatch(1);
        Pipe pipe = new Pipe();
        WireIn slow = new WireIn(pipe.in());
        slow.beforeWait(waiting::countDown);
        CompletableFuture<Integer> list = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                list.complete(sets.read(slow));
                            } catch (java.io.IOException e) {
                                list.completeExceptionally(e);
                            }
                        });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(sets.asked(new Bytes().u8(1, 0).in(), 0)).containsExactly(1);

        assertThat(list).isNotDone();
        pipe.out().write(set(33).bytes());
        assertThat(list.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        pipe.breakOff();
    }
}
