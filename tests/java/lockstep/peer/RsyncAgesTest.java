package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Approved;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.rsync.Request.Recursion;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every mix of old and new rsyncs gives the same result; which there are, [Rsyncs] says.
@Tag("long")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RsyncAgesTest {
    private static final String SOURCE =
            "mkdir -p a/deep/er 'odd names' empty && echo one > a/one && echo two > a/deep/two"
                    + " && seq 1 60000 > a/deep/er/big && : > zero && ln -s a/one link"
                    + " && ln -s nowhere dangling && chmod 640 a/one && mkfifo pipe"
                    + " && echo x > \"odd names/$(printf 'new\\nline')\""
                    + " && echo y > 'odd names/-dash' && echo s > 'odd names/s[t]a*r\\'"
                    + " && echo z > \"odd names/$(printf '\\377\\376')\" && chmod 2775 a"
                    + " && find . -exec touch -h -d '2001-02-03 04:05:06.789' {} +"
                    + " && touch -d '1969-12-31' zero && touch -d '2240-01-01' a/deep/two";

    @TempDir Path directory;
    private Path source;
    private Path target;

    static List<OldRsync[]> pairs() throws Exception {
        return Rsyncs.pairs();
    }

    static List<OldRsync> each() throws Exception {
        return Rsyncs.each();
    }

    @BeforeEach
    void trees() throws Exception {
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.run(source, SOURCE);
    }

    private Outcome relay(OldRsync from, OldRsync to, Request request) throws FaultException {
        return Rsync.relay(
                new Endpoint(from.called("from"), source.toString(), false),
                new Endpoint(to.called("to"), target.toString(), false),
                request,
                new RelayEvents() {},
                new Cancel());
    }

    private static Request everything() {
        return Request.of(List.of()).with(Deletion.EXTRAS);
    }

    private static void isClean(Outcome outcome) {
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
    }

    private void treesAreAlike() {
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void aCopyHoldsEverything(OldRsync from, OldRsync to) throws Exception {
        isClean(relay(from, to, everything().with(Recursion.WHOLE)));

        treesAreAlike();
        boolean nanoseconds = protocol(from) > 30 && protocol(to) > 30;
        String times = "find . -type f -printf '%p %T@\\n' | sort";
        assertThat(Shell.run(target, times).equals(Shell.run(source, times)))
                .isEqualTo(nanoseconds);
        assertThat(relay(from, to, everything().with(Content.BY_DIGEST)).traffic().files())
                .isZero();
    }

    private static int protocol(OldRsync rsync) throws Exception {
        return Rsync.ability(new Endpoint(rsync, "/", false), new Cancel()).protocol();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void aDeltaAndDeletionsAreForeseenAndDone(OldRsync from, OldRsync to) throws Exception {
        isClean(relay(from, to, everything().with(Recursion.INCREMENTAL)));
        treesAreAlike();
        Shell.run(source, "printf hello | dd of=a/deep/er/big bs=1 seek=9000 conv=notrunc");
        Shell.run(source, "touch -d '2001-02-03 04:05:06.789' a/deep/er/big");
        Shell.run(target, "mkdir -p x/dir && echo e > x/dir/file && rm zero && chmod 600 a/one");
        Shell.run(target, "echo h > \"odd names/$(printf '\\376\\n')\"");
        String before = Shell.picture(target);
        Request request = everything().with(Recursion.INCREMENTAL).with(Content.BY_DIGEST);

        Outcome preview = relay(from, to, request.with(Effect.PREVIEW));
        assertThat(Shell.picture(target)).isEqualTo(before);
        Outcome done = relay(from, to, request);

        isClean(preview);
        isClean(done);
        treesAreAlike();
        assertThat(preview.changes().stream().map(c -> c.path().visible()))
                .contains("a/deep/er/big", "zero", "a/one")
                .doesNotContain("a/deep/two", "link");
        assertThat(preview.deleted()).hasSize(4).containsAll(done.deleted());
        assertThat(done.deleted()).hasSize(4).contains(TreePath.of("x/dir/file"));
        assertThat(done.traffic().literal()).isLessThan(5_000);
        assertThat(done.traffic().matched()).isGreaterThan(300_000);
    }

    /// What is chosen, and the directories above it: all else stays, whatever it is.
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void chosenPathsAreCopiedAndDeleted(OldRsync from, OldRsync to) throws Exception {
        drift(from, to);
        Set<TreePath> gone = gone();
        Set<TreePath> chosen =
                Stream.concat(gone.stream(), paths("a", "a/deep", "a/deep/two", "fresh", "stuff"))
                        .collect(Collectors.toSet());
        chosen.addAll(paths("stuff/s", "odd names").toList());
        Request request =
                Request.of(List.of())
                        .with(Content.BY_DIGEST)
                        .only(approved(from, to, chosen, Content.BY_DIGEST));
        String before = Shell.picture(target);

        Outcome preview = relay(from, to, request.with(Effect.PREVIEW));
        assertThat(Shell.picture(target)).isEqualTo(before);
        Outcome done = relay(from, to, request);

        isClean(preview);
        assertThat(preview.deleted()).containsAll(gone);
        isClean(done);
        assertThat(done.deleted()).containsAll(gone);
        Shell.run(target, "rm a/stays && cp -p ../source/a/one a/one");
        Shell.run(target, "touch -r ../source/a a && touch -r ../source .");
        treesAreAlike();
    }

    /// Changes on both sides; `a/stays` and `a/one` are never chosen.
    private void drift(OldRsync from, OldRsync to) throws Exception {
        isClean(relay(from, to, everything()));
        Shell.run(source, "echo new > a/one && echo new > a/deep/two && echo fresh > fresh");
        Shell.run(source, "mkdir stuff && echo s > stuff/s && touch -d 2002-02-02 stuff . a");
        Shell.run(target, "mkdir -p gone/sub && echo g > gone/sub/g && echo stays > a/stays");
        Shell.run(
                target,
                "echo g > 'odd names/b[a]ck\\*' && echo g > 'odd names/b\\ck' && echo x > l");
        Shell.run(target, "echo g > \"$(printf 'odd names/n\\nl\\375')\"");
        Shell.run(target, "mkdir 'odd names/d?*' && echo i > 'odd names/d?*/i'");
    }

    private Approved approved(OldRsync from, OldRsync to, Set<TreePath> chosen, Content by)
            throws FaultException {
        return Agreement.of(
                new Endpoint(from.called("from"), source.toString(), false),
                new Endpoint(to.called("to"), target.toString(), false),
                chosen,
                by);
    }

    private static Stream<TreePath> paths(String... paths) {
        return Arrays.stream(paths).map(TreePath::of);
    }

    private static Set<TreePath> gone() throws Exception {
        byte[] odd = "odd names/n\nl".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] name = Arrays.copyOf(odd, odd.length + 1);
        name[odd.length] = (byte) 0375;
        Set<TreePath> gone =
                paths("gone", "l", "odd names/b[a]ck\\*", "odd names/b\\ck", "odd names/d?*")
                        .collect(Collectors.toSet());
        gone.add(TreePath.checked(name, 0, name.length));
        return gone;
    }

    /// Nobody has said which of the paths are gone: the source is asked.
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void pathsThatMayBeGone(OldRsync from, OldRsync to) throws Exception {
        isClean(relay(from, to, everything()));
        Shell.run(target, "rm zero && mkdir -p gone/sub && echo g > gone/sub/g && echo g > a/gone");
        Set<TreePath> chosen = paths("zero", "gone", "a/gone", "a/x").collect(Collectors.toSet());

        isClean(relay(from, to, Request.of(List.of()).only(chosen)));

        Shell.run(target, "touch -r ../source/a a && touch -r ../source .");
        treesAreAlike();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void aSourceThatHasChangedStopsItBeforeAnythingIsDone(OldRsync from, OldRsync to)
            throws Exception {
        isClean(relay(from, to, everything()));
        Shell.run(target, "rm a/one && echo x > back");
        Set<TreePath> one = paths("a/one", "zero").collect(Collectors.toSet());
        Set<TreePath> other = paths("a/one", "back").collect(Collectors.toSet());
        List<Approved> plans =
                List.of(
                        approved(from, to, one, Content.BY_METADATA),
                        approved(from, to, other, Content.BY_METADATA));
        Shell.run(source, "rm zero && echo back > back");
        String before = Shell.picture(target);

        for (Approved plan : plans) {
            Request outdated = Request.of(List.of()).only(plan);
            FaultException e =
                    catchThrowableOfType(FaultException.class, () -> relay(from, to, outdated));
            assertThat(e.fault()).isInstanceOf(Fault.PlanOutdated.class);
            assertThat(e.fault().where()).isEqualTo("from");
        }

        assertThat(Shell.picture(target)).isEqualTo(before);
    }

    /// A file that was cut off is gone on with; the two halves are in the wrong order, so that a
    /// source that takes the target to be writing elsewhere refers to what is overwritten. (Without
    /// deletion: 3.0.0 would look for the partial directory again, which it has removed.)
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void whatWasCutOffIsUsed(OldRsync from, OldRsync to) throws Exception {
        Shell.run(target, "mkdir -p a/deep/er/.lockstep-partial");
        Shell.run(
                source,
                "(tail -c 150000 a/deep/er/big; head -c 150000 a/deep/er/big)"
                        + " > ../target/a/deep/er/.lockstep-partial/big");

        Outcome outcome = relay(from, to, Request.of(List.of()));

        isClean(outcome);
        treesAreAlike();
        assertThat(outcome.traffic().files()).isEqualTo(8); // and none of them twice
        assertThat(outcome.traffic().matched()).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @MethodSource("each")
    void everyoneListsTheSame(OldRsync rsync) throws Exception {
        for (Recursion recursion : Recursion.values()) {
            Request request = Request.of(List.of()).with(recursion).with(Content.BY_DIGEST);

            assertThat(listing(rsync, request)).isEqualTo(listing(Rsyncs.here(), request));
        }
    }

    private Map<String, String> listing(OldRsync rsync, Request request) throws Exception {
        Listing listing =
                Rsync.list(
                        new Endpoint(rsync, source.toString(), false),
                        request,
                        Optional.of(Digest.MD5),
                        (_, _) -> {},
                        new Cancel());
        assertThat(listing.complete()).isTrue();
        assertThat(listing.unreadable()).isEmpty();
        Map<String, String> rows = new TreeMap<>();
        for (int row = 0; row < listing.size(); row++) {
            Object[] facts = {
                listing.kind(row),
                listing.mode(row),
                listing.modifiedSeconds(row),
                listing.entry(row).size(),
                listing.uid(row),
                listing.gid(row),
                listing.entry(row).target(),
                listing.hasDigest(row)
            };
            rows.put(listing.path(row).visible(), Arrays.toString(facts));
        }
        return rows;
    }
}
