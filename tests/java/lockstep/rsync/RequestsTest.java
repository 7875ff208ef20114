package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Random;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final Budget budget = new Budget(8 << 20);
    private final Requests requests = new Requests(budget);

    private static Item item(int index) {
        return new Item(index, 0xffff, 0x81);
    }

    @Test
    void answersComeInOrder() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            requests.asked(item(i), SumHead.NONE);
        }
        assertThat(requests.areWaiting()).isTrue();
        for (int i = 0; i < 5_000; i++) {
            requests.answered(item(i), SumHead.NONE);
            assertThat(requests.areWaiting()).as("the rest of an answer is due").isTrue();
            requests.finished();
        }
        assertThat(requests.areWaiting()).isFalse();
        assertThatExceptionOfType(Broken.class)
                .isThrownBy(() -> requests.answered(item(4_999), SumHead.NONE));
    }

    @Test
    void everyPartMustComeBack() throws Exception {
        Item item = new Item(Integer.MAX_VALUE, 0x8ff1, 0xff);
        SumHead sums = new SumHead((1 << 28) - 1, 1 << 17, 16, 1 << 17);
        requests.asked(item, sums);

        for (Item other :
                new Item[] {
                    new Item(Integer.MAX_VALUE - 1, 0x8ff1, 0xff),
                    new Item(Integer.MAX_VALUE, 0x8ff0, 0xff),
                    new Item(Integer.MAX_VALUE, 0x0ff1, 0xff),
                    new Item(Integer.MAX_VALUE, 0x8ff1, 0xfe)
                }) {
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> requests.answered(other, sums));
        }
        for (SumHead other :
                new SumHead[] {
                    new SumHead((1 << 28) - 2, 1 << 17, 16, 1 << 17),
                    new SumHead((1 << 28) - 1, (1 << 17) - 1, 16, 1 << 17),
                    new SumHead((1 << 28) - 1, 1 << 17, 15, 1 << 17),
                    new SumHead((1 << 28) - 1, 1 << 17, 16, (1 << 17) - 1),
                    SumHead.NONE
                }) {
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> requests.answered(item, other));
        }
        requests.answered(item, sums);
        requests.finished();
        assertThat(requests.areWaiting()).isFalse();
    }

    @Test
    void refusalsMayOvertakeAnswers() throws Exception {
        requests.asked(item(1), SumHead.NONE);
        requests.asked(item(2), new SumHead(1, 700, 2, 0));
        requests.asked(item(3), new SumHead(2, 700, 2, 5));

        requests.refused(2);

        assertThatExceptionOfType(Broken.class).isThrownBy(() -> requests.refused(2));
        requests.answered(item(1), SumHead.NONE);
        requests.answered(item(3), new SumHead(2, 700, 2, 5));
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> requests.refused(3));
    }

    /// Against a plain queue.
    @Test
    void randomConversations() throws Exception {
        Random random = new Random(5);
        ArrayDeque<Integer> model = new ArrayDeque<>();
        int next = 0;
        for (int i = 0; i < 100_000; i++) {
            int action = random.nextInt(100);
            if (action < 52 || model.isEmpty()) {
                requests.asked(item(next), new SumHead(next, 700, 2, 0));
                model.add(next++);
            } else if (action < 98) {
                int due = model.remove();
                requests.answered(item(due), new SumHead(due, 700, 2, 0));
                requests.finished();
            } else {
                int chosen = model.stream().skip(random.nextInt(model.size())).findFirst().get();
                requests.refused(chosen);
                model.remove(chosen);
            }
            assertThat(requests.areWaiting()).isEqualTo(!model.isEmpty());
        }
    }

    /// Names and places of attributes come back with their own request, also where one between was
    /// refused and where the ring has grown.
    @Test
    void namesAndPlacesBelongToTheirRequest() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            requests.asked(named(i), SumHead.NONE, i % 3 == 0 ? new int[] {i + 1} : new int[0]);
        }
        for (int i = 1; i < 3_000; i += 4) {
            requests.refused(i);
        }
        for (int i = 0; i < 3_000; i++) {
            if (i % 4 != 1) {
                int[] places = requests.places(named(i));
                assertThat(places).isEqualTo(i % 3 == 0 ? new int[] {i + 1} : new int[0]);
                requests.answered(named(i), SumHead.NONE);
                requests.finished();
            }
        }
        assertThat(requests.areWaiting()).isFalse();
    }

    private static Item named(int index) {
        return new Item(index, 0x1100, 0, index % 2 == 0 ? TreePath.of("f" + index) : null);
    }

    @Test
    void theNameMustComeBack() throws Exception {
        requests.asked(named(2), SumHead.NONE);

        for (TreePath other : new TreePath[] {TreePath.of("f3"), TreePath.ROOT, null}) {
            Item lie = new Item(2, 0x1100, 0, other);
            assertThatExceptionOfType(Broken.class).isThrownBy(() -> requests.places(lie));
            assertThatExceptionOfType(Broken.class)
                    .isThrownBy(() -> requests.answered(lie, SumHead.NONE));
        }
        requests.answered(named(2), SumHead.NONE);
    }

    @Test
    void requestsWithoutEnd() {
        assertThatExceptionOfType(TooLarge.class)
                .isThrownBy(
                        () -> {
                            for (int i = 0; i >= 0; i++) {
                                requests.asked(item(5), SumHead.NONE);
                            }
                        });
    }

    @Test
    void namesAndPlacesWithoutEnd() {
        int[] places = new int[1 << 16];

        assertThatExceptionOfType(TooLarge.class)
                .isThrownBy(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                requests.asked(item(i), SumHead.NONE, places);
                            }
                        });
    }

    /// What was answered or refused is not paid for any more.
    @Test
    void namesAndPlacesOneAfterTheOther() throws Exception {
        int[] places = new int[1 << 16];
        long before = budget.taken();

        for (int i = 0; i < 1_000; i++) {
            requests.asked(named(i), SumHead.NONE, places);
            if (i % 2 == 0) {
                requests.answered(named(i), SumHead.NONE);
            } else {
                requests.refused(i);
            }
        }

        assertThat(budget.taken()).isBetween(before, before + (1 << 14));
    }

    /// Each refusal is looked for from the front, so it must not be as far back as it likes.
    @Test
    void refusalsOvertakeOnlyWhatASenderHoldsBack() throws Exception {
        for (int i = 0; i < 70_000; i++) {
            requests.asked(item(i), SumHead.NONE);
        }

        requests.refused(65_535);

        assertThatExceptionOfType(Broken.class).isThrownBy(() -> requests.refused(65_537));
    }
}
