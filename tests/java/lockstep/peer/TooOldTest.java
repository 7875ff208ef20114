package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.Fault.RsyncTooOld;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.tree.TreePath;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// rsync before 3.0 and openrsync are named for what they are, at either end.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TooOldTest {
    @TempDir Path directory;

    /// A host whose rsync says this of itself, and does not know what it is told.
    private static Host saying(String version) {
        String usage = "echo 'rsync: on remote machine: -s: unknown option' >&2; exit 1";
        return Disguise.shell(
                "web2",
                "case \"$*\" in *--version) printf '" + version + "';; *) " + usage + ";; esac");
    }

    static List<Arguments> hosts() throws Exception {
        List<Arguments> hosts = new ArrayList<>();
        String apple = "openrsync: protocol version 29\\nrsync version 2.6.9 compatible\\n";
        hosts.add(Arguments.of(saying(apple), "openrsync", 29));
        hosts.add(Arguments.of(saying("openrsync: protocol version 27\\n"), "openrsync", 27));
        String old = "rsync  version 2.6.9  protocol version 29\\nCopyright";
        hosts.add(Arguments.of(saying(old), "rsync 2.6.9", 29));
        for (OldRsync found : Rsyncs.found(false)) {
            String name = found.name();
            boolean open = name.equals("openrsync");
            hosts.add(
                    Arguments.of(
                            found.called("web2"), open ? name : "rsync " + name, open ? 27 : 29));
        }
        return hosts;
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).as("a fault").isNotNull();
        return e.fault();
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void itIsRefusedAtEitherEnd(Host host, String program, int protocol) {
        Endpoint old = new Endpoint(host, directory.toString(), false);
        Endpoint other = new Endpoint(new LocalHost("here"), directory.toString(), false);
        Fault expected = new RsyncTooOld("web2", program, protocol);
        Request all = Request.of(List.of());
        Request chosen = all.only(Set.of(TreePath.of("a")));

        assertThat(fault(() -> Rsync.ability(old, new Cancel()))).isEqualTo(expected);
        assertThat(fault(() -> Rsync.list(old, all, Optional.empty(), (_, _) -> {}, new Cancel())))
                .isEqualTo(expected);
        for (Request request : List.of(all, chosen)) {
            assertThat(fault(() -> relay(old, other, request))).isEqualTo(expected);
            assertThat(fault(() -> relay(other, old, request))).isEqualTo(expected);
        }
    }

    private static void relay(Endpoint from, Endpoint to, Request request) throws FaultException {
        Rsync.relay(from, to, request, new RelayEvents() {}, new Cancel());
    }

    @Test
    void theSentenceSaysWhatItHasAndWhatIsNeeded() {
        assertThat(new RsyncTooOld("web2", "rsync 2.6.9", 29).message())
                .contains("web2", "rsync 2.6.9", "protocol 29", "rsync 3.0 or newer");
        assertThat(new RsyncTooOld("mac", "openrsync", 27).message())
                .contains("mac", "openrsync", "protocol 27", "rsync 3.0 or newer", "brew");
    }

    /// What fails for another reason is told as it was.
    @Test
    void aNewOneThatFailsAtOnceIsNotCalledOld() {
        Host broken = saying("rsync  version 3.2.7  protocol version 31\\n");
        Endpoint end = new Endpoint(broken, directory.toString(), false);

        assertThat(fault(() -> Rsync.ability(end, new Cancel())))
                .isInstanceOfSatisfying(
                        Fault.ProgramFailed.class,
                        failed -> assertThat(failed.output()).contains("unknown option"));
    }
}
