package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lockstep.cli.RsyncCommand;
import lockstep.link.Cancel;
import lockstep.link.Prompts;
import lockstep.main.ShellHosts;
import lockstep.options.Paper;
import lockstep.options.Surroundings;
import lockstep.ssh.SshOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `lockstep rsync` as a person types it: over a real sshd, with what can go wrong.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RsyncCommandTest {
    @TempDir Path directory;

    private void trees() {
        Shell.run(
                directory,
                "mkdir src dst && echo one > src/one && mkdir src/dir && echo two > src/dir/two"
                        + " && echo two > list && seq 1 50000 > src/big && cp src/big dst/big && echo more >> src/big");
    }

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int ssh(String shell, String line) {
        return new RsyncCommand(
                        new ShellHosts(SshOptions.standard(), Prompts.refusing()),
                        new Surroundings(
                                Map.of("RSYNC_RSH", shell),
                                directory,
                                new ByteArrayInputStream(new byte[0])),
                        new RsyncCommand.Prints(
                                new Paper(
                                        new ByteArrayOutputStream(), err, UTF_8, Clock.systemUTC()),
                                "test"),
                        new RsyncCommand.Stop(new Cancel(), _ -> {}))
                .run(Arrays.asList(line.replace("DIR", directory.toString()).split(" ")));
    }

    private String shell(Sshd sshd) {
        return "ssh -F /dev/null -p %d -i %s -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile=%s"
                .formatted(sshd.port(), sshd.clientKey(), sshd.knownHosts());
    }

    @Test
    void bothEndsAreReachedBySsh() throws Exception {
        Peer.program("rsync");
        trees();
        try (Sshd sshd = Sshd.start()) {
            int status =
                    ssh(
                            shell(sshd) + " -l " + sshd.user(),
                            "-a --delete 127.0.0.1:DIR/src/ 127.0.0.1:DIR/dst/");

            assertThat(status).as(err.toString(UTF_8)).isZero();
            assertThat(Shell.picture(directory.resolve("dst")))
                    .isEqualTo(Shell.picture(directory.resolve("src")));
        }
    }

    @Test
    void oneEndIsHere() throws Exception {
        Peer.program("rsync");
        trees();
        try (Sshd sshd = Sshd.start()) {
            assertThat(ssh(shell(sshd), "-a DIR/src/ " + sshd.user() + "@127.0.0.1:DIR/up"))
                    .as(err.toString(UTF_8))
                    .isZero();
            assertThat(ssh(shell(sshd), "-a 127.0.0.1:DIR/up/ DIR/down")).isZero();
            assertThat(Shell.picture(directory.resolve("down")))
                    .isEqualTo(Shell.picture(directory.resolve("src")));
        }
    }

    @Test
    void aJumpHostOfTheShellIsGoneThrough() throws Exception {
        Peer.program("rsync");
        trees();
        try (Sshd jump = Sshd.start();
                Sshd end = Sshd.start()) {
            Path config = directory.resolve("config");
            List<String> lines = new ArrayList<>(List.of("Host jump"));
            lines.addAll(jump.clientLines());
            Files.write(config, lines);
            String shell = shell(end).replace("/dev/null", config.toString()) + " -J jump";

            assertThat(ssh(shell, "-a 127.0.0.1:DIR/src/ 127.0.0.1:DIR/new"))
                    .as(err.toString(UTF_8))
                    .isZero();
            assertThat(jump.log()).contains("Accepted publickey");
            assertThat(end.log()).contains("Accepted publickey");
            assertThat(directory.resolve("new/dir/two")).exists();
        }
    }

    @Test
    void aHostThatIsNotThereIs255() throws Exception {
        int port = Sshd.freePort();

        assertThat(ssh("ssh -F /dev/null -p " + port, "-a 127.0.0.1:x DIR/y")).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({
        "'--foo a:x b:y', 1, --foo",
        "'a:x b:y c:z', 1, same machine",
        "'-a --write-batch=f a:x b:y', 4, --write-batch",
        "'-a a::module b:y', 4, a::module",
        "'-a -M--fake-super a:x b:y', 4, -M",
        "'-a --exclude-from=none a:x b:y', 11, none",
        "'-a a:x', 4, destination",
        "'-a a:none b:y', 23, none",
        "'-a a:src/one a:src/dir b:src/one', 3, directory",
        "'-a --files-from=none a:x b:y', 1, No such file",
        "'-a --protocol=33 a:x b:y', 2, 32",
        "'-a --chown=x --usermap=a:b a:x b:y', 1, --usermap conflicts",
        "'-a --rsync-path=no-such-program a:x b:y', 127, rsync"
    })
    void exitCodesAreRsyncs(String line, int status, String named) {
        Peer.program("rsync");
        trees();
        Typist typist = new Typist(directory);

        assertThat(typist.run(Arrays.asList(line.split(" ")))).as(typist.err()).isEqualTo(status);
        assertThat(typist.err()).contains(named);
    }

    /// Items are named by what the lists of several arguments say, the root's too.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ai src/ dst/",
                "-ai --no-i-r src/ dst/",
                "-aii --delete src/ dst/",
                "-ai src dst",
                "-aiR src/dir new",
                "-ai src/one src/dir dst/",
                "-ni src/one dst/",
                "-a --out-format=%i|%n|%f|%l src/ dst/",
                "-aR --out-format=%n|%f src/dir new",
                "-aR --out-format=%n|%f ./src/./dir new",
                "-a --files-from=list --out-format=%n|%f src/dir/ new"
            })
    void printsWhatRsyncPrints(String line) {
        Peer.program("rsync");
        trees();
        Shell.run(directory, "cp -a . ../" + directory.getFileName() + "-plain");
        Path plain = directory.resolveSibling(directory.getFileName() + "-plain");
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.replaceAll(
                w -> w.matches("(\\./)?src.*") ? "a:" + w : w.matches("dst/?|new") ? "b:" + w : w);
        Typist typist = new Typist(directory);
        try {
            String printed = Shell.run(plain, "rsync '" + line.replace(" ", "' '") + "'");

            assertThat(typist.run(words)).as(typist.err()).isZero();
            assertThat(typist.out().lines().sorted().toList())
                    .isEqualTo(printed.lines().sorted().toList());
        } finally {
            Shell.run(directory, "rm -rf " + plain);
        }
    }

    @Test
    void standardInputMayNameTheFiles() {
        Peer.program("rsync");
        trees();
        Typist typist = new Typist(directory).input("one\ndir/two\n");

        assertThat(typist.run(List.of("-a", "--files-from=-", "a:src", "b:new")))
                .as(typist.err())
                .isZero();
        assertThat(Shell.run(directory.resolve("new"), "find . -type f | sort"))
                .isEqualTo("./dir/two\n./one\n");
    }

    @Test
    void aDirectoryForPartialFilesComesFromTheEnvironment() throws Exception {
        Peer.program("rsync");
        trees();
        Typist typist = new Typist(directory).variable("RSYNC_PARTIAL_DIR", ".kept");
        Files.createDirectory(directory.resolve("dst/.kept"));

        assertThat(typist.run(List.of("-a", "--partial", "--delete", "a:src/", "b:dst/")))
                .as(typist.err())
                .isZero();
        assertThat(directory.resolve("dst/.kept")).exists();
    }

    /// Rules in directories of the target protect what is there even where the excluded goes.
    @Test
    void theTargetsOwnRulesProtectWhatTheSourceLacks() {
        Peer.program("rsync");
        trees();
        Shell.run(
                directory,
                "mkdir dst/cache dst/gone && echo 'P cache/' > src/.rsync-filter"
                        + " && cp src/.rsync-filter dst");
        Typist typist = new Typist(directory);

        assertThat(typist.run(List.of("-aF", "--delete-excluded", "a:src/", "b:dst/")))
                .as(typist.err())
                .isZero();
        assertThat(directory.resolve("dst/cache")).exists();
        assertThat(directory.resolve("dst/gone")).doesNotExist();
    }

    @Test
    void aDestinationHereIsNoWildcard() {
        Peer.program("rsync");
        trees();
        Shell.run(directory, "mkdir 'to[1]' to1 && touch to1/own");
        Typist typist = new Typist(directory);

        assertThat(typist.run(List.of("-a", "--delete", "a:src/", "to[1]")))
                .as(typist.err())
                .isZero();
        assertThat(directory.resolve("to[1]/one")).exists();
        assertThat(Shell.run(directory, "ls to1")).isEqualTo("own\n");
        assertThat(typist.run(List.of("-a", "--delete", "a:src/", "to[1]/new"))).isZero();
        assertThat(directory.resolve("to[1]/new/one")).exists();
    }

    /// What is printed is what was asked for. The relay gets to its end all the same.
    @Test
    void outputThatCannotBeWrittenIsThirteen() throws Exception {
        Peer.program("rsync");
        trees();
        for (List<String> words :
                List.of(List.of("-ai", "a:src/", "b:new"), List.of("--help"), List.of("-V"))) {
            try (OutputStream full = new FileOutputStream("/dev/full")) {
                Typist typist = new Typist(directory).printingTo(full);

                assertThat(typist.run(words)).isEqualTo(13);
                assertThat(typist.err()).contains("No space left on device");
            }
        }
        assertThat(directory.resolve("new/dir/two")).exists();
    }

    /// By this machine: the rsync of the target did not notice within 50 seconds.
    @Test
    void aSourceThatFallsSilentIsGivenUpAfterTheTimeout() {
        Peer.program("rsync");
        trees();
        String silent = "f() { rsync \"$@\" | (head -c 3000; exec sleep 50); }; f";
        Typist typist = new Typist(directory);

        assertThat(
                        typist.run(
                                List.of(
                                        "-a",
                                        "--timeout=2",
                                        "--rsync-path=" + silent,
                                        "a:src/",
                                        "new")))
                .as(typist.err())
                .isEqualTo(30);
    }

    @Test
    void theProgramMayBeALineOfShell() {
        Peer.program("rsync");
        trees();
        String line = "mkdir -p new && A='b c' && rsync";
        Typist typist = new Typist(directory);

        assertThat(typist.run(List.of("-a", "--rsync-path=" + line, "a:src/", "b:new/deeper")))
                .as(typist.err())
                .isZero();
        assertThat(directory.resolve("new/deeper/one")).exists();
    }

    @Test
    void aStopEndsWithTwenty() {
        Peer.program("rsync");
        trees();
        Cancel cancel = new Cancel();
        cancel.set();

        assertThat(new Typist(directory).run(List.of("-a", "a:src/", "b:dst/"), cancel))
                .isEqualTo(20);
    }

    @Test
    void helpAndVersionArePrinted() {
        Typist typist = new Typist(directory);

        assertThat(typist.run(List.of("-h"))).isZero();
        assertThat(typist.out()).contains("--delete-missing-args", "Examples:", "Exit codes:");
        assertThat(new Typist(directory).run(List.of("--version"))).isZero();
    }
}
