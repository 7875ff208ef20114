package lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lockstep.link.Prompts;
import lockstep.peer.Sshd;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Private OpenSSH servers `node1`, `node2`, …, one a node, and two ways to them for every
/// program: straight, for the clock, and through doors that count bytes.
final class Nodes implements AutoCloseable {
    /// What both sides' programs agree on, so that no rival has the better cipher.
    static final String CIPHER = "aes128-gcm@openssh.com";

    private final List<Sshd> servers = new ArrayList<>();
    private final List<CountingDoor> doors = new ArrayList<>();
    private final Way straight;
    private final Way counted;
    private final boolean far;

    /// A configuration of the OpenSSH client under which the nodes have their names.
    record Way(Path config) {
        /// As the program opens them: nothing is connected yet.
        SshHosts hosts() {
            return new SshHosts(SshOptions.standard().withConfig(config), Prompts.refusing());
        }
    }

    /// @param roundTrip of the line to each node; zero for this machine's own
    Nodes(int count, Duration roundTrip) throws IOException {
        for (int i = 0; i < count; i++) {
            servers.add(Sshd.start(List.of("ed25519"), "Subsystem sftp internal-sftp"));
            doors.add(new CountingDoor(servers.getLast().port(), roundTrip.dividedBy(2)));
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
        far = roundTrip.isPositive();
    }

    /// The way that is timed: straight, unless the nodes are to be far away.
    Way timed() {
        return far ? counted : straight;
    }

    Way counted() {
        return counted;
    }

    /// Bytes that went through all doors so far.
    long bytes() {
        return doors.stream().mapToLong(CountingDoor::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        for (CountingDoor door : doors) {
            door.close();
        }
        servers.forEach(Sshd::close);
    }
}
