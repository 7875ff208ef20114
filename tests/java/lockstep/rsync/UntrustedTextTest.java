package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts of peers, on their way to a screen or a log.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class UntrustedTextTest {
    private static final String EVIL =
            "rsync: \033]0;owned\007 \u202etxt.exe\n\"/srv/www/x\033[2J\": gone";

    private static byte[] evil() {
        return EVIL.getBytes(StandardCharsets.UTF_8);
    }

    private static void isHarmless(String text) {
        assertThat(text).contains("owned");
        assertThat(text.codePoints())
                .noneMatch(c -> Character.isISOControl(c) || c >= 0x202a && c <= 0x202e);
    }

    private static Bytes list() {
        return Entries.rooted().file("a", 5).endWhole();
    }

    private static final class Told implements RelayEvents {
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void message(String node, String text, boolean error) {
            texts.add(node + (error ? "!" : ":") + text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Tag.ERROR_XFER, Tag.INFO, Tag.ERROR, Tag.WARNING, Tag.LOG, Tag.CLIENT})
    void messagesAreMadeVisible(int tag) throws Exception {
        Told told = new Told();
        Duet duet =
                new Duet(list())
                        .telling(told)
                        .source(
                                stage -> {
                                    stage.out.message(tag, evil());
                                    stage.leave();
                                })
                        .target(Stage::thank);

        Outcome outcome = duet.play();

        assertThat(told.texts).hasSize(1);
        isHarmless(told.texts.getFirst());
        boolean error = tag == Tag.ERROR_XFER || tag == Tag.ERROR;
        assertThat(told.texts.getFirst()).startsWith(error ? "web1!" : "web1:");
        assertThat(outcome.problems()).hasSize(error ? 1 : 0);
        outcome.problems().forEach(p -> isHarmless(p.text()));
    }

    @Test
    void standardErrorIsMadeVisible() throws Exception {
        Told told = new Told();
        Duet duet =
                new Duet(list())
                        .telling(told)
                        .targetComplains(EVIL.replace("\n", " ") + "\nlast login: today\n")
                        .source(Stage::leave)
                        .target(Stage::thank);

        Outcome outcome = duet.play();

        assertThat(outcome.problems())
                .singleElement()
                .satisfies(
                        p -> {
                            isHarmless(p.text());
                            assertThat(p.path().orElseThrow().visible()).isEqualTo("x␛[2J");
                        });
        assertThat(told.texts).hasSize(1);
    }

    @Test
    void faultsAreMadeVisible() {
        Fault name = new Duet(Entries.rooted().file("owned\033[2J\n/..", 1).endWhole()).fault();
        Fault ended =
                new Duet(list())
                        .targetComplains(EVIL)
                        .target(
                                stage -> {
                                    throw new java.io.IOException("as if killed");
                                })
                        .fault();

        isHarmless(name.what());
        assertThat(ended).isInstanceOf(Fault.ProgramFailed.class);
        assertThat(ended.where()).isEqualTo("web2");
        isHarmless(ended.what());
    }

    @Test
    void complaintsBeyondCountingAreCounted() throws Exception {
        Duet duet =
                new Duet(list())
                        .source(
                                stage -> {
                                    for (int i = 0; i < 10_100; i++) {
                                        stage.out.message(Tag.ERROR, new byte[] {'x'});
                                    }
                                    stage.leave();
                                })
                        .target(Stage::thank);

        assertThat(duet.play().problems()).hasSize(10_000);
    }
}
