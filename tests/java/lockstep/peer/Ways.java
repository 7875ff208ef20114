package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.Prompts;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Hosts made from sections of an ssh_config of the test's own, with short limits.
final class Ways {
    /// A second between looks, three silences: a frozen server is noticed within about four.
    private static final SshOptions.Limits QUICK =
            new SshOptions.Limits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    3);

    private Ways() {}

    static List<String> section(String name, Sshd sshd, String... lines) {
        List<String> section = new ArrayList<>(List.of("Host " + name));
        section.addAll(List.of(lines));
        section.addAll(sshd.clientLines());
        return section;
    }

    @SafeVarargs
    static SshHosts hosts(Path directory, List<String>... sections) throws IOException {
        List<String> config = new ArrayList<>();
        for (List<String> section : sections) {
            config.addAll(section);
        }
        Path file = Files.createTempFile(directory, "ssh_config", "");
        Files.write(file, config);
        return new SshHosts(
                SshOptions.standard().withConfig(file).withLimits(QUICK), Prompts.refusing());
    }

    static String echo(Host host) throws Exception {
        try (Link link = host.run(List.of("echo", "here"))) {
            return new String(link.in().readAllBytes(), UTF_8);
        }
    }

    /// The end of the connection may reach us only while it is used again.
    static String echoEventually(Host host) throws Exception {
        try {
            return echo(host);
        } catch (FaultException | IOException _) {
            return echo(host);
        }
    }

    interface Work {
        Object work() throws Exception;
    }

    static Fault fault(Work work) {
        FaultException[] caught = new FaultException[1];
        assertThatThrownBy(work::work)
                .isInstanceOfSatisfying(FaultException.class, e -> caught[0] = e);
        return caught[0].fault();
    }
}
