package lockstep.rsync;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Listing;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that stop in the middle. The limit is ours, whatever they say about time-outs.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SilenceTest {
    private static final Duration LIMIT = Duration.ofMillis(700);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration SELDOM = Duration.ofMillis(300);

    private static Bytes list() {
        return Entries.rooted().file("a", 5).endWhole();
    }

    private static Duet quiet(Bytes list) {
        return new Duet(list).asking(r -> r.silentFor(LIMIT));
    }

    private static void isSilent(Fault fault, String node) {
        assertThat(fault).isInstanceOf(Fault.TimedOut.class);
        assertThat(fault.where()).isEqualTo(node);
    }

    private static Fault listFault(Actor.Part part) {
        Actor actor = new Actor("web2", part);
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(actor, "/srv/www", false),
                                        Request.of(List.of()).silentFor(LIMIT),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        new Cancel()));
        assertThat(e).isNotNull();
        assertThat(actor.isClosed()).isTrue();
        return e.fault();
    }

    private static int stop(Stage stage) {
        stage.hearOut();
        return 0;
    }

    @Test
    void beforeTheGreeting() {
        isSilent(listFault(SilenceTest::stop), "web2");
    }

    @Test
    void insideTheGreeting() {
        isSilent(
                listFault(
                        stage -> {
                            stage.words();
                            stage.say(new Bytes().i32(32).u8(0x81));
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void insideTheListWhateverTimeItWants() {
        isSilent(
                listFault(
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.out.message(Tag.IO_TIMEOUT, new Bytes().i32(0).bytes());
                            stage.out.message(Tag.IO_TIMEOUT, new Bytes().i32(1 << 30).bytes());
                            stage.say(Entries.rooted().bytes);
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void theSourceInsideItsList() throws Exception {
        Duet duet = quiet(Entries.rooted().file("a", 1).bytes);
        isSilent(duet.fault(), "web1");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void theSourceWithAnAnswerDue() {
        Bytes ask = new Bytes().index(1).u16(ItemFlags.REPORT_TIME);
        isSilent(quiet(list()).target(stage -> stage.say(ask)).fault(), "web1");
    }

    @Test
    void theTargetWithNothingDue() {
        isSilent(quiet(list()).fault(), "web2");
    }

    /// The pipes are full, because the target takes nothing: the source is not to blame.
    @Test
    void theTargetThatTakesNothing() {
        Bytes ask = new Bytes().index(1).u16(ItemFlags.TRANSFER).raw(new byte[16]);
        Duet duet =
                quiet(list())
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(ask);
                                    for (int i = 0; i < 1000; i++) {
                                        stage.say(new Bytes().i32(32_768).raw(new byte[32_768]));
                                    }
                                })
                        .target(
                                stage -> {
                                    stage.say(ask);
                                    stage.standStill();
                                });

        isSilent(duet.fault(), "web2");
    }

    /// Each byte belongs to something that is never finished in time.
    @Test
    void aByteNowAndThenIsSilence() {
        Bytes name = new Entries().file("n".repeat(200), 1).bytes;
        List<Bytes> bytes = new ArrayList<>();
        for (byte b : name.bytes()) {
            bytes.add(new Bytes().u8(b & 0xff));
        }
        isSilent(
                listFault(
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(Entries.rooted().bytes);
                            stage.dripOnce(bytes, OFTEN);
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void messagesWithoutMeaningAreSilence() {
        isSilent(
                listFault(
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(Entries.rooted().bytes);
                            while (stage.waits(OFTEN)) {
                                stage.out.message(Tag.NOOP, new byte[0]);
                                stage.out.message(Tag.INFO, "still here".getBytes(US_ASCII));
                                stage.out.message(Tag.IO_ERROR, new byte[4]);
                            }
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void aGreetingThatDripsIsSilence() {
        isSilent(
                listFault(
                        stage -> {
                            stage.words();
                            stage.say(new Bytes().i32(32).varint(Stage.WHOLE).u8(0x83, 0xff));
                            stage.drip(new Bytes().u8('x'), OFTEN);
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void contentThatDripsIsSilence() {
        Bytes ask = new Bytes().index(1).u16(ItemFlags.TRANSFER).raw(new byte[16]);
        Duet duet =
                quiet(list())
                        .target(stage -> stage.say(ask))
                        .source(
                                stage -> {
                                    stage.hear(ask.bytes().length);
                                    stage.say(ask);
                                    stage.drip(new Bytes().i32(1).u8(7), OFTEN);
                                });

        isSilent(duet.fault(), "web1");
    }

    /// A target may be slow to ask, but not thank for what it never got.
    @Test
    void thanksWithoutEndAreRefused() {
        quiet(list())
                .target(stage -> stage.drip(new Bytes().u8(0), OFTEN))
                .isBrokenBy("web2", "more DONEs");
    }

    /// An entry takes as long as the digest of a large file.
    @Test
    void anEntryNowAndThenIsNot() throws Exception {
        List<Bytes> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(new Entries().file("file" + i, 1).bytes);
        }
        Actor slow =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(Entries.rooted().bytes);
                            stage.dripOnce(entries, SELDOM);
                            stage.say(new Entries().endWhole());
                            stage.say(Entries.farewell());
                            stage.hear(5);
                            return 0;
                        });

        Listing listing =
                Rsync.list(
                        new Endpoint(slow, "/srv/www", false),
                        Request.of(List.of()).silentFor(LIMIT),
                        Optional.empty(),
                        (_, _) -> {},
                        new Cancel());

        assertThat(listing.size()).isEqualTo(7);
    }

    private static Fault relayFault(Actor source, Actor target) {
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.relay(
                                        new Endpoint(source, "/srv/www", false),
                                        new Endpoint(target, "/srv/www", false),
                                        Request.of(List.of()).silentFor(LIMIT),
                                        new RelayEvents() {},
                                        new Cancel()));
        assertThat(e).isNotNull();
        assertThat(source.isClosed()).isTrue();
        assertThat(target.isClosed()).isTrue();
        return e.fault();
    }

    private static int greet(Stage stage) throws IOException {
        stage.greet(Stage.WHOLE);
        return stop(stage);
    }

    @Test
    void eitherEndOfARelayBeforeItsGreeting() {
        isSilent(
                relayFault(
                        new Actor("web1", SilenceTest::greet),
                        new Actor("web2", SilenceTest::stop)),
                "web2");
        isSilent(
                relayFault(
                        new Actor("web1", SilenceTest::stop),
                        new Actor("web2", SilenceTest::greet)),
                "web1");
    }

    @Test
    void beforeTheFarewell() {
        isSilent(
                listFault(
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(list());
                            stage.say(new Bytes().u8(0));
                            return stop(stage);
                        }),
                "web2");
    }

    @Test
    void aTargetThatIsLookedAt() throws Exception {
        Duet duet = Agreed.duet(Agreed.without().endWhole()).asking(r -> r.silentFor(LIMIT));
        duet.lookedAt(SilenceTest::greet);

        isSilent(duet.fault(), "web2");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    /// Its stream has ended and its program goes on, also when it was hung up on.
    @Test
    @org.junit.jupiter.api.Tag("long")
    void aProgramThatDoesNotEnd() {
        CountDownLatch over = new CountDownLatch(1);
        Fault fault =
                listFault(
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            stage.say(list());
                            stage.leave();
                            try {
                                return over.await(25, TimeUnit.SECONDS) ? 0 : 1;
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        });
        over.countDown();

        isSilent(fault, "web2");
    }

    @Test
    void theOperatorNeedNotWait() throws Exception {
        Cancel cancel = new Cancel();
        Actor actor =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.WHOLE);
                            stage.rules();
                            cancel.set();
                            return stop(stage);
                        });

        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(actor, "/srv/www", false),
                                        Request.of(List.of()),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        cancel));

        assertThat(e.fault()).isEqualTo(new Fault.Cancelled("web2"));
        assertThat(actor.isClosed()).isTrue();
    }
}
