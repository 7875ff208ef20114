package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MatchingTest {
    private static final int MANY = FileText.MAX_LINES;

    private final Random random = new Random(5);

    /// Fails unless the changes make `left` of `right`, in order and apart from each other.
    private static List<Matching.Change> checked(List<String> left, List<String> right) {
        List<Matching.Change> changes = Matching.of(left, right);
        List<String> made = new ArrayList<>();
        int at = 0;
        for (Matching.Change change : changes) {
            assertThat(made.isEmpty() || change.left() > at || at == 0).isTrue();
            made.addAll(left.subList(at, change.left()));
            assertThat(made).hasSize(change.right());
            made.addAll(right.subList(change.right(), change.rightEnd()));
            at = change.leftEnd();
        }
        made.addAll(left.subList(at, left.size()));
        assertThat(made).isEqualTo(right);
        return changes;
    }

    private List<String> random(int lines, int different) {
        return random.ints(lines, 0, different).mapToObj(Integer::toString).toList();
    }

    private static List<String> numbered(String prefix, int lines) {
        return IntStream.range(0, lines).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void smallOnesAreMatchedAsMyersDoes() {
        assertThat(checked(List.of("a", "b", "c"), List.of("a", "x", "c")))
                .containsExactly(new Matching.Change(1, 2, 1, 2));
        assertThat(checked(List.of(), List.of("a")))
                .containsExactly(new Matching.Change(0, 0, 0, 1));
        assertThat(checked(List.of("a"), List.of("a"))).isEmpty();
        for (int i = 0; i < 300; i++) {
            checked(random(i % 30, 1 + i % 7), random(i % 23, 1 + i % 7));
        }
    }

    @Test
    void aLineInTheMiddleOfManyIsFound() {
        List<String> left = numbered("line ", MANY);
        List<String> right = new ArrayList<>(left);
        right.set(9, "other");
        right.remove(MANY / 2);
        right.add("end");
        assertThat(checked(left, right)).hasSize(3);
    }

    @Test
    void linesThatHaveNothingInCommonAreReplaced() {
        assertThat(checked(numbered("a", MANY), numbered("b", MANY)))
                .containsExactly(new Matching.Change(0, MANY, 0, MANY));
    }

    @Test
    void whateverTheLinesAreItEndsSoon() {
        checked(random(MANY, 2), random(MANY, 2));
        checked(random(MANY, 1_000), random(MANY, 1_000));
        checked(random(MANY, MANY), random(MANY, MANY));
        List<String> shuffled = new ArrayList<>(numbered("", MANY));
        Collections.shuffle(shuffled, random);
        checked(numbered("", MANY), shuffled);
        checked(numbered("", MANY), numbered("", MANY).reversed());
        checked(interleaved("a"), interleaved("b"));
    }

    /// A line that both have between two of its own, over and over.
    private static List<String> interleaved(String own) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < MANY / 2; i++) {
            lines.add(own + i);
            lines.add("both");
        }
        return lines;
    }
}
