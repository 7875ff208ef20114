package lockstep.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Bytes through one channel, beside the `ssh` program on the same server with the same cipher.
@Tag("bench")
class SshThroughputTest {
    private static final long BYTES = 1L << 30;
    private static final int ROUNDS = 3;

    @Test
    void oneChannelBesideSsh() throws Exception {
        try (Sshd sshd = Sshd.start()) {
            Host host = sshd.host("web1");
            Host here = new LocalHost("here");
            List<String> ssh =
                    List.of(
                            "ssh",
                            "-T",
                            "-F",
                            String.valueOf(sshd.options("Ciphers aes128-gcm@openssh.com").config()),
                            "web1");
            List<Double> down = new ArrayList<>();
            List<Double> up = new ArrayList<>();
            List<Double> sshDown = new ArrayList<>();
            List<Double> sshUp = new ArrayList<>();
            down(host, List.of()); // what runs first is not yet compiled
            up(host, List.of());
            for (int i = 0; i < ROUNDS; i++) {
                down.add(down(host, List.of()));
                sshDown.add(down(here, ssh));
                up.add(up(host, List.of()));
                sshUp.add(up(here, ssh));
            }
            report("down, MiB/s", down, sshDown);
            report("up, MiB/s", up, sshUp);
            report(
                    "commands a second",
                    List.of(commands(host, List.of())),
                    List.of(commands(here, ssh)));
        }
    }

    private static void report(String what, List<Double> ours, List<Double> theirs) {
        System.out.printf(
                Locale.ROOT,
                "%s: ours %.0f, ssh %.0f, ratio %.2f%n",
                what,
                median(ours),
                median(theirs),
                median(ours) / median(theirs));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double down(Host host, List<String> before) throws Exception {
        byte[] block = new byte[256 * 1024];
        long start = System.nanoTime();
        long total = 0;
        try (Link link = host.run(argv(before, "head", "-c", Long.toString(BYTES), "/dev/zero"))) {
            InputStream in = link.in();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                total += n;
            }
        }
        Assertions.assertThat(total).isEqualTo(BYTES);
        return rate(start);
    }

    private static double up(Host host, List<String> before) throws Exception {
        byte[] block = new byte[256 * 1024];
        long start = System.nanoTime();
        try (Link link = host.run(argv(before, "wc", "-c"))) {
            OutputStream out = link.out();
            for (long left = BYTES; left > 0; left -= block.length) {
                out.write(block);
            }
            out.close();
            String counted = new String(link.in().readAllBytes(), US_ASCII).strip();
            Assertions.assertThat(counted).isEqualTo(Long.toString(BYTES));
        }
        return rate(start);
    }

    private static double commands(Host host, List<String> before) throws Exception {
        int count = 20;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try (Link link = host.run(argv(before, "true"))) {
                Assertions.assertThat(link.awaitExit(Duration.ofSeconds(20))).isZero();
            }
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static List<String> argv(List<String> before, String... more) {
        List<String> argv = new ArrayList<>(before);
        argv.addAll(List.of(more));
        return argv;
    }

    private static double rate(long start) {
        return (BYTES >> 20) / ((System.nanoTime() - start) / 1e9);
    }
}
