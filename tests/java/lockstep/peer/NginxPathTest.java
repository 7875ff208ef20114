package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.pool.Drivers;
import lockstep.pool.Leave;
import lockstep.pool.Pool;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stands between Lockstep and a real NGINX: a line, sudo, another program of that name.
@Timeout(120)
class NginxPathTest {
    @TempDir Path directory;

    private final List<WebNode> nodes = new ArrayList<>();
    private Nginx nginx;

    @BeforeEach
    void start() throws Exception {
        nodes.add(new WebNode("web1", new LinkedBlockingQueue<>()));
        nodes.add(new WebNode("web2", new LinkedBlockingQueue<>()));
        nginx = Nginx.before(directory, nodes);
    }

    @AfterEach
    void end() throws Exception {
        nginx.close();
        nodes.forEach(WebNode::close);
    }

    /// Whether `drain` is there depends on what was compiled in; `nginx -t` knows.
    @Test
    void aDrainThatNginxDoesNotTakeBecomesDown() throws Exception {
        try (Pool newer = Nginx.open(claiming("1.29.6"), 1, nginx.servers(List.of()), _ -> {})) {
            assertThat(newer.manner().ways().get(Way.DRAIN)).contains("sticky");
            assertThat(newer.takeOut("web2", leave(Way.DRAIN)))
                    .allMatch(m -> m.state() == State.MAINT);
            assertThat(newer.manner().ways().get(Way.DRAIN)).contains("takes no drain");
            assertThat(Files.readString(nginx.file())).contains(" down; #");
        }
    }

    /// A line that is cut off while the new file is on its way.
    @Test
    void halfAFileIsNeverPutInPlace() throws Exception {
        byte[] before = Files.readAllBytes(nginx.file());
        Host cut = new SpecialHost(argv -> argv, SpecialHost::halfOf);
        try (Pool broken = open(nginx.dialect(), cut)) {
            assertThat(fault(() -> broken.takeOut("web2", leave(Way.DRAIN))).what())
                    .contains("did not arrive whole");
        }
        assertThat(Files.readAllBytes(nginx.file())).isEqualTo(before);
        try (Stream<Path> files = Files.list(nginx.file().getParent())) {
            assertThat(files).hasSize(2).noneMatch(f -> f.toString().endsWith("-new"));
        }
    }

    /// As the cluster file has it when it names no program.
    @Test
    void aProgramThatIsABareNameIsFoundWithoutSudoToo() throws Exception {
        try (Pool pools = open(dialect("nginx", false), new LocalHost("here"))) {
            assertThat(pools.takeOut("web2", leave(Way.DRAIN)))
                    .allMatch(m -> m.state() == State.MAINT);
            assertThat(pools.ready("web2")).noneMatch(m -> m.state().isOut());
        }
    }

    /// What README tells to write into `sudoers` is all that is run through sudo.
    @Test
    void withSudoOnlyTheCommandsThatREADMENamesRunThroughIt() throws Exception {
        Path log = directory.resolve("sudo.log");
        Path sudo = Files.createDirectory(directory.resolve("bin")).resolve("sudo");
        script(sudo, "[ \"$2\" = -- ] || exit 9; shift 2; echo \"$*\" >> " + log + "\nexec \"$@\"");
        Dialect.Nginx through = dialect("nginx", true);
        Host host = new SpecialHost(argv -> SpecialHost.finding(sudo, argv), out -> out);
        try (Pool pools = open(through, host)) {
            pools.takeOut("web2", leave(Way.DRAIN));
            pools.ready("web2");
            nginx.configure("nonsense on;");
            fault(() -> pools.takeOut("web2", leave(Way.DRAIN)));
        }
        Set<String> allowed = sudoers();
        assertThat(Files.readAllLines(log)).isNotEmpty().allMatch(allowed::contains);
        assertThat(Set.copyOf(Files.readAllLines(log))).hasSizeGreaterThan(10);
    }

    @Test
    void aSudoThatAsksForAPasswordIsNamed() throws Exception {
        Path sudo = Files.createDirectory(directory.resolve("bin")).resolve("sudo");
        script(sudo, "echo 'sudo: a password is required' >&2; exit 1");
        Dialect.Nginx through = dialect("nginx", true);
        Host host = new SpecialHost(argv -> SpecialHost.finding(sudo, argv), out -> out);
        try (Pool pools = open(through, host)) {
            assertThat(fault(pools::read))
                    .isEqualTo(
                            new Fault.ProgramFailed(
                                    "lb1", "sudo", 1, "sudo: a password is required"));
        }
    }

    private Dialect.Nginx claiming(String version) throws IOException {
        String real = nginx.dialect().program();
        Path program = directory.resolve("claims");
        script(
                program,
                """
                [ "$1" = -V ] && { %s -V 2>&1 | sed s,nginx/[0-9.]*,nginx/%s,; exit; }
                exec %s "$@"
                """
                        .formatted(real, version, real));
        return dialect(program.toString(), false);
    }

    private Dialect.Nginx dialect(String program, boolean sudo) {
        Dialect.Nginx real = nginx.dialect();
        return new Dialect.Nginx("local", real.file(), real.configuration(), program, sudo);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Pool open(Dialect.Nginx dialect, Host host) {
        return Drivers.open(
                new Balancer("lb1", dialect, 1, nginx.servers(List.of())),
                new Pools.Access(_ -> host, LocalHost::new, _ -> {}));
    }

    /// The commands of README's example, with the paths of this test in the place of its own.
    private Set<String> sudoers() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String alias = readme.substring(readme.indexOf("Cmnd_Alias LOCKSTEP_NGINX"));
        String beside = nginx.file().resolveSibling(".shop.lockstep-").toString();
        return alias.substring(0, alias.indexOf("```"))
                .lines()
                .filter(line -> line.contains("/bin/") || line.contains("/sbin/"))
                .map(line -> line.strip().replaceAll(",? ?\\\\?$", "").replace("\\", ""))
                .map(line -> line.replaceFirst("^(/usr)?/s?bin/", ""))
                .map(line -> line.replaceFirst("^nginx", "nginx -c " + nginx.configuration()))
                .map(line -> line.replace("/etc/nginx/conf.d/.shop.conf.lockstep-", beside))
                .map(line -> line.replace("/etc/nginx/conf.d/shop.conf", nginx.file().toString()))
                .map(line -> line.replace("/var/log/nginx/error.log", nginx.errorLog().toString()))
                .collect(Collectors.toSet());
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
