package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Dialect;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pool;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong with a file and a reload, with a real NGINX.
@Timeout(120)
class NginxPoolTest {
    @TempDir Path directory;

    private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    private final List<WebNode> nodes = new ArrayList<>();
    private Nginx nginx;
    private Pool pool;

    @BeforeEach
    void start() throws Exception {
        nodes.add(new WebNode("web1", slowOnes));
        nodes.add(new WebNode("web2", slowOnes));
        nginx = Nginx.before(directory, nodes);
        pool = nginx.open(1, _ -> {});
    }

    @AfterEach
    void end() throws Exception {
        nodes.forEach(WebNode::release);
        nginx.close();
        nodes.forEach(WebNode::close);
    }

    @Test
    void theRemarkIsInTheFileAndIsReadByEverybody() throws Exception {
        String before = Files.readString(nginx.file());
        Optional<Instant> until = Optional.of(Instant.parse("2026-11-23T08:00:00Z"));
        pool.takeOut(
                "web2",
                new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann@desk", "new\nkernel #3;", until));
        assertThat(Files.readString(nginx.file()).lines().toList().get(2))
                .matches(
                        " {4}server 127\\.0\\.0\\.1:\\d+ down; # lockstep: out by ann@desk since"
                                + " \\S+Z until 2026-11-23T08:00Z: new kernel \\+3; #");
        try (Pool other = nginx.open(1, _ -> {})) {
            Member member = member(other, "web2");
            assertThat(member.state()).isEqualTo(State.MAINT);
            assertThat(member.reason())
                    .startsWith("down, out by ann@desk since")
                    .contains("until 2026-11-23T08:00Z: new kernel");
            assertThat(member.health()).isEqualTo(Member.Health.UNCHECKED);
            other.ready("web2");
        }
        assertThat(Files.readString(nginx.file())).isEqualTo(before);
        assertThat(member(pool, "web2").reason()).contains("nobody checks it");
    }

    @Test
    void aServerThatSomebodyElsePutDownIsToldAndComesBack() throws Exception {
        edit(nodes.get(1), " down");
        nginx.reload();
        awaitLive();
        assertThat(member(pool, "web2").state()).isEqualTo(State.MAINT);
        assertThat(member(pool, "web2").reason())
                .isEqualTo("down in the configuration, not by Lockstep");
        byte[] before = Files.readAllBytes(nginx.file());
        pool.takeOut("web2", leave(Way.DRAIN));
        assertThat(Files.readAllBytes(nginx.file())).isEqualTo(before);
        assertThat(pool.ready("web2"))
                .singleElement()
                .matches(m -> m.state() == State.UP)
                .matches(
                        m ->
                                m.reason()
                                        .endsWith(
                                                "it was down in the configuration, not by Lockstep"));
        assertThat(Files.readString(nginx.file())).doesNotContain("down");
    }

    @Test
    void aChangeThatNobodyReloadedIsNotTakenForTheTruth() throws Exception {
        pool.takeOut("web2", leave(Way.DRAIN));
        edit(nodes.get(0), " down");
        byte[] edited = Files.readAllBytes(nginx.file());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (pool.read().remarks().stream().noneMatch(r -> r.contains("does not know it"))) {
            Files.write(nginx.file(), edited); // the first was in the hundredth of the start
            assertThat(System.nanoTime()).as("time until it is told").isLessThan(end);
        }
        assertThat(member(pool, "web1").state()).isEqualTo(State.UP);
        assertThat(member(pool, "web1").reason())
                .startsWith("in the load; ")
                .contains("is not live: nginx was not reloaded since; there it is down");
        assertThat(member(pool, "web2").state()).isEqualTo(State.MAINT);
        try (Pool other = nginx.open(0, _ -> {})) {
            assertThat(member(other, "web1").state()).isEqualTo(State.UP);
            assertThat(member(other, "web1").sessions()).isEmpty();
            assertThat(member(other, "web2").state()).isEqualTo(State.UP);
            assertThat(other.takeOut("web1", leave(Way.DRAIN)))
                    .allMatch(m -> m.state() == State.MAINT);
            assertThat(other.ready("web2")).allMatch(m -> m.state() == State.UP);
        }
        assertThat(pool.read().remarks()).noneMatch(r -> r.contains("does not know it"));
        assertThat(member(pool, "web1").state()).isEqualTo(State.MAINT);
    }

    /// `nginx -t` finds nothing wrong with a port that another program has.
    @Tag("long")
    @Test
    void aReloadThatKeptTheOldConfigurationIsNoticedAndTheFilePutBack() throws Exception {
        byte[] before = Files.readAllBytes(nginx.file());
        FileTime written = Files.getLastModifiedTime(nginx.file());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path more = nginx.file().resolveSibling("more");
            Files.writeString(more, "server { listen 127.0.0.1:" + taken.getLocalPort() + "; }\n");
            Fault fault = fault(() -> pool.takeOut("web2", leave(Way.DRAIN)));
            assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
            assertThat(fault.what())
                    .contains("its workers are the old ones")
                    .contains("bind() to 127.0.0.1:" + taken.getLocalPort());
            Files.delete(more);
        }
        assertThat(Files.readAllBytes(nginx.file())).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(nginx.file())).isEqualTo(written);
        assertThat(beside()).containsExactly(".shop.lockstep-previous", "shop");
        assertThat(member(pool, "web2").state()).isEqualTo(State.UP);
        assertThat(pool.takeOut("web2", leave(Way.DRAIN))).allMatch(m -> m.state().isOut());
    }

    @Test
    void aConfigurationThatNginxRefusesIsNeverReloaded() throws Exception {
        byte[] before = Files.readAllBytes(nginx.file());
        pool.read();
        nginx.configure("nonsense on;");
        Fault fault = fault(() -> pool.takeOut("web2", leave(Way.DRAIN)));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what())
                .startsWith("NGINX refuses its configuration: ")
                .contains("unknown directive \"nonsense\"");
        assertThat(Files.readAllBytes(nginx.file())).isEqualTo(before);
        assertThat(member(pool, "web2").state()).isEqualTo(State.UP);
        assertThat(Files.readString(nginx.errorLog())).doesNotContain("reconfiguring");
    }

    @Test
    void aLockIsToldAndNeverBroken() throws Exception {
        Path lock = Files.createDirectory(nginx.file().resolveSibling(".shop.lockstep-lock"));
        Files.writeString(lock.resolve("by"), "web1 out by bob@desk since 2026-11-22T09:00Z\n");
        byte[] before = Files.readAllBytes(nginx.file());
        Fault fault = fault(() -> pool.takeOut("web2", leave(Way.DRAIN)));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains("bob@desk since 2026-11-22T09:00Z").contains(lock + "");
        assertThat(pool.read().remarks()).anyMatch(r -> r.contains("bob@desk"));
        assertThat(lock.resolve("by")).exists();
        assertThat(Files.readAllBytes(nginx.file())).isEqualTo(before);
        Files.delete(lock.resolve("by"));
        Files.delete(lock);
        pool.takeOut("web2", leave(Way.DRAIN));
        assertThat(beside()).containsExactly(".shop.lockstep-previous", "shop");
    }

    @Test
    void whatSomebodyElseWroteMeanwhileIsNotOverwritten() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        Exchange.Listener meddler =
                said -> {
                    if (said.command().startsWith("look at") && once.compareAndSet(false, true)) {
                        edit(nodes.get(0), " weight=3");
                    }
                };
        try (Pool watched = nginx.open(1, meddler)) {
            Fault fault = fault(() -> watched.takeOut("web2", leave(Way.DRAIN)));
            assertThat(fault.what()).contains("changed by somebody else");
        }
        assertThat(Files.readString(nginx.file())).contains(" weight=3;").doesNotContain("down");
        assertThat(beside()).containsExactly("shop");
    }

    @Test
    void aLinkStaysALinkAndTheFileKeepsItsMode() throws Exception {
        Path real = directory.resolve("available.conf");
        Files.move(nginx.file(), real);
        Files.createSymbolicLink(nginx.file(), real);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        nginx.reload();
        String before = Files.readString(real);
        pool.takeOut("web2", leave(Way.DRAIN));
        assertThat(nginx.file()).isSymbolicLink();
        assertThat(Files.readString(real)).contains(" down; # lockstep: ");
        assertThat(Files.getPosixFilePermissions(real))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.readString(directory.resolve(".available.conf.lockstep-previous")))
                .isEqualTo(before);
        assertThat(beside()).containsExactly("shop");
    }

    @Test
    void aFileThatNginxDoesNotReadIsRefused() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        Files.copy(nginx.file(), elsewhere);
        Dialect.Nginx real = nginx.dialect();
        Dialect.Nginx wrong =
                new Dialect.Nginx(
                        "local", elsewhere.toString(), real.configuration(), real.program(), false);
        try (Pool misled = Nginx.open(wrong, 1, nginx.servers(List.of()), _ -> {})) {
            assertThat(misled.read().remarks()).anyMatch(r -> r.contains("does not read"));
            assertThat(fault(() -> misled.takeOut("web2", leave(Way.DRAIN))).what())
                    .contains("does not read this file");
        }
        assertThat(Files.readString(elsewhere)).doesNotContain("down");
    }

    @Test
    void aFileThatIsHugeOrNoConfigurationIsAFault() throws Exception {
        pool.read();
        Files.writeString(nginx.file(), "upstream shop { server a; ");
        assertThat(fault(() -> pool.read()).what()).contains("line 1").contains("within a block");
        Files.writeString(nginx.file(), "#".repeat(1 << 20) + "\n");
        assertThat(fault(() -> pool.read()).what()).contains("larger than 1048576 bytes");
        Files.delete(nginx.file());
        assertThat(fault(() -> pool.read()).what()).contains("No such file");
    }

    /// The old workers serve what they had begun, on the very node that was taken out.
    @Test
    void aRequestThatAnOldWorkerServesIsCountedUntilItEnds() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> slow = slow(client);
            WebNode busy = slowOnes.poll(10, TimeUnit.SECONDS);
            assertThat(pool.takeOut(busy.name(), leave(Way.MAINTENANCE)))
                    .singleElement()
                    .extracting(Member::sessions)
                    .isEqualTo(OptionalInt.of(1));
            assertThat(pool.read().remarks())
                    .anyMatch(
                            r ->
                                    r.startsWith("1 old worker, told to end at ")
                                            && r.endsWith(
                                                    "worker_shutdown_timeout is not set, so"
                                                            + " nothing ends them."));
            busy.release();
            assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo(busy.name());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!member(pool, busy.name()).sessions().equals(OptionalInt.of(0))) {
                assertThat(System.nanoTime()).as("time until none is left").isLessThan(end);
            }
            assertThat(pool.read().remarks()).isEmpty();
        }
    }

    /// As at its start, when it listens already; a list made during a reload may miss them too.
    @Test
    void aMasterThatHasNoWorkersYetIsWaitedFor() throws Exception {
        pool.read();
        ProcessHandle master = nginx.master().orElseThrow();
        Peer.run("kill", "-STOP", Long.toString(master.pid()));
        master.children().forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<Pool.Reading> look = CompletableFuture.supplyAsync(() -> read(pool));
        assertThat(catchThrowable(() -> look.get(300, TimeUnit.MILLISECONDS)))
                .isInstanceOf(TimeoutException.class);
        Peer.run("kill", "-CONT", Long.toString(master.pid()));
        assertThat(look.get(20, TimeUnit.SECONDS).members()).allMatch(m -> m.state() == State.UP);
    }

    private static Pool.Reading read(Pool pool) {
        try {
            return pool.read();
        } catch (FaultException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theLimitOfOldWorkersIsTold() throws Exception {
        nginx.configure("worker_shutdown_timeout 30s;");
        assertThat(pool.manner().remarks())
                .anyMatch(r -> r.contains("worker_shutdown_timeout ends them after 30s"));
    }

    @Test
    void aBackupIsNoCapacity() throws Exception {
        edit(nodes.get(1), " backup");
        nginx.reload();
        awaitLive();
        assertThat(fault(() -> pool.checkFloor("web1")))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 0, 1));
        pool.checkFloor("web2");
        assertThat(member(pool, "web2").reason()).contains("backup server");
    }

    private CompletableFuture<HttpResponse<String>> slow(HttpClient client) {
        return client.sendAsync(
                HttpRequest.newBuilder(nginx.url("/slow"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// By hand: a parameter more for a node's server.
    private void edit(WebNode node, String parameter) {
        try {
            String text = Files.readString(nginx.file());
            String server = nginx.address(node) + ";";
            String changed = text.replace(server, nginx.address(node) + parameter + ";");
            assertThat(changed).isNotEqualTo(text);
            Files.writeString(nginx.file(), changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitLive() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (pool.read().remarks().stream().anyMatch(r -> r.contains("does not know it"))) {
            assertThat(System.nanoTime()).as("time until it is live").isLessThan(end);
        }
    }

    private List<String> beside() throws IOException {
        try (Stream<Path> files = Files.list(nginx.file().getParent())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static Member member(Pool pool, String node) throws FaultException {
        return pool.read().members().stream()
                .filter(m -> m.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static Leave leave(Way way) {
        return new Leave(way, Leave.Floor.KEPT, "ann@desk", "new kernel", Optional.empty());
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
