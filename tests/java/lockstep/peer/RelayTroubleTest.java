package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RelayTroubleTest {
    @TempDir Path directory;
    private Path source;
    private Path target;

    @BeforeEach
    void trees() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Shell.run(source, "mkdir sub && echo one > one && echo two > sub/two");
    }

    private Fault listFault(Host host, String root) {
        return listFault(host, root, Request.of(List.of()));
    }

    private Fault listFault(Host host, String root, Request request) {
        return fault(() -> list(host, root, request));
    }

    private Listing list(Host host, String root, Request request) throws FaultException {
        Endpoint end = new Endpoint(host, root, false);
        return Rsync.list(end, request, Optional.empty(), (_, _) -> {}, new Cancel());
    }

    private static Fault fault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).as("a fault").isNotNull();
        return e.fault();
    }

    private Outcome relay(Host to, Request request, RelayEvents events) throws FaultException {
        return Rsync.relay(
                new Endpoint(new LocalHost("from"), source.toString(), false),
                new Endpoint(to, target.toString(), false),
                request,
                events,
                new Cancel());
    }

    @Test
    void aMissingRsyncIsNamed() {
        Host bare = Disguise.shell("web2", "exec /nonexistent/rsync");

        assertThat(listFault(bare, source.toString()))
                .isEqualTo(new Fault.ProgramMissing("web2", "rsync"));
    }

    @Test
    void anOldRsyncIsRefused() {
        Host old = Disguise.shell("web2", "printf '\\035\\000\\000\\000'; cat > /dev/null");

        assertThat(listFault(old, source.toString()))
                .isEqualTo(new Fault.RsyncTooOld("web2", "rsync", 29));
    }

    @Test
    void aChattyLoginIsToldFromAProtocol() {
        Host chatty = Disguise.shell("web2", "echo Welcome to web2; exec \"$@\"");

        Fault fault = listFault(chatty, source.toString());

        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.what()).contains("no rsync version");
    }

    @Test
    void aMissingRootIsNamedOnEitherSide() {
        String gone = directory.resolve("gone").toString();

        assertThat(listFault(new LocalHost("web2"), gone))
                .isEqualTo(new Fault.RootMissing("web2", gone));
    }

    @Test
    void aRootThatMayNotBeReadIsNamed() throws Exception {
        Peer.root("to be another user or to mount");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwx------"));

        Fault fault = listFault(Disguise.nobody("web2"), source.toString());

        assertThat(fault).isInstanceOf(Fault.Unreadable.class);
        assertThat(fault.where()).isEqualTo("web2");
    }

    @Test
    void whatMayNotBeReadIsInTheListing() throws Exception {
        Peer.root("to be another user or to mount");
        Shell.run(source, "mkdir open secret && echo x > secret/x && echo h > open/hidden");
        Shell.run(source, "chmod 700 secret && chmod 600 open/hidden");

        Listing listing =
                list(
                        Disguise.nobody("web2"),
                        source.toString(),
                        Request.of(List.of()).with(Content.BY_DIGEST));

        assertThat(listing.unreadable(listing.find(TreePath.of("secret")))).isTrue();
        assertThat(listing.unreadable(listing.find(TreePath.of("open/hidden")))).isTrue();
        assertThat(listing.unreadable(listing.find(TreePath.of("one")))).isFalse();
        assertThat(listing.unreadable())
                .anySatisfy(
                        place -> {
                            assertThat(place.path()).isEqualTo(TreePath.of("secret"));
                            assertThat(place.reason()).contains("Permission denied");
                        });
        assertThat(listing.complete()).isTrue();
    }

    @Test
    void nothingIsDeletedWhereTheSourceCouldNotBeRead() throws Exception {
        Peer.root("to be another user or to mount");
        Shell.run(source, "mkdir secret && chmod 700 secret");
        Shell.run(target, "mkdir secret && echo kept > secret/kept");
        Outcome outcome =
                Rsync.relay(
                        new Endpoint(Disguise.nobody("from"), source.toString(), false),
                        new Endpoint(new LocalHost("to"), target.toString(), false),
                        Request.of(List.of()).with(Deletion.EXTRAS),
                        new RelayEvents() {},
                        new Cancel());

        assertThat(target.resolve("secret/kept")).exists();
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.sourceUnreadable()).isTrue();
        assertThat(outcome.problems())
                .anySatisfy(p -> assertThat(p.path()).contains(TreePath.of("secret")));
    }

    @Test
    void aFullDiskIsNamedAndEveryFileIsWhole() throws Exception {
        Peer.root("to be another user or to mount");
        Shell.run(source, "head -c 3000000 /dev/urandom > large && echo new > one");
        Shell.run(target, "mount -t tmpfs -o size=1m lockstep-test .");
        try {
            Shell.run(target, "echo old > large && echo old > one");
            Request request = Request.of(List.of()).with(Content.BY_DIGEST);

            Fault fault = fault(() -> relay(new LocalHost("web3"), request, new RelayEvents() {}));

            assertThat(fault).isInstanceOf(Fault.DiskFull.class);
            assertThat(fault.where()).isEqualTo("web3");
            assertThat(target.resolve("large")).hasContent("old\n");
        } finally {
            Shell.run(directory, "umount target");
        }
    }

    @Test
    void aSilentPeerIsGivenUp() {
        Host mute = Disguise.shell("web2", "exec sleep 50");

        Fault fault =
                listFault(
                        mute,
                        source.toString(),
                        Request.of(List.of()).silentFor(Duration.ofSeconds(1)));

        assertThat(fault).isInstanceOf(Fault.TimedOut.class);
        assertThat(fault.where()).isEqualTo("web2");
    }

    @Tag("long")
    @Test
    void aReceiverKilledInTheMiddleLeavesWholeFiles() throws Exception {
        Shell.run(source, "head -c 200000000 /dev/zero > large");
        Shell.run(target, "echo old > large");
        Path pid = directory.resolve("pid");
        Host killable = Disguise.shell("web2", "echo $$ > " + pid + "; exec \"$@\"");
        AtomicBoolean killed = new AtomicBoolean();
        RelayEvents killer =
                new RelayEvents() {
                    @Override
                    public void literal(long offset, long length) {
                        if (offset > 10_000_000 && killed.compareAndSet(false, true)) {
                            Shell.run(directory, "pkill -9 -P $(cat pid); kill -9 $(cat pid)");
                        }
                    }
                };

        Fault fault = fault(() -> relay(killable, Request.of(List.of()), killer));

        assertThat(killed).isTrue();
        assertThat(fault.where()).isEqualTo("web2");
        assertThat(target.resolve("large")).hasContent("old\n");
        Outcome again = relay(new LocalHost("web2"), Request.of(List.of()), new RelayEvents() {});
        assertThat(again.complete()).isTrue();
        assertThat(Shell.picture(target).lines().filter(l -> l.contains("./large")))
                .containsExactlyElementsOf(
                        Shell.picture(source).lines().filter(l -> l.contains("./large")).toList());
    }

    @Test
    void cancellingEndsBothEndsAtOnce() throws Exception {
        Shell.run(source, "head -c 200000000 /dev/zero > large");
        Cancel cancel = new Cancel();
        RelayEvents canceller =
                new RelayEvents() {
                    @Override
                    public void literal(long offset, long length) {
                        if (offset > 10_000_000) {
                            cancel.set();
                        }
                    }
                };

        Fault fault =
                fault(
                        () ->
                                Rsync.relay(
                                        new Endpoint(
                                                new LocalHost("from"), source.toString(), false),
                                        new Endpoint(new LocalHost("to"), target.toString(), false),
                                        Request.of(List.of()),
                                        canceller,
                                        cancel));

        assertThat(fault).isInstanceOf(Fault.Cancelled.class);
        assertThat(target.resolve("large")).doesNotExist();
    }

    @Test
    void aFileThatVanishesIsNotIdentical() throws Exception {
        Shell.run(source, "head -c 30000000 /dev/zero > a-first && echo v > vanishing");
        AtomicBoolean gone = new AtomicBoolean();
        RelayEvents remover =
                new RelayEvents() {
                    @Override
                    public void fileBegun(TreePath path, long size, int blockLength) {
                        if (gone.compareAndSet(false, true)) {
                            Shell.run(source, "rm vanishing");
                        }
                    }
                };

        Outcome outcome = relay(new LocalHost("to"), Request.of(List.of()), remover);

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.sourceStatus()).isEqualTo(24);
        assertThat(target.resolve("vanishing")).doesNotExist();
    }
}
