package lockstep.rsync;

import static lockstep.rsync.Agreed.SEND;
import static lockstep.rsync.Agreed.duet;
import static lockstep.rsync.Agreed.outdated;
import static lockstep.rsync.Agreed.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A relay that is bound to a plan, after the list has gone over: what is not in the plan is not
/// passed on. What reached the other end is asserted byte for byte.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PlanBoundRunTest {
    private static final byte[] NO_SUMS = new byte[16];

    /// Index 0 is `copy`, 1 `file`, 2 `link`, 3 `modes`, 4 `old`.
    private static Bytes asks(int index, int flags, int count, int remainder) {
        Bytes ask = new Bytes().index(index).u16(flags);
        if ((flags & ItemFlags.TRANSFER) != 0) {
            ask.i32(count)
                    .i32(count == 0 ? 0 : 1000)
                    .i32(2)
                    .i32(remainder)
                    .raw(new byte[6 * count]);
        }
        return ask;
    }

    private static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("content for attributes", asks(3, SEND, 1, 1), "modes", "content"),
                Arguments.of(
                        "new where it was",
                        asks(1, SEND | ItemFlags.IS_NEW, 0, 0),
                        "file",
                        "not there"),
                Arguments.of(
                        "new for attributes",
                        asks(3, ItemFlags.IS_NEW | ItemFlags.LOCAL_CHANGE, 0, 0),
                        "modes",
                        "not there"),
                Arguments.of(
                        "new where it goes",
                        asks(4, ItemFlags.IS_NEW | ItemFlags.LOCAL_CHANGE, 0, 0),
                        "old",
                        "made anew"),
                Arguments.of("a longer file", asks(1, SEND, 4, 0), "file", "4,000 bytes"),
                Arguments.of("a file where none was", asks(0, SEND, 1, 5), "copy", "5 bytes"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestThatIsNotInThePlanIsNotPassedOn(String what, Bytes ask, String path, String now)
            throws Exception {
        Bytes list = without().endWhole();
        Duet duet = duet(list).target(stage -> stage.say(ask));

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).as(what).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.node()).isEqualTo("web2");
                            assertThat(c.path()).isEqualTo(path);
                            assertThat(c.now()).contains(now);
                        });
        assertThat(duet.heardBySource()).isEmpty();
        duet.targetHeardAtMost(list.bytes());
    }

    /// A link, and what goes.
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void contentOfWhatIsNoFile(int index) throws Exception {
        Bytes list = without().endWhole();
        Duet duet = duet(list).target(stage -> stage.say(asks(index, SEND, 0, 0)));

        duet.isBrokenBy("web2", "which is no file");
        assertThat(duet.heardBySource()).isEmpty();
    }

    private static Stream<String> unplanned() {
        return Stream.of(
                "stays",
                "file",
                "old/unseen",
                "nowhere",
                "link",
                "modes\0",
                ".lockstep-partial\0",
                ".lockstep-partial/x",
                "stays/.lockstep-partial/x",
                "old/x/.lockstep-partial/x",
                "old/.lockstep-partial-not/x");
    }

    @ParameterizedTest
    @MethodSource("unplanned")
    void aDeletionThatIsNotInThePlanStopsTheRun(String name) throws Exception {
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(
                                stage ->
                                        stage.out.message(
                                                Tag.DELETED,
                                                name.getBytes(StandardCharsets.US_ASCII)));

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.now()).isEqualTo("deleted"));
    }

    /// Nobody has seen what is kept of a file that was cut off: it goes with its directory.
    @Test
    void partialFilesGoWithTheirDirectory() throws Exception {
        List<String> gone =
                List.of("old/.lockstep-partial/x", "old/.lockstep-partial\0", "old/x", "old\0");
        Outcome outcome =
                duet(without().endWhole())
                        .source(
                                stage -> {
                                    stage.say(Entries.farewell());
                                    stage.end();
                                })
                        .target(
                                stage -> {
                                    for (String name : gone) {
                                        stage.out.message(
                                                Tag.DELETED,
                                                name.getBytes(StandardCharsets.US_ASCII));
                                    }
                                    stage.thank();
                                })
                        .play();

        assertThat(outcome.deleted()).hasSize(4);
    }

    /// The status is that of an rsync that refuses a list with missing arguments, and then nothing
    /// is done: it is another try's turn only where nothing was.
    @Test
    void aStatusOfARefusalWhenSomethingWasDone() throws Exception {
        Bytes ask = asks(3, ItemFlags.REPORT_MODE, 0, 0);
        Duet duet =
                duet(without().endWhole())
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.end();
                                })
                        .sourceEndsWith(2);

        assertThat(duet.fault())
                .isInstanceOfSatisfying(
                        Fault.ProgramFailed.class,
                        failed -> {
                            assertThat(failed.where()).isEqualTo("web1");
                            assertThat(failed.status()).isEqualTo(2);
                        });
        assertThat(duet.sourceStarts()).isOne();
    }

    /// The digest behind the content is what the target holds it against: with another one it
    /// accepts nothing.
    @Test
    void otherContentThanWasListedIsNeverFinished() throws Exception {
        Bytes ask = asks(0, SEND | ItemFlags.IS_NEW, 0, 0);
        Bytes answer =
                new Bytes()
                        .index(0)
                        .u16(SEND | ItemFlags.IS_NEW)
                        .i32(0)
                        .i32(0)
                        .i32(2)
                        .i32(0)
                        .i32(5)
                        .text("EVIL!")
                        .i32(0);
        byte[] lie = "lielielie".substring(0, 8).getBytes(StandardCharsets.US_ASCII);
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(answer);
                                    stage.say(new Bytes().raw(lie));
                                });

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.reach()).isEqualTo(Reach.UNDER_WAY);
        assertThat(fault.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.path()).isEqualTo("copy"));
        duet.targetHeardAtMost(new Bytes().raw(list.bytes()).raw(answer.bytes()).bytes());
    }

    private static Stream<Arguments> lengths() {
        Bytes longer = new Bytes().i32(5).text("12345").i32(1).text("6").i32(0).raw(new byte[8]);
        Bytes shorter = new Bytes().i32(4).text("1234").i32(0).raw(new byte[8]);
        Bytes judged = new Bytes().i32(5).text("12345").i32(1);
        return Stream.of(
                Arguments.of(longer, judged, "at least 6 bytes"),
                Arguments.of(shorter, new Bytes().i32(4).text("1234").i32(0), "4 bytes"));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void moreOrLessContentThanWasApproved(Bytes content, Bytes judged, String now)
            throws Exception {
        Bytes ask = asks(0, SEND | ItemFlags.IS_NEW, 0, 0);
        Bytes answer =
                new Bytes().index(0).u16(SEND | ItemFlags.IS_NEW).i32(0).i32(0).i32(2).i32(0);
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(answer);
                                    stage.say(content);
                                });

        Fault.PlanOutdated fault = outdated(duet);

        assertThat(fault.changes())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.approved()).isEqualTo("5 bytes");
                            assertThat(c.now()).isEqualTo(now);
                        });
        duet.targetHeardAtMost(
                new Bytes().raw(list.bytes()).raw(answer.bytes()).raw(judged.bytes()).bytes());
    }

    @Test
    void anAnswerThatNobodyAskedFor() throws Exception {
        Bytes list = without().endWhole();
        Duet duet =
                duet(list)
                        .source(
                                stage ->
                                        stage.say(
                                                new Bytes()
                                                        .index(3)
                                                        .u16(SEND)
                                                        .raw(NO_SUMS)
                                                        .i32(4)
                                                        .text("evil")));

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(list.bytes());
    }
}
