package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Chosen paths, and which end is named when something fails.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RelaySelectionTest {
    @TempDir Path directory;
    private Path source;
    private Path target;

    @BeforeEach
    void trees() throws Exception {
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
    }

    private Outcome relay(Request request) throws FaultException {
        return relay(new LocalHost("from"), new LocalHost("to"), request);
    }

    private Outcome relay(Host from, Host to, Request request) throws FaultException {
        return Rsync.relay(
                new Endpoint(from, source.toString(), false),
                new Endpoint(to, target.toString(), false),
                request,
                new RelayEvents() {},
                new Cancel());
    }

    private static Fault fault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).as("a fault").isNotNull();
        return e.fault();
    }

    /// More names than the pipes hold: the sender answers while it is still being told.
    @Tag("long")
    @Test
    void manyChosenPaths() throws Exception {
        int count = 40_000;
        String name = "a-name-long-enough-to-fill-every-buffer-on-the-way-";
        Shell.run(
                source, "seq -f '" + name + "%06.0f' 1 " + count + " | xargs touch -d 2020-01-01");
        Set<TreePath> chosen = new HashSet<>();
        for (int i = 1; i <= count; i++) {
            chosen.add(TreePath.of(name + "%06d".formatted(i)));
        }

        Outcome outcome = relay(Request.of(List.of()).only(chosen));

        assertThat(outcome.complete()).isTrue();
        assertThat(withoutRoot(target)).isEqualTo(withoutRoot(source)).hasSize(2 * count);
    }

    /// The root itself cannot be chosen, so its time is its own.
    private static List<String> withoutRoot(Path tree) {
        return Shell.picture(tree).lines().filter(l -> !l.startsWith(".|")).toList();
    }

    @Test
    void chosenDirectoriesLinksAndGonePathsTogether() throws Exception {
        Shell.run(source, "mkdir -p d/e k && echo 1 > d/e/f && ln -s d link && echo 2 > k/l");
        Shell.run(target, "mkdir -p d/e link/below gone && echo o > d/e/old && mkdir k");
        Shell.run(source, "chmod 750 d/e && chmod 700 k");

        Outcome outcome =
                relay(
                        Request.of(List.of())
                                .only(
                                        Set.of(
                                                TreePath.of("d/e"),
                                                TreePath.of("d/e/f"),
                                                TreePath.of("k/l"),
                                                TreePath.of("link"),
                                                TreePath.of("gone"))));

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.complete()).isTrue();
        assertThat(Shell.run(target, "find . -printf '%y%m %p\\n' | sort").strip().lines())
                .contains("d750 ./d/e", "l777 ./link", "f644 ./d/e/f", "f644 ./d/e/old")
                .contains("d755 ./k", "f644 ./k/l")
                .noneMatch(l -> l.contains("gone"));
    }

    @Test
    void theEndWithoutRsyncIsNamed() {
        Host bare = Disguise.shell("bare", "exec /nonexistent/rsync");

        assertThat(fault(() -> relay(bare, new LocalHost("to"), Request.of(List.of()))))
                .isEqualTo(new Fault.ProgramMissing("bare", "rsync"));
        assertThat(fault(() -> relay(new LocalHost("from"), bare, Request.of(List.of()))))
                .isEqualTo(new Fault.ProgramMissing("bare", "rsync"));
    }

    @Test
    void theChattyEndIsNamed() {
        Host chatty = Disguise.shell("chatty", "echo Welcome; exec \"$@\"");

        Fault atSource = fault(() -> relay(chatty, new LocalHost("to"), Request.of(List.of())));
        Fault atTarget = fault(() -> relay(new LocalHost("from"), chatty, Request.of(List.of())));

        assertThat(atSource).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(atSource.where()).isEqualTo("chatty");
        assertThat(atTarget).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(atTarget.where()).isEqualTo("chatty");
    }

    @Test
    void theMuteEndIsNamed() {
        Host mute = Disguise.shell("mute", "exec sleep 50");
        Request request = Request.of(List.of()).silentFor(java.time.Duration.ofSeconds(1));

        Fault atSource = fault(() -> relay(mute, new LocalHost("to"), request));
        Fault atTarget = fault(() -> relay(new LocalHost("from"), mute, request));

        assertThat(atSource).isInstanceOf(Fault.TimedOut.class);
        assertThat(atSource.where()).isEqualTo("mute");
        assertThat(atTarget).isInstanceOf(Fault.TimedOut.class);
        assertThat(atTarget.where()).isEqualTo("mute");
    }

    /// rsync prints odd bytes as octal numbers; the path must come out byte for byte.
    @Test
    void anOddNameThatMayNotBeReadIsTheOneMarked() throws Exception {
        Peer.root("to be another user");
        Files.setPosixFilePermissions(
                directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Shell.run(source, "mkdir \"$(printf 'new\\nl\\\\i\\377ne')\" && chmod 700 new*");

        Listing listing =
                Rsync.list(
                        new Endpoint(Disguise.nobody("web2"), source.toString(), false),
                        Request.of(List.of()),
                        Optional.empty(),
                        (_, _) -> {},
                        new Cancel());

        assertThat(listing.size()).isEqualTo(2);
        assertThat(listing.unreadable(1)).isTrue();
        assertThat(listing.unreadable())
                .singleElement()
                .satisfies(place -> assertThat(place.path()).isEqualTo(listing.path(1)));
    }
}
