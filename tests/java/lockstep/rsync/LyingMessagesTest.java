package lockstep.rsync;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.TreePath;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages between data frames, from either end: what goes on to the other, and what must not.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingMessagesTest {
    private final List<String> heardByTarget = new CopyOnWriteArrayList<>();
    private final List<String> heardBySource = new CopyOnWriteArrayList<>();
    private final List<TreePath> deleted = new ArrayList<>();

    private static Bytes list() {
        return Entries.rooted().file("a", 5).endWhole();
    }

    private static byte[] number(int value) {
        return new Bytes().i32(value).bytes();
    }

    /// A relay in which nothing is asked for, and each end says its messages first.
    private Duet saying(Duet.Act source, Duet.Act target) {
        return new Duet(list())
                .source(
                        stage -> {
                            source.go(stage);
                            stage.say(Entries.farewell());
                            stage.hear(Entries.thanks().bytes().length);
                            heardBySource.addAll(stage.messages());
                            stage.end();
                        })
                .target(
                        stage -> {
                            target.go(stage);
                            stage.hear(4); // the DONEs, which come behind all messages
                            heardByTarget.addAll(stage.messages());
                            stage.thank();
                        })
                .telling(
                        new RelayEvents() {
                            @Override
                            public void deleted(TreePath path) {
                                deleted.add(path);
                            }
                        });
    }

    private static void nothing(Stage stage) {}

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x7fffffff, 0xff, 7})
    void errorsOfReadingAreMaskedOnTheirWay(int bits) throws Exception {
        Outcome outcome =
                saying(
                                stage -> stage.out.message(Tag.IO_ERROR, number(bits)),
                                LyingMessagesTest::nothing)
                        .play();

        assertThat(heardByTarget).containsExactly("22 07000000");
        assertThat(outcome.sourceUnreadable()).isTrue();
    }

    @Test
    void bitsThatMeanNothingAreNoErrors() throws Exception {
        Outcome outcome =
                saying(
                                stage -> stage.out.message(Tag.IO_ERROR, number(~7)),
                                LyingMessagesTest::nothing)
                        .play();

        assertThat(heardByTarget).containsExactly("22 00000000");
        assertThat(outcome.sourceUnreadable()).isFalse();
    }

    /// Limits of time, numbers of processes, texts, and what only a target has to say.
    private static void everything(Stage stage) throws IOException {
        stage.out.message(Tag.IO_TIMEOUT, number(0));
        stage.out.message(Tag.IO_TIMEOUT, number(1 << 30));
        stage.out.message(Tag.IO_TIMEOUT, new byte[0]);
        stage.out.message(Tag.NOOP, new byte[0]);
        stage.out.message(Tag.STATS, new byte[8]);
        stage.out.message(Tag.REDO, number(1));
        stage.out.message(Tag.SUCCESS, number(1));
        stage.out.message(Tag.INFO, "text".getBytes(US_ASCII));
    }

    @Test
    void nothingElseOfASourceReachesTheTarget() throws Exception {
        Outcome outcome =
                saying(
                                stage -> {
                                    everything(stage);
                                    stage.out.message(Tag.DELETED, "a".getBytes(US_ASCII));
                                },
                                LyingMessagesTest::nothing)
                        .play();

        assertThat(heardByTarget).isEmpty();
        assertThat(deleted).isEmpty();
        assertThat(outcome.deleted()).isEmpty();
        assertThat(outcome.complete()).isTrue();
    }

    @Test
    void nothingOfATargetReachesTheSource() throws Exception {
        Outcome outcome =
                saying(
                                LyingMessagesTest::nothing,
                                stage -> {
                                    everything(stage);
                                    stage.out.message(Tag.IO_ERROR, number(7));
                                    stage.out.message(Tag.NO_SEND, number(1));
                                })
                        .play();

        assertThat(heardBySource).isEmpty();
        assertThat(outcome.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 23, 43, 85, 103, 200, 248})
    void messagesOfNoKnownKind(int tag) {
        Duet.Act unknown = stage -> stage.out.message(tag, new byte[4]);

        saying(unknown, LyingMessagesTest::nothing).isBrokenBy("web1", "unknown tag " + tag);

        assertThat(listFault(unknown)).isEqualTo("a message with the unknown tag " + tag);
    }

    @Test
    void messagesOverTheLimit() {
        Duet.Act tooLong = stage -> stage.out.message(Tag.INFO, new byte[(64 << 10) + 1]);

        saying(tooLong, LyingMessagesTest::nothing).isBrokenBy("web1", "65537 bytes");

        assertThat(listFault(tooLong)).contains("65537 bytes");
    }

    private static String listFault(Duet.Act saying) {
        Actor node =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            saying.go(stage);
                            stage.say(list());
                            stage.say(Entries.farewell());
                            return 0;
                        });
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(node, "/srv/www", false),
                                        Request.of(List.of()),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        new Cancel()));
        assertThat(e).isNotNull();
        assertThat(e.fault()).isInstanceOf(Fault.ProtocolBroken.class);
        return ((Fault.ProtocolBroken) e.fault()).detail();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void numbersOfTheWrongSize(int size) {
        saying(stage -> stage.out.message(Tag.NO_SEND, new byte[size]), LyingMessagesTest::nothing)
                .isBrokenBy("web1", "a refusal to send of " + size + " bytes");
        saying(LyingMessagesTest::nothing, stage -> stage.out.message(Tag.SUCCESS, new byte[size]))
                .isBrokenBy("web2", "a word of success of " + size + " bytes");
    }
}
