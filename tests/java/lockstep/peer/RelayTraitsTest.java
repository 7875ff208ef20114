package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Trait;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real trees with everything that rsync can preserve, relayed between real rsyncs and compared by
/// other means.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RelayTraitsTest {
    private static final String PLAIN =
            "mkdir -p d/deep e && echo one > d/one && echo two > two && echo three > d/deep/three"
                    + " && head -c 300000 /dev/urandom > d/big && : > empty"
                    + " && ln -s two link && ln -s /nowhere/at/all e/dangling && mkfifo d/pipe"
                    + " && chmod 4755 d/one && chmod 1777 e && touch -d '1955-11-05' two"
                    + " && touch -d '2001-02-03 04:05:06.789' d/one"
                    + " && touch -h -d '1999-12-31 23:59:59' link";

    /// Groups within one directory and across several, of every kind that can be linked, one that
    /// begins in a directory that comes late, and files between whose facts differ.
    private static final String LINKED =
            "ln two two.a && ln two d/two.b && ln d/big d/deep/big.a && ln d/big e/big.b"
                    + " && ln -P link e/link.a && ln d/pipe e/pipe.a && ln empty d/empty.a"
                    + " && ln e/dangling d/dangling.a && ln d/deep/three d/deep/three.a"
                    + " && for i in 1 2 3 4 5 6 7 8; do echo $i > d/deep/f$i; chmod 60$((i % 8)) d/deep/f$i;"
                    + " touch -d @100000000$i.5 d/deep/f$i; ln d/deep/f$i e/g$i; ln d/deep/f$i d/deep/h$i;"
                    + " done";

    private static final String DEVICES =
            "mknod d/null c 1 3 && mknod d/tty c 4 64 && mknod d/tty1 c 4 65 && mknod d/disk b 8 1"
                    + " && mknod e/far b 259 70000 && mknod e/disk2 b 8 2 && ln d/tty e/tty.a"
                    + " && ln d/disk d/disk.a && chown 5:6 e/disk2";

    private static final String LISTS =
            "setfacl -m u:1000:rx,g:2000:w,u:65534:- d/one d/deep/three"
                    + " && setfacl -d -m u:1000:rwx,g:33:r d && setfacl -m m::r d/big && setfacl -m u:0:x d/deep";

    private static final String ATTRIBUTES =
            "setfattr -n user.short -v hello two && setfattr -n user.short -v hello d"
                    + " && setfattr -n user.exact -v $(printf 'y%.0s' $(seq 32)) two"
                    + " && setfattr -n user.long -v $(printf 'x%.0s' $(seq 33)) two"
                    + " && setfattr -n user.longer -v $(printf 'z%.0s' $(seq 3000)) two"
                    + " && setfattr -n user.long -v $(printf 'x%.0s' $(seq 33)) d/deep"
                    + " && setfattr -n user.a.long -v $(printf 'q%.0s' $(seq 50)) d/big"
                    + " && setfattr -n user.empty d/big && setfattr -n user.bin -v 0x00ff00 d/one"
                    + " && setfattr -n trusted.mine -v secret d/one";

    /// Everything that these trees are to have alike, as other programs see it.
    private static final String SEEN =
            "export LC_ALL=C; find . -printf '%p|%y|%m|%u|%g|%Ts|%l\\n' | sort;"
                    + " find . -type f -exec sha256sum {} + | sort;"
                    + " find . \\( -type b -o -type c \\) -exec stat -c '%n %t,%T' {} + | sort;"
                    + " find . ! -type d -links +1 -printf '%i %p\\n' | sort -k2"
                    + " | awk '{ g[$1] = g[$1] \" \" $2 } END { for (i in g) print g[i] }' | sort;"
                    + " find . ! -type l | sort | xargs -d '\\n' getfacl -n;"
                    + " find . | sort | xargs -d '\\n' getfattr -h -d -m - -e hex";

    @TempDir Path directory;
    private Path source;
    private Path target;

    @BeforeEach
    void trees() throws Exception {
        for (String program : new String[] {"rsync", "setfacl", "setfattr", "awk"}) {
            Peer.program(program);
        }
        Peer.root("to make devices");
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.Result able =
                Shell.status(
                        source,
                        "setfacl -m u:1:r . && setfattr -n user.a -v b . && mknod probe c 1 3");
        Peer.require(able.status() == 0, "the file system: " + able.output());
        Shell.run(source, "setfacl -b . && setfattr -x user.a . && rm probe");
        Shell.run(source, PLAIN + " && " + LINKED + " && " + DEVICES);
        Shell.run(source, LISTS + " && " + ATTRIBUTES);
        Shell.run(source, "touch -d '2002-02-02' . d d/deep e");
    }

    private Spelled spelled(int protocol, String way) {
        Spelled spelled = Spelled.archive(source, target).everything().protocol(protocol);
        return way.equals("whole") ? spelled : spelled.with(Trait.INCREMENTAL);
    }

    private void targetIsAlike() {
        assertThat(Shell.run(target, SEEN)).isEqualTo(Shell.run(source, SEEN));
        String differences = Shell.run(directory, "rsync -anicHAX --delete source/ target/ 2>&1");
        assertThat(differences).as("what rsync itself would change").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"31,whole", "31,incremental", "30,whole", "30,incremental"})
    void everythingArrivesAndThenNothingIsLeftToDo(int protocol, String way) throws Exception {
        Outcome first = spelled(protocol, way).relay();

        assertThat(first.problems()).isEmpty();
        assertThat(first.complete()).isTrue();
        targetIsAlike();

        Outcome second = spelled(protocol, way).with("c", Trait.DIGESTS).relay();

        assertThat(second.complete()).isTrue();
        assertThat(second.traffic().files()).isZero();
        targetIsAlike();
    }

    @ParameterizedTest
    @CsvSource({"31,whole", "31,incremental", "30,whole"})
    void changesOfLinkedFilesAndTheirTraits(int protocol, String way) throws Exception {
        spelled(protocol, way).relay();
        Shell.run(
                source,
                "echo more >> d/big && rm e/g1 && echo other > e/g1 && rm e/g2 && ln d/deep/f3 e/g2"
                        + " && setfattr -n user.longer -v $(printf 'Z%.0s' $(seq 3000)) two"
                        + " && setfattr -n user.added -v $(printf 'A%.0s' $(seq 60)) empty"
                        + " && setfattr -x user.a.long d/big && setfacl -b d/one"
                        + " && setfacl -m u:33:r empty && rm d/deep/h5 && chmod 640 d/deep/f6"
                        + " && ln two d/deep/two.c && rm d/tty && mknod d/tty c 5 1");

        Outcome outcome = deleting(spelled(protocol, way)).relay();

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.traffic().literal()).isLessThan(10_000);
        assertThat(outcome.traffic().matched()).isGreaterThan(290_000);
        targetIsAlike();
    }

    private static Spelled deleting(Spelled spelled) {
        return spelled.tellingTarget("--delete-delay").with(Trait.TARGET_RULES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "incremental"})
    void aPreviewTellsOfTraitsAndDoesNothing(String way) throws Exception {
        spelled(31, way).relay();
        Shell.run(
                source,
                "setfattr -n user.long -v $(printf 'Q%.0s' $(seq 90)) two && setfacl -m u:9:r empty"
                        + " && rm e/big.b && ln two e/big.b");
        String before = Shell.run(target, SEEN);

        Outcome outcome = spelled(31, way).with("n", Trait.PREVIEW).relay();

        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.changes())
                .extracting(change -> change.path().visible())
                .contains("two", "two.a", "d/two.b", "e/big.b", "empty");
        assertThat(Shell.run(target, SEEN)).isEqualTo(before);
    }

    /// Letters that change how long values are asked for are not the same everywhere.
    @ParameterizedTest
    @ValueSource(ints = {30, 31})
    void attributesOfLinkedFilesWithoutTheLetterX(int protocol) throws Exception {
        Shell.run(directory, "rsync -aH source/ target/");

        Outcome outcome =
                spelled(protocol, "whole")
                        .on(OldRsync.without("from", "x"), OldRsync.without("to", "x"))
                        .relay();

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        targetIsAlike();
    }

    @Test
    void timesOfAccess() throws Exception {
        Shell.run(source, "touch -a -d '1 hour ago' two d/one && touch -a -d '2 hours ago' d/big");
        String seen = "stat -c '%n %X' two d/one d/big link";
        String before = Shell.run(source, "touch -h -a -d '1 hour ago' link && " + seen);

        spelled(31, "whole").relay();

        assertThat(Shell.run(target, seen)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "incremental"})
    void idsByNumber(String way) throws Exception {
        Outcome outcome = spelled(31, way).telling("--numeric-ids").with(Trait.NUMERIC_IDS).relay();

        assertThat(outcome.complete()).isTrue();
        targetIsAlike();
    }

    @ParameterizedTest
    @CsvSource({"31,whole", "31,incremental", "30,whole", "30,incremental"})
    void onlyContent(int protocol, String way) throws Exception {
        Spelled spelled = Spelled.of(source, target, "-tr").protocol(protocol);
        Outcome outcome = (way.equals("whole") ? spelled : spelled.with(Trait.INCREMENTAL)).relay();

        assertThat(outcome.complete()).isTrue();
        String files = "export LC_ALL=C; find . -type f -printf '%p %Ts %s\\n' | sort";
        assertThat(Shell.run(target, files)).isEqualTo(Shell.run(source, files));
        assertThat(Shell.run(target, "find . ! -type f ! -type d")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-rlt,LINKS", "-rogt,OWNERS:GROUPS", "-rgAt,GROUPS:ACLS", "-rtD,DEVICES:SPECIALS"})
    void someTraitsAndNotOthers(String letters, String traits) throws Exception {
        Spelled spelled = Spelled.of(source, target, letters).protocol(30);
        for (String trait : traits.split(":")) {
            spelled.with(Trait.valueOf(trait));
        }

        assertThat(spelled.relay().complete()).isTrue();
        assertThat(Shell.run(target, "sha256sum < d/big"))
                .isEqualTo(Shell.run(source, "sha256sum < d/big"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--append", "--append-verify"})
    void filesThatOnlyGrow(String option) throws Exception {
        Shell.run(directory, "rsync -a source/ target/");
        Shell.run(source, "cp d/big e/other && head -c 50000 /dev/urandom >> d/big");
        Shell.run(target, "head -c 100000 /dev/urandom > e/other");
        Places places = new Places();
        Spelled spelled = Spelled.archive(source, target).with(Trait.APPENDING).telling("--append");
        if (option.equals("--append-verify")) {
            spelled.telling("--append");
        }

        Outcome outcome = spelled.events(places).relay();

        assertThat(outcome.complete()).isTrue();
        assertThat(places.first("d/big")).isEqualTo(300_000);
        assertThat(places.end("d/big")).isEqualTo(350_000);
        assertThat(Shell.run(target, "sha256sum < d/big"))
                .isEqualTo(Shell.run(source, "sha256sum < d/big"));
        boolean alike =
                Shell.run(target, "sha256sum < e/other")
                        .equals(Shell.run(source, "sha256sum < e/other"));
        assertThat(alike).as("what is only added to is not looked at").isEqualTo(places.again());
        assertThat(places.again()).isEqualTo(option.equals("--append-verify"));
    }

    @ParameterizedTest
    @CsvSource({
        "--link-dest,whole",
        "--link-dest,incremental",
        "--copy-dest,whole",
        "--compare-dest,incremental"
    })
    void filesFromElsewhere(String option, String way) throws Exception {
        Shell.run(directory, "rsync -aHAX source/ old/ && rsync -aHAX source/ older/");
        Shell.run(directory.resolve("old"), "rm -r e && echo 1 >> d/big && chmod 600 d/one");
        Outcome outcome =
                spelled(31, way)
                        .with(Trait.OTHER_BASES)
                        .tellingTarget(
                                option + "=" + directory.resolve("old"),
                                option + "=" + directory.resolve("older"))
                        .relay();

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        if (!option.equals("--compare-dest")) {
            assertThat(outcome.traffic().literal()).isLessThan(1_000);
            String seen = "export LC_ALL=C; find . -printf '%p|%y|%m|%u|%g|%Ts|%l\\n' | sort";
            assertThat(Shell.run(target, seen)).isEqualTo(Shell.run(source, seen));
        }
    }

    @ParameterizedTest
    @CsvSource({"--inplace,''", "--sparse,''", "--inplace,--backup"})
    void otherWaysOfWriting(String option, String more) throws Exception {
        spelled(31, "whole").relay();
        Shell.run(source, "echo more >> d/big && echo more >> two");
        Spelled spelled = spelled(31, "whole").telling(option);
        if (!more.isEmpty()) {
            spelled.tellingTarget(more, "--backup-dir=" + directory.resolve("kept"));
        }

        assertThat(spelled.relay().complete()).isTrue();
        targetIsAlike();
    }

    /// Where the literal bytes of each file lie.
    private static final class Places implements RelayEvents {
        private final java.util.Map<String, long[]> places = new java.util.HashMap<>();
        private String file = "";
        private boolean again;

        @Override
        public void fileBegun(lockstep.tree.TreePath path, long size, int blockLength) {
            file = path.visible();
            again |= places.put(file, new long[] {-1, -1}) != null;
        }

        @Override
        public void literal(long offset, long length) {
            long[] place = places.get(file);
            place[0] = place[0] < 0 ? offset : place[0];
            place[1] = offset + length;
        }

        long first(String name) {
            return places.get(name)[0];
        }

        long end(String name) {
            return places.get(name)[1];
        }

        /// Whether any file was begun twice.
        boolean again() {
            return again;
        }
    }
}
