package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What peers say before frames, true and false.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class GreetingTest {
    private static Fault listFault(Actor.Part part) {
        Actor actor = new Actor("web2", part);
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(actor, "/srv/www", false),
                                        Request.of(List.of()),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        new Cancel()));
        assertThat(e).isNotNull();
        assertThat(actor.isClosed()).isTrue();
        return e.fault();
    }

    private static Fault greeted(Bytes greeting) {
        return listFault(
                stage -> {
                    stage.words();
                    stage.say(greeting);
                    return 1;
                });
    }

    private static void isBroken(Fault fault, String how) {
        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo("web2");
        assertThat(fault.what()).contains(how);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, 0x636c6557, Integer.MIN_VALUE})
    void versionsThatAreNone(int version) {
        isBroken(greeted(new Bytes().i32(version)), "no rsync version");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 27, 29})
    void versionsThatAreTooOld(int version) {
        assertThat(greeted(new Bytes().i32(version)))
                .isEqualTo(new Fault.RsyncTooOld("web2", "rsync", version));
    }

    @Test
    void capabilitiesThatWereNotOffered() {
        isBroken(
                greeted(new Bytes().i32(31).varint(Stage.INCREMENTAL).vstring("md5")),
                "the capability 'i'");
    }

    @Test
    void digestsThatAreTooMany() {
        isBroken(
                greeted(new Bytes().i32(31).varint(Stage.WHOLE).vstring("x".repeat(1_025))),
                "a string of 1025 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "sha1 \033[2J"})
    void digestsThatNobodyKnows(String names) {
        Fault fault = greeted(new Bytes().i32(31).varint(Stage.WHOLE).vstring(names));
        assertThat(fault).isInstanceOf(Fault.NothingInCommon.class);
        assertThat(fault.where()).isEqualTo("web2");
        assertThat(fault.what())
                .isEqualTo(
                        "There is no checksum that every side knows: one knows "
                                + Visible.text(names.strip())
                                + ".");
    }

    /// An old target knows fewer letters: both ends are started again without them.
    @Test
    void capabilitiesThatOnlyOneEndHas() throws Exception {
        List<String> letters = new CopyOnWriteArrayList<>();
        Bytes list = Entries.rooted().file("a", 1).end();
        list.varint(0).varint(0);
        Actor source = new Actor("web1", stage -> known(stage, letters, Stage.WHOLE, list));
        Actor target = new Actor("web2", stage -> known(stage, letters, 2 | 8 | 32 | 128, list));

        Outcome outcome =
                Rsync.relay(
                        new Endpoint(source, "/a", false),
                        new Endpoint(target, "/b", false),
                        Request.of(List.of()),
                        new RelayEvents() {},
                        new Cancel());

        assertThat(outcome.complete()).isTrue();
        assertThat(letters).contains("-e.LsfxCIvu", "-e.LsfCIv").hasSize(4);
    }

    /// Plays a sender or a receiver that knows these flags, as far as it is offered their letters.
    private static int known(Stage stage, List<String> letters, int knows, Bytes list)
            throws IOException {
        List<String> words = stage.words();
        letters.add(words.get(1));
        int flags = knows;
        flags &= words.get(1).contains("x") ? -1 : ~16;
        flags &= words.get(1).contains("u") ? -1 : ~256;
        stage.say(new Bytes().i32(31));
        stage.in.int32();
        stage.say(new Bytes().varint(flags).vstring("md5"));
        stage.in.vstring(100);
        stage.say(new Bytes().i32(1));
        stage.out.startFrames();
        stage.in.startFrames((_, _) -> {});
        if (words.contains("--partial-dir=.lockstep-partial")) {
            stage.hear(list.bytes().length);
            stage.say(Entries.thanks());
        } else {
            stage.rules();
            stage.say(list);
            stage.say(Entries.farewell());
        }
        stage.end();
        return 0;
    }

    @Test
    void theWordsHoldThePathAndTheCommandLineDoesNot() {
        Endpoint end = new Endpoint(new Actor("web2", _ -> 0), "/srv/$(x) 'y'", true);

        assertThat(Arguments.command(told(end, Arguments.Side.SENDER), Arguments.Side.SENDER))
                .containsExactly("sudo", "-n", "rsync", "--server", "--sender", "-s");
        assertThat(Arguments.command(told(end, Arguments.Side.RECEIVER), Arguments.Side.RECEIVER))
                .containsExactly("sudo", "-n", "rsync", "--server", "-s");
    }

    private static End told(Endpoint end, Arguments.Side side) {
        return Requested.end(end, side, Request.of(List.of()));
    }
}
