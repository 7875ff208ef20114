package lockstep.peer;

import static lockstep.peer.PreflightStage.NOBODY;
import static lockstep.peer.PreflightStage.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.link.Prompts;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.preflight.Kind;
import lockstep.preflight.Need;
import lockstep.preflight.Weight;
import lockstep.preflight.Work;
import lockstep.ssh.SshHosts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a preflight finds about the way to a node, its programs, its root and its room.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PreflightTest {
    @TempDir Path directory;

    private PreflightStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new PreflightStage(directory);
        Shell.run(stage.source, "echo new > new && mkdir d && echo 1 > d/one && echo u > update");
        Shell.run(
                stage.target,
                "mkdir -p d old && echo 22 > d/one && echo x > old/x && echo > update");
    }

    @AfterEach
    void end() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void nothingIsFoundWhereNothingIsWrongAndNothingIsChanged() throws Exception {
        String before = Shell.picture(stage.target) + Shell.run(stage.target, "ls -A ..");

        assertThat(stage.check().all()).isEmpty();
        assertThat(stage.checkAny().all()).isEmpty();
        assertThat(Shell.picture(stage.target) + Shell.run(stage.target, "ls -A .."))
                .isEqualTo(before);
    }

    /// And what the others have is told all the same.
    @Test
    void aNodeThatIsNotReached() throws Exception {
        try (Sshd sshd = Sshd.start();
                SshHosts hosts =
                        new SshHosts(sshd.options("Port " + Sshd.freePort()), Prompts.refusing())) {
            stage.there = hosts.host("target", "gone");
            stage.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

            Findings findings = stage.check();

            only(findings, "target", Kind.REACH, Weight.BLOCKS);
            only(findings, "source", Kind.CLOCK, Weight.WARNS);
            assertThat(findings.fault()).get().isInstanceOf(Fault.GuardTripped.class);
        }
    }

    @Test
    void anRsyncThatIsMissingOrTooOld() throws Exception {
        stage.onlyPrograms(
                "sh", "date", "id", "df", "tail", "head", "ls", "tr", "find", "lsattr", "grep",
                "getent");
        assertThat(only(stage.check(), "target", Kind.RSYNC, Weight.BLOCKS).what())
                .contains("rsync was not found");

        stage.program(
                "rsync",
                "case \"$*\" in *--version) echo 'rsync  version 2.6.9  protocol version 29' ;;"
                        + " *) echo 'rsync: -s: unknown option' >&2; exit 1 ;; esac");
        assertThat(only(stage.check(), "target", Kind.RSYNC, Weight.BLOCKS).what())
                .contains("2.6.9");
    }

    @Test
    void whatBothRsyncsKnow() throws Exception {
        stage.there = new OldRsync("target", "rsync", 30, "sfxCIvu", OldRsync.Missing.KNOWN);

        assertThat(only(stage.check(), "target", Kind.COMMON, Weight.TELLS).what())
                .contains("protocol 30");
    }

    @Test
    void sudoThatAsksForAPassword() throws Exception {
        stage.sudo = true;
        stage.program("sudo", "echo 'sudo: a password is required' >&2; exit 1");
        Findings refused = stage.check();
        assertThat(refused.of("target")).extracting(Finding::kind).containsOnly(Kind.SUDO);
        assertThat(refused.blocks()).isTrue();

        stage.program(
                "sudo",
                "shift; [ \"$1\" = rsync ] || { echo 'sudo: no' >&2; exit 1; }; exec \"$@\"");
        stage.ownFiles = Work.OwnFiles.NONE;
        assertThat(only(stage.check(), "target", Kind.SUDO, Weight.BLOCKS).what())
                .contains("could not be checked");

        stage.program("sudo", "shift; exec \"$@\"");
        assertThat(stage.check().all()).isEmpty();
    }

    @Test
    void aRootThatIsNotThereOrNotADirectoryOrShut() throws Exception {
        stage.root = stage.target + "-gone";
        assertThat(only(stage.checkAny(), "target", Kind.ROOT, Weight.BLOCKS).what())
                .contains("does not exist");

        stage.root = stage.target.resolve("update").toString();
        assertThat(only(stage.checkAny(), "target", Kind.ROOT, Weight.BLOCKS).what())
                .contains("is no directory");

        stage.root = stage.target.toString();
        stage.through(NOBODY);
        Shell.run(stage.target, "chmod 700 ..");
        assertThat(only(stage.checkAny(), "target", Kind.ROOT, Weight.BLOCKS).what())
                .contains("is shut");
    }

    @Test
    void aReferenceThatCannotBeRead() throws Exception {
        Shell.run(stage.source, "chmod 700 .");
        stage.reference = Disguise.nobody("source");

        assertThat(only(stage.checkAny(), "source", Kind.ROOT, Weight.BLOCKS).what())
                .contains("shut");
        Shell.run(stage.source, "chmod 711 .");
        assertThat(only(stage.checkAny(), "source", Kind.ROOT, Weight.BLOCKS).what())
                .contains("cannot be read");
    }

    @Test
    void linksOnTheWay() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("beside"));
        stage.root = link.resolve("target").toString();
        assertThat(only(stage.check(), "target", Kind.LINK, Weight.TELLS).what())
                .contains(link.toString());

        Shell.run(directory, "chown -h 65534 link");
        assertThat(only(stage.check(), "target", Kind.LINK, Weight.BLOCKS).what())
                .contains(link.toString(), "user 65534");

        stage.program(
                "rsync",
                "[ \"$1\" = --version ] && echo 'rsync  version 3.4.1  protocol version 32' && exit;"
                        + " exec /usr/bin/rsync \"$@\"");
        assertThat(only(stage.check(), "target", Kind.LINK, Weight.WARNS).what()).contains("3.5.0");
    }

    @Test
    void aLinkToALinkOfSomebodyElse() throws Exception {
        Shell.run(
                directory,
                "ln -s deep first && ln -s " + stage.target + " deep && chown -h 65534 deep");
        stage.root = directory.resolve("first").toString();

        assertThat(stage.check().of("target"))
                .filteredOn(f -> f.weight() == Weight.BLOCKS)
                .singleElement()
                .satisfies(f -> assertThat(f.what()).contains(directory + "/deep"));
    }

    @Test
    void aFileSystemThatIsReadOnly() throws Exception {
        stage.mounting(
                "mount --bind TARGET TARGET && mount -o remount,ro,bind TARGET"
                        .replace("TARGET", stage.target.toString()));

        assertThat(only(stage.check(), "target", Kind.MOUNT, Weight.BLOCKS).what())
                .contains("read-only");
    }

    @Test
    void whatTheTableNamesAndIsNotMounted() throws Exception {
        Path table = directory.resolve("table");
        Files.writeString(
                table,
                "# /dev/vda\nproc /proc proc\n/dev/vda1 / ext4\nnone swap\nnas:/x "
                        + stage.target.getParent()
                        + " nfs ro 0 0");
        stage.mounting("mount --bind " + table + " /etc/fstab");
        assertThat(only(stage.check(), "target", Kind.MOUNT, Weight.BLOCKS).what())
                .contains(stage.target.getParent() + ",", "disk beneath");

        stage.mounting(
                "mount --bind "
                        + table
                        + " /etc/fstab && mount --bind BESIDE BESIDE"
                                .replace("BESIDE", stage.target.getParent().toString()));
        assertThat(stage.check().all()).isEmpty();

        Files.writeString(table, "nas:/x " + stage.source + " nfs ro 0 0\n");
        stage.through("exec ");
        stage.reference =
                Disguise.shell(
                        "source",
                        "exec unshare -m sh -c 'mount --bind "
                                + table
                                + " /etc/fstab; exec \"$@\"' sh \"$@\"");
        assertThat(only(stage.check(), "source", Kind.MOUNT, Weight.BLOCKS).what())
                .contains("empty the other nodes");
    }

    /// A volume of uploads, say: a plan made while it is not mounted deletes it everywhere.
    @Test
    void whatTheTableNamesInsideTheRootAndIsNotMounted() throws Exception {
        Path table = directory.resolve("table");
        Files.writeString(table, "nas:/x " + stage.source + "/up\\040loads nfs ro 0 0\n");
        stage.reference =
                Disguise.shell(
                        "source",
                        "exec unshare -m sh -c 'mount --bind "
                                + table
                                + " /etc/fstab; exec \"$@\"' sh \"$@\"");
        Finding found = only(stage.check(), "source", Kind.MOUNT, Weight.BLOCKS);
        assertThat(found.what())
                .contains(stage.source + "/up loads, inside the root", "delete on the other nodes");
        assertThat(found.remedy()).contains("(mount '" + stage.source + "/up loads')");

        Files.writeString(table, "nas:/x " + stage.source + "/up nfs ro,noauto 0 0\n");
        only(stage.check(), "source", Kind.MOUNT, Weight.WARNS);

        stage.reference = new LocalHost("source");
        Files.writeString(table, "nas:/x " + stage.target + "/up nfs ro 0 0\n");
        stage.mounting("mount --bind " + table + " /etc/fstab");
        assertThat(only(stage.check(), "target", Kind.MOUNT, Weight.WARNS).what())
                .contains("the disk beneath");
    }

    @Test
    void aRootWithABlankInItsPathBelowWhatIsNotMounted() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("odd place/target"));
        Shell.run(directory, "cp -a beside/target/. 'odd place/target'");
        stage.root = odd.toString();
        Path table = directory.resolve("table");
        Files.writeString(table, "nas:/x " + directory + "/odd\\040place nfs ro 0 0\n");
        stage.mounting("mount --bind " + table + " /etc/fstab");
        assertThat(only(stage.checkAny(), "target", Kind.MOUNT, Weight.BLOCKS).what())
                .contains("/odd place, where the root is");
    }

    @Test
    void mountsThatCannotBeRead() throws Exception {
        stage.mounting("mount -t tmpfs none /proc/self/task && mount --bind /dev/null /etc/fstab");
        assertThat(stage.check().all()).as("an empty table promises nothing").isEmpty();
        stage.mounting("mount -t tmpfs none /proc");
        assertThat(only(stage.check(), "target", Kind.MOUNT, Weight.WARNS).what())
                .contains("could not be checked");
    }

    @Test
    void attributesThatCannotBeRead() throws Exception {
        stage.program("lsattr", "echo 'lsattr: out of order' >&2; exit 1");
        assertThat(only(stage.check(), "target", Kind.IMMUTABLE, Weight.WARNS).what())
                .contains("lsattr fails");
    }

    @Test
    void room() throws Exception {
        String mount = "mount -t tmpfs -o size=4m,nr_inodes=%d none " + stage.target;
        stage.mounting(mount.formatted(1000));
        stage.more = new Need(3 << 20, 0);
        assertThat(stage.check().all()).isEmpty();
        stage.more = new Need(3_700_000, 0);
        assertThat(only(stage.check(), "target", Kind.SPACE, Weight.WARNS).what())
                .contains("would leave only");
        stage.more = new Need(Long.MAX_VALUE, 0);
        assertThat(only(stage.check(), "target", Kind.SPACE, Weight.BLOCKS).what())
                .contains("4 MiB are free");

        stage.more = Need.NOTHING;
        stage.mounting(mount.formatted(20));
        assertThat(stage.check().all()).isEmpty();
        stage.more = new Need(0, 17);
        assertThat(only(stage.check(), "target", Kind.SPACE, Weight.WARNS).what())
                .contains("inodes");
        stage.more = new Need(0, 100);
        assertThat(only(stage.check(), "target", Kind.SPACE, Weight.BLOCKS).what())
                .contains("19 inodes are free");
    }

    @Test
    void roomThatCannotBeTold() throws Exception {
        stage.program("df", "echo 'df: no such thing'");

        assertThat(only(stage.check(), "target", Kind.SPACE, Weight.WARNS).what())
                .contains("could not be checked");
    }

    @Test
    void aClockThatIsOff() throws Exception {
        stage.program("date", "echo $(($(/bin/date +%s) - 100))");
        assertThat(only(stage.check(), "target", Kind.CLOCK, Weight.WARNS).what())
                .containsPattern("at least (9\\d|100) s behind source's");

        stage.through("exec ");
        stage.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        Findings findings = stage.check();
        assertThat(only(findings, "source", Kind.CLOCK, Weight.WARNS).what())
                .contains("ahead of this computer's");
        assertThat(findings.of("target")).as("the two agree").isEmpty();
    }

    @Test
    void aPlaceForOwnFiles() throws Exception {
        stage.through(NOBODY);
        Shell.run(stage.target, "chown -R 65534:65534 .");
        Shell.run(stage.source, "chown -R 65534:65534 .");
        only(stage.check(), "target", Kind.OWN_FILES, Weight.BLOCKS);

        Shell.run(stage.target, "mkdir -m 777 ../.lockstep");
        assertThat(only(stage.check(), "target", Kind.OWN_FILES, Weight.BLOCKS).what())
                .contains("belongs to somebody else");
        stage.ownFiles = Work.OwnFiles.NONE;
        assertThat(stage.check().all()).isEmpty();
        stage.ownFiles = Work.OwnFiles.KEPT;
        Shell.run(stage.target, "chmod 700 ../.lockstep && chown 65534:65534 ../.lockstep");
        assertThat(stage.check().all()).isEmpty();
    }

    @Test
    void healthIsAskedAndHeard() throws Exception {
        stage.health = (node, _) -> Optional.of(node + " answers 500.");
        assertThat(only(stage.check(), "target", Kind.HEALTH, Weight.WARNS).what())
                .contains("target answers 500.");

        stage.health =
                (node, _) -> {
                    throw new FaultException(new Fault.LinkLost(node, "cut"));
                };
        assertThat(only(stage.check(), "target", Kind.HEALTH, Weight.BLOCKS).what())
                .contains("could not be checked", "cut");
    }

    /// The node prints something else than the script does; nothing of it is believed.
    @Test
    void anAnswerThatIsNone() throws Exception {
        stage.program("id", "printf 'root\\033[31m\\n'");

        assertThat(only(stage.check(), "target", Kind.ROOT, Weight.BLOCKS).what())
                .contains("could not be checked")
                .doesNotContain("\u001b");
    }

    @Test
    void aCancelIsHeardAtOnce() throws Exception {
        stage.program("df", "exec sleep 50");
        Work work = Work.of(stage.plan(), 1, Work.OwnFiles.NONE);
        Cancel cancel = new Cancel();
        stage.health =
                (_, _) -> {
                    cancel.set();
                    return Optional.empty();
                };
        CompletableFuture<Fault> fault = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> fault.complete(Shop.fault(() -> stage.check(work, cancel))));

        assertThat(fault.get(20, TimeUnit.SECONDS)).isInstanceOf(Fault.Cancelled.class);
    }
}
