package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FirstTryTest {
    private final List<String> told = new ArrayList<>();
    private final FirstTry first =
            new FirstTry(
                    new RelayEvents() {
                        @Override
                        public void message(String node, String text, boolean error) {
                            told.add(text);
                        }

                        @Override
                        public void said(String node, Saying saying, byte[] text) {
                            told.add("said " + text.length);
                        }
                    });

    @Test
    void complaintsAreHeldBackUntilItStands() {
        first.message("web1", "a", true);
        first.message("web1", "b", true);
        assertThat(told).isEmpty();

        first.stands();
        first.message("web1", "c", true);

        assertThat(told).containsExactly("a", "b", "c");
    }

    /// A refusal says a few lines; a peer that says more is not one, and must not fill the memory.
    @Test
    void whatIsTooMuchToHoldIsTold() {
        String text = "x".repeat(4_000);
        int held = 0;
        while (told.isEmpty() && held < 10_000) {
            first.message("web1", text, true);
            held++;
        }

        assertThat(held).isBetween(200, 300);
        assertThat(told).hasSize(held);
        assertThat(first.didNothing()).isTrue();
    }

    static Stream<Consumer<RelayEvents>> doings() {
        TreePath path = TreePath.of("a");
        return Stream.of(
                to -> to.fileBegun(path, 1, 0),
                to -> to.deleted(path),
                to -> to.deletedDirectory(path),
                to -> to.changed(path));
    }

    @ParameterizedTest
    @MethodSource("doings")
    void whatTellsOfSomethingDone(Consumer<RelayEvents> doing) {
        first.listed(1, 1);
        first.listsEnded();
        first.message("web1", "a", true);
        assertThat(first.didNothing()).isTrue();

        doing.accept(first);

        assertThat(first.didNothing()).isFalse();
        assertThat(told).containsExactly("a");
    }

    @Test
    void textsAsTheyCameCountToo() {
        for (int i = 0; i < 20; i++) {
            first.said("web1", RelayEvents.Saying.ERROR, new byte[64 << 10]);
        }

        assertThat(told).hasSize(20).containsOnly("said 65536");
    }
}
