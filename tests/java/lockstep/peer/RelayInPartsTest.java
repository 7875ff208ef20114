package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A relay of chosen paths that has to go in parts looks like one that needs not.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RelayInPartsTest {
    @TempDir Path directory;
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        for (String tree : List.of("source", "whole", "parts")) {
            Files.createDirectory(directory.resolve(tree));
        }
        Shell.run(directory, "seq 1000 > source/new; seq 2000 > source/changed");
        Shell.run(directory, "for t in whole parts; do seq 9 > $t/changed; seq 5 > $t/gone; done");
        Shell.run(directory, "mkdir whole/old parts/old; : > whole/old/in; : > parts/old/in");
    }

    private Outcome relay(Host to, String target) throws FaultException {
        RelayEvents events =
                new RelayEvents() {
                    @Override
                    public void message(String node, String text, boolean error) {
                        if (error) {
                            errors.add(text);
                        }
                    }
                };
        return Rsync.relay(
                new Endpoint(new LocalHost("from"), directory.resolve("source").toString(), false),
                new Endpoint(to, directory.resolve(target).toString(), false),
                Request.of(List.of())
                        .only(
                                Set.of(
                                        TreePath.of("new"),
                                        TreePath.of("changed"),
                                        TreePath.of("gone"),
                                        TreePath.of("old"))),
                events,
                new Cancel());
    }

    @ParameterizedTest
    @EnumSource(
            value = OldRsync.Missing.class,
            names = {"UNKNOWN", "REFUSED"})
    void theSameIsCountedAndNothingIsComplainedOf(OldRsync.Missing missing) throws Exception {
        OldRsync old = new OldRsync("to", "rsync", 0, "", missing);
        Outcome whole = relay(new LocalHost("to"), "whole");
        Outcome parts = relay(old, "parts");

        assertThat(errors).isEmpty();
        assertThat(parts.problems()).isEmpty();
        assertThat(parts.complete()).isTrue();
        assertThat(parts.statistics().listed()).isEqualTo(whole.statistics().listed());
        assertThat(parts.statistics().totalSize()).isEqualTo(whole.statistics().totalSize());
        assertThat(parts.statistics().deleted()).isEqualTo(whole.statistics().deleted());
        Shell.run(directory, "touch -d 2020-01-01 whole parts"); // the roots were not chosen
        assertThat(Shell.picture(directory.resolve("parts")))
                .isEqualTo(Shell.picture(directory.resolve("whole")));
    }
}
