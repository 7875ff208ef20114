package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.rsync.Request.Recursion;
import lockstep.rsync.Rsync;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RelayTest {
    private static final String SOURCE =
            "mkdir -p a/deep/er 'odd names' empty cache && echo one > a/one && echo two > a/deep/two"
                    + " && head -c 300000 /dev/urandom > a/deep/er/big && : > zero"
                    + " && ln -s a/one link && ln -s nowhere dangling && chmod 640 a/one"
                    + " && echo x > \"odd names/$(printf 'new\\nline')\" && echo y > 'odd names/-dash'"
                    + " && echo z > \"odd names/$(printf '\\377\\376')\" && echo c > cache/c"
                    + " && mkfifo pipe && touch -d '2001-02-03 04:05:06.789' a/one"
                    + " && touch -d '1969-12-31' zero && chmod 2775 a";

    @TempDir Path directory;
    private Path source;
    private Path target;

    @BeforeEach
    void trees() throws Exception {
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.run(source, SOURCE);
    }

    private Endpoint from() {
        return new Endpoint(new LocalHost("from"), source.toString(), false);
    }

    private Endpoint to() {
        return new Endpoint(new LocalHost("to"), target.toString(), false);
    }

    private Outcome relay(Request request) throws Exception {
        return Rsync.relay(from(), to(), request, new RelayEvents() {}, new Cancel());
    }

    private Listing list(Endpoint end, Request request) throws Exception {
        return Rsync.list(end, request, Optional.empty(), (_, _) -> {}, new Cancel());
    }

    private static Request everything() {
        return Request.of(List.of()).with(Deletion.EXTRAS);
    }

    @ParameterizedTest
    @EnumSource(Recursion.class)
    void aFirstCopyIsIdentical(Recursion recursion) throws Exception {
        Outcome outcome = relay(everything().with(recursion));

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.traffic().files()).isEqualTo(8);
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    @ParameterizedTest
    @EnumSource(Recursion.class)
    void aSecondRunSendsNothing(Recursion recursion) throws Exception {
        relay(everything().with(recursion));

        Outcome again = relay(everything().with(recursion).with(Content.BY_DIGEST));

        assertThat(again.complete()).isTrue();
        assertThat(again.traffic().files()).isZero();
        assertThat(again.traffic().literal()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Recursion.class)
    void extrasAreDeletedAndTold(Recursion recursion) throws Exception {
        relay(everything().with(recursion));
        Shell.run(target, "mkdir -p extra/dir && echo e > extra/dir/file && echo f > a/extra");

        Outcome outcome = relay(everything().with(recursion));

        assertThat(outcome.deleted())
                .containsExactlyInAnyOrder(
                        TreePath.of("extra"),
                        TreePath.of("extra/dir"),
                        TreePath.of("extra/dir/file"),
                        TreePath.of("a/extra"));
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    @Test
    void rulesHideOnBothEnds() throws Exception {
        Shell.run(target, "mkdir cache && echo kept > cache/mine");

        relay(Request.of(List.of("- /cache/")).with(Deletion.EXTRAS));

        assertThat(target.resolve("cache/mine")).exists();
        assertThat(target.resolve("cache/c")).doesNotExist();
        assertThat(target.resolve("a/one")).exists();
    }

    @ParameterizedTest
    @EnumSource(Recursion.class)
    void aPreviewTellsAndDoesNothing(Recursion recursion) throws Exception {
        relay(everything());
        Shell.run(
                target,
                "echo changed > a/one && rm zero && echo more > extra && chmod 600 a/deep/two");
        String before = Shell.picture(target);

        Outcome outcome = relay(everything().with(recursion).with(Effect.PREVIEW));

        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.changes().stream().map(c -> c.path().visible()))
                .contains("a/one", "zero", "a/deep/two");
        assertThat(
                        outcome.changes().stream()
                                .filter(Outcome.Change::isNew)
                                .map(c -> c.path().visible()))
                .containsExactly("zero");
        assertThat(outcome.deleted()).containsExactly(TreePath.of("extra"));
        assertThat(Shell.picture(target)).isEqualTo(before);
    }

    @Test
    void aDeltaSendsOnlyWhatChanged() throws Exception {
        Shell.run(source, "head -c 50000000 /dev/urandom > large");
        relay(everything());
        Shell.run(source, "printf hello | dd of=large bs=1 seek=25000000 conv=notrunc status=none");

        Outcome outcome = relay(everything().with(Content.BY_DIGEST));

        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.traffic().files()).isEqualTo(1);
        assertThat(outcome.traffic().literal()).isLessThan(20_000);
        assertThat(outcome.traffic().matched() + outcome.traffic().literal()).isEqualTo(50_000_000);
        assertThat(outcome.traffic().toTarget()).isLessThan(100_000);
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    @Test
    void onlyChosenPathsAreTouched() throws Exception {
        relay(everything());
        Shell.run(source, "echo new > a/one && echo new > a/deep/two && echo fresh > fresh");
        Shell.run(target, "mkdir -p gone/sub && echo g > gone/sub/g && echo stays > stays");

        Outcome outcome =
                relay(
                        Request.of(List.of("- /cache/"))
                                .with(Content.BY_DIGEST)
                                .only(
                                        Set.of(
                                                TreePath.of("a/one"),
                                                TreePath.of("fresh"),
                                                TreePath.of("gone"))));

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(target.resolve("a/one")).hasContent("new\n");
        assertThat(target.resolve("fresh")).hasContent("fresh\n");
        assertThat(target.resolve("a/deep/two")).hasContent("two\n");
        assertThat(target.resolve("stays")).exists();
        assertThat(target.resolve("gone")).doesNotExist();
    }

    @Test
    void aDirectoryThatWasNotChosenKeepsItsAttributes() throws Exception {
        relay(everything());
        Shell.run(source, "echo new > a/one && mkdir fresh && echo f > fresh/f");
        Shell.run(target, "chmod 700 a");

        relay(Request.of(List.of()).only(Set.of(TreePath.of("a/one"), TreePath.of("fresh/f"))));

        assertThat(target.resolve("a/one")).hasContent("new\n");
        assertThat(target.resolve("fresh/f")).hasContent("f\n");
        assertThat(Shell.run(target, "stat -c %a a").strip()).isEqualTo("2700");
    }

    @ParameterizedTest
    @EnumSource(Recursion.class)
    void aListingHoldsWhatFindSees(Recursion recursion) throws Exception {
        Listing listing =
                list(from(), Request.of(List.of()).with(recursion).with(Content.BY_DIGEST));

        Set<String> paths = new HashSet<>();
        for (int row = 0; row < listing.size(); row++) {
            paths.add(
                    listing.path(row).visible()
                            + "|"
                            + Integer.toOctalString(listing.mode(row) & 07777)
                            + "|"
                            + listing.modifiedSeconds(row));
        }
        assertThat(paths).hasSize(listing.size()).contains("a|2775|" + seconds("a"));
        assertThat(paths).contains("zero|644|" + seconds("zero"));
        int found = Integer.parseInt(Shell.run(source, "find . -printf x | wc -c").strip());
        assertThat(listing.size()).isEqualTo(found);
        assertThat(listing.complete()).isTrue();
        assertThat(listing.unreadable()).isEmpty();
        int link = listing.find(TreePath.of("link"));
        assertThat(listing.kind(link)).isEqualTo(Kind.SYMLINK);
        assertThat(listing.entry(link).target()).isEqualTo("a/one");
        assertThat(listing.owner(link)).isEqualTo(Shell.run(source, "id -un").strip());
        assertThat(listing.hasDigest(listing.find(TreePath.of("a/deep/er/big")))).isTrue();
    }

    private long seconds(String path) {
        return Long.parseLong(Shell.run(source, "stat -c %Y " + path).strip());
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Recursion.class)
    void directoriesLargerThanTheSendersLookaheadAreListed(Recursion recursion) throws Exception {
        Shell.run(source, "mkdir many many2 && cd many && seq 1 30000 | xargs touch");
        Shell.run(source, "cd many2 && seq 1 12000 | xargs touch && mkdir sub && touch sub/x");

        Listing listing = list(from(), Request.of(List.of()).with(recursion));
        Outcome outcome = relay(everything().with(recursion));

        assertThat(listing.find(TreePath.of("many/30000"))).isPositive();
        assertThat(listing.find(TreePath.of("many2/sub/x"))).isPositive();
        assertThat(outcome.complete()).isTrue();
        assertThat(Shell.picture(target)).isEqualTo(Shell.picture(source));
    }

    @Test
    void abilityTellsProtocolAndDigests() throws Exception {
        Rsync.Ability ability = Rsync.ability(from(), new Cancel());

        assertThat(ability.protocol()).isGreaterThanOrEqualTo(30);
        assertThat(ability.digests()).contains("md5");
    }
}
