package lockstep.peer;

import static lockstep.peer.PreflightStage.NOBODY;
import static lockstep.peer.PreflightStage.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import lockstep.preflight.Findings;
import lockstep.preflight.Kind;
import lockstep.preflight.Weight;
import lockstep.preflight.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a preflight finds about who may do what a plan does, and whom its files would belong to.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PreflightRightsTest {
    @TempDir Path directory;

    private PreflightStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new PreflightStage(directory);
        stage.ownFiles = Work.OwnFiles.NONE;
    }

    @AfterEach
    void end() {
        if (stage != null) {
            stage.close();
        }
    }

    private void trees(String source, String target) {
        Shell.run(stage.source, source);
        Shell.run(stage.target, target);
    }

    @Test
    void directoriesThatCannotBeWrittenIn() throws Exception {
        trees("mkdir -p a 'b\nc' d/e", "mkdir -p a 'b\nc' d/e");
        trees("touch a/new 'b\nc/new' d/e/same", "touch a/gone && cp -a ../../source/d/e/same d/e");
        Shell.run(directory, "chown -R 65534:65534 source beside/target");
        trees("touch -d 2020-01-01 a 'b\nc' d . d/e", "touch -d 2020-01-01 a 'b\nc' d . d/e");
        stage.through(NOBODY);
        assertThat(stage.check().all()).isEmpty();

        trees("true", "chmod 555 a 'b\nc' d");
        Findings findings = stage.check();

        assertThat(only(findings, "target", Kind.WRITE, Weight.BLOCKS).what())
                .contains(": a, b\u240ac.");
    }

    @Test
    void aRootThatCannotBeWrittenIn() throws Exception {
        trees("touch new", "true");
        stage.through(NOBODY);

        assertThat(only(stage.checkAny(), "target", Kind.WRITE, Weight.BLOCKS).what())
                .contains("cannot be written by the user that logs in");
    }

    /// A directory may be written by all, and yet its time is its owner's.
    @Test
    void attributesOfSomebodyElse() throws Exception {
        trees("mkdir d && touch d/new mode && chmod 600 mode", "mkdir d && touch mode");
        Shell.run(directory, "chown -R 65534:65534 source beside/target");
        trees("touch -d 2020-01-01 d . mode", "touch -d 2020-01-01 d . mode");
        trees("true", "chown 0 d mode && chmod 777 d");
        stage.through(NOBODY);

        assertThat(only(stage.check(), "target", Kind.FOREIGN, Weight.BLOCKS).what())
                .contains("set: d, mode.");
    }

    @Test
    void entriesThatAreImmutable() throws Exception {
        trees(
                "mkdir d && echo 1 > 'a b' && echo 1 > same",
                "mkdir d && touch 'a b' same 'n\nl' log && echo 1 > same");
        trees("touch -d 2020-01-01 same . d", "touch -d 2020-01-01 same . d");
        String all = "'a b' 'n\nl' log same";
        Shell.run(stage.target, "chattr +i 'a b' 'n\nl' same && chattr +a log");
        try {
            assertThat(only(stage.check(), "target", Kind.IMMUTABLE, Weight.BLOCKS).what())
                    .endsWith(": a b, log, n\u240al.");
        } finally {
            Shell.run(stage.target, "chattr -i -a " + all);
        }
        assertThat(stage.check().all()).isEmpty();
    }

    @Test
    void entriesWhoseAttributesMayNotBeReadAreTold() throws Exception {
        trees("echo 1 > mine && echo 1 > 'n\nl'", "touch mine 'n\nl'");
        Shell.run(directory, "chown -R 65534:65534 source beside/target");
        trees("true", "chmod 600 'n\nl' && chown 0:0 'n\nl'");
        stage.through(NOBODY);

        Findings findings = stage.check();

        assertThat(findings.all()).hasSize(1);
        assertThat(only(findings, "target", Kind.IMMUTABLE, Weight.TELLS).what())
                .endsWith("lsattr cannot read: n\u240al.");
    }

    /// As where another file system is mounted below the root.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Operation not supported",
                "Inappropriate ioctl for device",
                "Function not implemented",
                "No such file or directory"
            })
    void entriesThatHaveNoAttributesAreNotTold(String why) throws Exception {
        trees("echo 1 > 'n\nl'", "touch 'n\nl'");
        stage.program(
                "lsattr",
                "[ \"$2\" != . ] || exit 0; shift 2; for path do"
                        + " echo \"lsattr: %s While reading flags on $path\" >&2; done; exit 1"
                                .formatted(why));

        assertThat(stage.check().all()).isEmpty();
    }

    @Test
    void manyImmutableEntriesAreNotAllNamed() throws Exception {
        trees("touch $(seq 100)", "mkdir d && cd d && touch $(seq 300)");
        Shell.run(stage.target, "chattr +i d/*");
        try {
            assertThat(only(stage.check(), "target", Kind.IMMUTABLE, Weight.BLOCKS).what())
                    .contains("and 17 more, perhaps others");
        } finally {
            Shell.run(stage.target, "chattr -i d/*");
        }
    }

    @Test
    void ownersThatCannotBeSetWithoutRoot() throws Exception {
        trees("touch user group", "true");
        Shell.run(directory, "chown -R 65534:65534 source beside/target");
        trees("chown games user && chgrp games group", "true");
        stage.through(NOBODY);
        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.BLOCKS).what())
                .contains(
                        "The user that logs in cannot give", "user games (5)", "group games (60)");

        trees("chown 65534 user", "true");
        stage.through("exec setpriv --reuid=65534 --regid=65534 --groups=60 ");
        assertThat(stage.check().all()).isEmpty();
    }

    private void accounts(String edit) throws Exception {
        for (String table : new String[] {"passwd", "group"}) {
            Path other = directory.resolve(table);
            Shell.run(directory, "sed " + edit + " /etc/" + table + " > " + other);
        }
        stage.mounting(
                "mount --bind DIR/passwd /etc/passwd && mount --bind DIR/group /etc/group"
                        .replace("DIR", directory.toString()));
    }

    @Test
    void ownersByOtherNumbers() throws Exception {
        trees("touch f && chown games:games f", "true");
        accounts("'s/^games:x:[0-9]*:/games:x:777:/'");

        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.TELLS).what())
                .contains("user games (5) is 777", "group games (60) is 777");
    }

    @Test
    void ownersThatAreUnknown() throws Exception {
        trees("touch f && chown games f", "true");
        accounts("/^games/d");
        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.WARNS).what())
                .contains("no user games (5) here", "bare number", "f");

        accounts("s/^games/mallory/");
        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.BLOCKS).what())
                .contains("no user games (5) here", "number 5 is mallory");

        trees("chown 4242 f", "true");
        assertThat(stage.check().all()).as("a number without a name on either").isEmpty();
    }

    @Tag("long")
    @Test
    void ownersThatAreTooManyAreTold() throws Exception {
        trees("for i in $(seq 20001 20260); do touch f$i; chown $i:$i f$i; done", "true");
        trees("touch -d 2020-01-01 .", "true");
        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.WARNS).what())
                .contains("first 500 users and groups", "22 others were not");
    }

    @Test
    void ownersThatWouldBecomeRoot() throws Exception {
        trees("touch f && chown games f", "true");
        accounts("'s/^games:x:5:/games:x:0:/'");

        assertThat(only(stage.check(), "target", Kind.OWNER, Weight.BLOCKS).what())
                .contains("user games (5)", "would belong to root");
    }

    /// As on machines with few programs: accounts are read from the files.
    @Test
    void nodesWithoutGetentAndLsattr() throws Exception {
        trees("touch f && chown games:games f", "true");
        stage.onlyPrograms(
                "sh", "rsync", "date", "id", "df", "tail", "head", "ls", "tr", "readlink", "grep");

        Findings findings = stage.check();

        assertThat(findings.all()).hasSize(1);
        assertThat(only(findings, "target", Kind.IMMUTABLE, Weight.TELLS).what())
                .contains("no lsattr");
        assertThat(Files.exists(Path.of("/usr/bin/getent"))).as("so it is the path").isTrue();
    }
}
