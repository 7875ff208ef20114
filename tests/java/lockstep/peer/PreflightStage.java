package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.plan.Plan;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.preflight.Health;
import lockstep.preflight.Kind;
import lockstep.preflight.Need;
import lockstep.preflight.Preflight;
import lockstep.preflight.Staging;
import lockstep.preflight.Weight;
import lockstep.preflight.Work;
import lockstep.rsync.Endpoint;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Criterion;

/// A reference on this machine and a target behind a real sshd, on which every command goes
/// through a line of shell of the test's own: another user, another path, other mounts.
final class PreflightStage implements AutoCloseable {
    static final String NOBODY = "exec setpriv --reuid=65534 --regid=65534 --clear-groups ";

    final Path source;
    final Path target;
    private final Path directory;
    private final Path forced;
    private final Sshd sshd;

    /// What the target's host and the reference's are, beside the usual ones.
    Host reference = new LocalHost("source");

    Host there;
    Health health = Health.UNKNOWN;
    InstantSource clock = InstantSource.system();
    Work.OwnFiles ownFiles = Work.OwnFiles.KEPT;
    Need more = Need.NOTHING;
    boolean sudo;
    String root;

    PreflightStage(Path directory) throws Exception {
        Peer.program("rsync");
        Peer.root("to be other users and to mount");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.directory = directory;
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectories(directory.resolve("beside/target"));
        root = target.toString();
        forced = Files.writeString(directory.resolve("forced"), "");
        sshd = Sshd.start(List.of("ed25519"), "ForceCommand sh " + forced);
        through("exec ");
        there = sshd.host("target");
    }

    /// Every command on the target comes after this line of shell.
    void through(String before) throws Exception {
        Files.writeString(forced, before + "sh -c \"$SSH_ORIGINAL_COMMAND\"\n");
    }

    /// The same, in a name space whose mounts end with the command.
    void mounting(String line) throws Exception {
        Files.writeString(directory.resolve("mounting"), line + "\nexec \"$@\"\n");
        through("exec unshare -m sh -e " + directory.resolve("mounting") + " ");
    }

    /// Programs that are found before those of the target's own.
    ///
    /// @return the directory for more
    Path program(String name, String script) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        through("PATH=" + bin + ":$PATH exec ");
        return bin;
    }

    /// Only these programs of the machine's.
    void onlyPrograms(String... names) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("few"));
        for (String name : names) {
            Files.createSymbolicLink(bin.resolve(name), Peer.program(name));
        }
        through("PATH=" + bin + " exec " + Peer.program("sh").getParent() + "/");
    }

    private Cluster cluster() {
        return new Cluster(
                "shop",
                List.of(
                        new Node("source", "source", source.toString(), false),
                        new Node("target", "target", root, sudo)),
                "source",
                List.of(),
                List.of());
    }

    /// All that a scan by whoever runs the tests finds.
    Plan plan() throws Exception {
        try (OpenCluster open = OpenCluster.open(scanned(), (name, _) -> new LocalHost(name))) {
            return open.plan(
                    open.compare(Criterion.METADATA, new Unheard(), new Cancel()),
                    List.of("target"));
        }
    }

    private Cluster scanned() {
        List<Node> nodes =
                Stream.of(source, target)
                        .map(p -> new Node(p.getFileName().toString(), "x", p.toString(), false))
                        .toList();
        return new Cluster("shop", nodes, "source", List.of(), List.of());
    }

    /// Of the plan that there is.
    Findings check() throws Exception {
        return check(Work.of(plan(), 1, ownFiles), new Cancel());
    }

    /// Without a plan.
    Findings checkAny() throws Exception {
        return check(Work.any("source", List.of("target"), ownFiles), new Cancel());
    }

    Findings check(Work work, Cancel cancel) throws Exception {
        Map<String, Endpoint> endpoints =
                Map.of(
                        "source", new Endpoint(reference, source.toString(), false),
                        "target", new Endpoint(there, root, sudo));
        Preflight preflight =
                new Preflight(
                        cluster(),
                        name -> Objects.requireNonNull(endpoints.get(name)),
                        new Preflight.Around(Optional.empty(), health, Staging.NONE, clock));
        List<Work.Target> targets = work.targets().stream().map(t -> t.with(more)).toList();
        Work all = new Work(work.reference(), targets, work.abreast(), work.ownFiles());
        return preflight.check(all, cancel);
    }

    /// The one finding of a kind that a node has, which must be of that weight.
    static Finding only(Findings findings, String node, Kind kind, Weight weight) {
        List<Finding> found =
                findings.of(node).stream().filter(finding -> finding.kind() == kind).toList();
        assertThat(found).as(findings.all().toString()).hasSize(1);
        assertThat(found.getFirst().weight()).isEqualTo(weight);
        assertThat(found.getFirst().remedy()).isNotBlank();
        return found.getFirst();
    }

    @Override
    public void close() {
        sshd.close();
    }
}
