package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Request.Recursion;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Numbers and indices that encode well and mean nothing.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingNumbersTest {
    private static Bytes list() {
        return Entries.rooted().file("a", 5).endWhole();
    }

    /// Lists of one directory without end would keep a scan busy for ever.
    @Test
    void aDirectoryThatIsListedAgainInAScan() {
        Bytes again = new Bytes().u8(0xff, 0xfe, 0x80, 101, 0, 0);
        again.raw(new Entries().end().bytes());
        Actor node =
                new Actor(
                        "web1",
                        stage -> {
                            stage.greet(Stage.INCREMENTAL);
                            stage.rules();
                            stage.say(Entries.rooted().directory("d").end());
                            for (int i = 0; i < 10; i++) {
                                stage.say(again);
                            }
                            return 0;
                        });

        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                Rsync.list(
                                        new Endpoint(node, "/srv/www", false),
                                        Request.of(List.of()).with(Recursion.INCREMENTAL),
                                        Optional.empty(),
                                        (_, _) -> {},
                                        new Cancel()));

        assertThat(e.fault())
                .isEqualTo(new Fault.ProtocolBroken("web1", "index -101 where a list was due"));
    }

    static Stream<Bytes> deletions() {
        return Stream.of(
                new Bytes().index(-3).varint(-1),
                new Bytes().index(-3).varint(1).varint(2).varint(3).varint(4).varint(-5));
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void deletionsBelowZero(Bytes counts) {
        new Duet(list())
                .target(stage -> stage.say(counts))
                .isBrokenBy("web2", "deletions of 42949672");
        new Duet(list())
                .source(stage -> stage.say(counts))
                .isBrokenBy("web1", "deletions of 42949672");
    }
}
