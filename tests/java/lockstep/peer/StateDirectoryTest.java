package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.snapshot.Space;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where Lockstep's own files lie on a node, and where they must not.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StateDirectoryTest {
    private static final NodeScript PLACE =
            NodeScript.quick("place; echo \"$state\"; end made \"$top\"");

    @TempDir Path directory;
    private Path live;

    @BeforeEach
    void live() throws Exception {
        live = Files.createDirectory(directory.resolve("live"));
    }

    private static End run(Host host, Path root, NodeScript script, List<String> into)
            throws FaultException {
        return new StateDirectory(new Endpoint(host, root.toString(), false))
                .run(
                        script,
                        List.of(),
                        line -> into.add(new String(line, StandardCharsets.UTF_8)),
                        new Cancel());
    }

    private static End place(Host host, Path root) throws FaultException {
        return run(host, root, PLACE, new ArrayList<>());
    }

    private static Fault refused(Host host, Path root) {
        return Shop.fault(() -> place(host, root));
    }

    @Test
    void itLiesBesideTheRootAndIsNobodyElses() throws Exception {
        Shell.run(directory, "chmod 777 .");
        List<String> lines = new ArrayList<>();

        End end = run(new LocalHost("web1"), live, PLACE, lines);

        assertThat(end.rest()).isEqualTo(live.toString());
        assertThat(lines).containsExactly(directory.resolve(".lockstep/live").toString());
        assertThat(Shell.run(directory, "stat -c %a .lockstep .lockstep/live"))
                .isEqualTo("700\n700\n");
        assertThat(place(new LocalHost("web1"), live).word()).as("again").isEqualTo("made");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir -m 770 .lockstep",
                "mkdir -m 702 .lockstep",
                "mkdir away; ln -s away .lockstep",
                "mkdir -m 700 .lockstep; chown 1234 .lockstep",
                "mkdir -m 700 .lockstep; mkdir away; ln -s ../away .lockstep/live"
            })
    void aPlaceThatOthersCouldChangeIsRefused(String planted) {
        Peer.root("to give directories away");
        Shell.run(directory, planted);

        Fault fault = refused(new LocalHost("web1"), live);

        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains(live.toString(), "somebody else");
    }

    @Test
    void aParentThatMayNotBeWrittenIsSaid() {
        Peer.root("to become another user");
        Shell.run(directory, "chmod 755 .");

        Fault fault = refused(Disguise.nobody("web1"), live);

        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains("cannot be kept beside", "Permission denied");
        assertThat(fault.remedy()).contains(".lockstep", "sudo");
    }

    @Test
    void aMissingRootAndOneThatMayNotBeEnteredAreTold() throws Exception {
        Peer.root("to become another user");
        Path shut = Files.createDirectory(directory.resolve("shut"));
        Shell.run(directory, "chmod 755 .; chmod 700 shut; mkdir shut/in");

        assertThat(refused(new LocalHost("web1"), directory.resolve("none")))
                .isInstanceOf(Fault.RootMissing.class);
        assertThat(refused(Disguise.nobody("web1"), shut)).isInstanceOf(Fault.Unreadable.class);
        assertThat(refused(Disguise.nobody("web1"), shut.resolve("in")))
                .isInstanceOf(Fault.Unreadable.class);
    }

    @Test
    void whatLockstepKeepsIsNoRoot() throws Exception {
        Path kept = Files.createDirectories(directory.resolve(".lockstep/live/snapshots/1/tree"));

        assertThat(refused(new LocalHost("web1"), kept).remedy()).contains("called .lockstep");
    }

    @Test
    void theTopOfAFileSystemHasNothingBeside() {
        assertThat(refused(new LocalHost("web1"), Path.of("/")))
                .isInstanceOf(Fault.GuardTripped.class);
    }

    @Test
    void aRootThatIsAMountPointIsTold() throws Exception {
        Peer.root("to mount");
        Shell.run(directory, "mount -t tmpfs -o size=5m t live && echo x > live/x");
        try {
            Space space = new Site(directory).snapshots(new LocalHost("web1")).space(new Cancel());

            assertThat(space.placement()).isEqualTo(Space.Placement.OTHER_FILE_SYSTEM);
            assertThat(space.bytes()).isNotEqualTo(5L << 20);
        } finally {
            Shell.run(directory, "umount live");
        }
    }

    /// With sudo the whole script runs as root; here a stand-in says what it was given.
    @Test
    void sudoRunsTheShell() throws Exception {
        Path sudo = Files.createDirectory(directory.resolve("bin")).resolve("sudo");
        Files.writeString(sudo, "#!/bin/sh\necho \"sudo $1 $2 $3\"; shift; exec \"$@\"\n");
        Shell.run(directory, "chmod +x bin/sudo");
        Host host = Disguise.shell("web1", "PATH=" + sudo.getParent() + ":$PATH; exec \"$@\"");
        List<String> lines = new ArrayList<>();

        End end =
                new StateDirectory(new Endpoint(host, live.toString(), true))
                        .run(
                                PLACE,
                                List.of(),
                                line -> lines.add(new String(line, StandardCharsets.UTF_8)),
                                new Cancel());

        assertThat(end.word()).isEqualTo("made");
        assertThat(lines).startsWith("sudo -n sh -c");
    }

    @Test
    void aSudoThatRefusesIsNamed() throws Exception {
        Path sudo = Files.createDirectory(directory.resolve("bin")).resolve("sudo");
        Files.writeString(sudo, "#!/bin/sh\necho 'sudo: a password is required' >&2; exit 1\n");
        Shell.run(directory, "chmod +x bin/sudo");
        Host host = Disguise.shell("web1", "PATH=" + sudo.getParent() + ":$PATH; exec \"$@\"");

        Fault fault =
                Shop.fault(
                        () ->
                                new StateDirectory(new Endpoint(host, live.toString(), true))
                                        .run(PLACE, List.of(), _ -> {}, new Cancel()));

        assertThat(fault)
                .isEqualTo(
                        new Fault.ProgramFailed("web1", "sudo", 1, "sudo: a password is required"));
    }

    @Test
    void aNodeThatSaysALineWithoutEndIsHungUpOn() {
        Fault fault =
                Shop.fault(
                        () ->
                                run(
                                        new LocalHost("web1"),
                                        live,
                                        NodeScript.quick("head -c 9000000 /dev/zero"),
                                        new ArrayList<>()));

        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
    }

    @Test
    void whatALoginSaysIsNoEnd() throws Exception {
        Host chatty = Disguise.shell("web1", "echo 'end made it up'; \"$@\"; echo bye");

        Fault fault = refused(chatty, live);

        assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
    }

    /// What is redirected around `watched` must not leave the watcher with the console's pipe.
    @ParameterizedTest
    @ValueSource(strings = {"", ">\"$state/out\"", "2>\"$state/out\""})
    void aScriptThatIsKilledIsMissedAtOnce(String redirected) {
        NodeScript killed = NodeScript.quick("place; watched sh -c 'kill -9 $PPID' " + redirected);

        Fault fault = Shop.fault(() -> run(new LocalHost("web1"), live, killed, new ArrayList<>()));

        assertThat(fault).isEqualTo(new Fault.ProgramFailed("web1", "sh", 137, ""));
    }

    private End with(Host host, byte[] body, String script, List<String> into)
            throws FaultException {
        return new StateDirectory(new Endpoint(host, live.toString(), false))
                .run(
                        NodeScript.quick(script),
                        List.of(Integer.toString(body.length)),
                        body,
                        line -> into.add(new String(line, StandardCharsets.UTF_8)),
                        new Cancel());
    }

    @Test
    void aBodyArrivesAndTheScriptIsStillWaitedFor() throws Exception {
        byte[] body = new byte[3_000_000];
        new java.util.Random(1).nextBytes(body);
        try (Sshd sshd = Sshd.start()) {
            for (Host host : List.of(new LocalHost("web1"), sshd.host("web1"))) {
                List<String> lines = new ArrayList<>();

                String script = "body \"$1\" >\"$top/got\"; watched sleep 0.1; end got $status";
                End end = with(host, body, script, lines);

                assertThat(end.rest()).isEqualTo("0");
                assertThat(Files.readAllBytes(live.resolve("got"))).isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "end early",
                "seq 1 200000; end early",
                "body 10 >/dev/null; seq 1 200000; end early"
            })
    void aBodyThatNobodyReadsHoldsNobodyUp(String script) throws Exception {
        byte[] body = new byte[8 << 20];
        try (Sshd sshd = Sshd.start()) {
            for (Host host : List.of(new LocalHost("web1"), sshd.host("web1"))) {
                assertThat(with(host, body, script, new ArrayList<>()).word()).isEqualTo("early");
            }
        }
    }

    @Test
    void aScriptThatDiesOverItsBodyIsMissed() {
        Fault fault =
                Shop.fault(
                        () ->
                                with(
                                        new LocalHost("web1"),
                                        new byte[8 << 20],
                                        "body 9 >/dev/null; kill -9 $$",
                                        new ArrayList<>()));

        assertThat(fault).isEqualTo(new Fault.ProgramFailed("web1", "sh", 137, ""));
    }
}
