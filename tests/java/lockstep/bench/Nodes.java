package lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.link.Prompts;
import lockstep.peer.Sshd;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Private OpenSSH servers `node1`, `node2`, …, one a node, and two ways to them for every
/// program: straight, for the clock, and through doors that count bytes. They end with the
/// process at the latest.
final class Nodes implements AutoCloseable {
    /// What both sides' programs agree on, so that no rival has the better cipher.
    static final String CIPHER = "aes128-gcm@openssh.com";

    private static final String SFTP = "Subsystem sftp internal-sftp";

    private final List<Sshd> servers = new ArrayList<>();
    private final List<CountingDoor> doors = new ArrayList<>();
    private final Way straight;
    private final Way counted;
    private final boolean far;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// A configuration of the OpenSSH client under which the nodes have their names.
    record Way(Path config) {
        /// As the program opens them: nothing is connected yet.
        SshHosts hosts() {
            return new SshHosts(SshOptions.standard().withConfig(config), Prompts.refusing());
        }
    }

    /// @param roundTrip of the line to each node; zero for this machine's own
    Nodes(int count, Duration roundTrip) throws IOException {
        this(count, CountingDoor.Line.ofRoundTrip(roundTrip));
    }

    /// @param line to each node
    Nodes(int count, CountingDoor.Line line) throws IOException {
        for (int i = 0; i < count; i++) {
            servers.add(Sshd.start(List.of("ed25519"), SFTP));
            doors.add(new CountingDoor(servers.getLast().port(), line));
        }
        List<String> direct = new ArrayList<>();
        List<String> through = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sshd server = servers.get(i);
            List<String> common = new ArrayList<>();
            common.add("Host node" + (i + 1));
            common.add("HostKeyAlias [127.0.0.1]:" + server.port());
            common.add("Ciphers " + CIPHER);
            direct.addAll(common);
            direct.addAll(server.clientLines());
            through.addAll(common);
            through.add("Port " + doors.get(i).port());
            through.addAll(server.clientLines());
        }
        Path directory = servers.getFirst().directory();
        straight = new Way(Files.write(directory.resolve("straight"), direct));
        counted = new Way(Files.write(directory.resolve("counted"), through));
        far = !line.isHere();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "closing the nodes"));
    }

    /// The way that is timed: straight, unless the nodes are to be far away.
    Way timed() {
        return far ? counted : straight;
    }

    Way counted() {
        return counted;
    }

    /// Bytes that went through each node's door so far.
    List<Long> bytes() {
        return doors.stream().map(CountingDoor::bytes).toList();
    }

    /// Processor time of the servers and of what they ran and has ended.
    ///
    /// @throws IOException when one does not settle in time: what has not ended is not counted
    double cpuSeconds() throws IOException {
        double sum = 0;
        for (Sshd server : servers) {
            server.awaitQuiet();
            sum += Cpu.server(server.pid());
        }
        return sum;
    }

    /// A directory of node `number`, counted from 1, in the words of rclone, which reads no
    /// configuration of OpenSSH's.
    String rclone(int number, Way way, Path directory) {
        Sshd server = servers.get(number - 1);
        int port = way.equals(counted) ? doors.get(number - 1).port() : server.port();
        return String.format(
                Locale.ROOT,
                ":sftp,host=127.0.0.1,port=%d,user=%s,key_file=%s,shell_type=unix:%s",
                port,
                server.user(),
                server.clientKey(),
                directory);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        doors.forEach(CountingDoor::close);
        servers.forEach(Sshd::close);
    }
}
