package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.fault.Visible;

/// What [NginxScript#LOOK] found: the processes of nginx and the file with its servers.
///
/// @param up since when the machine's clock of ticks runs
/// @param master the process id in the pid file; empty when there is none
/// @param processes nginx's own, and those that earlier masters left behind
/// @param target the file itself, where the configured path is a link
/// @param modified when the file was last written
/// @param lock the lock's path and who holds it; empty when nobody does
record NginxLook(
        Instant up,
        String master,
        List<Running> processes,
        String target,
        Instant modified,
        String lock,
        Content content) {
    static final int MAX_FILE = 1 << 20;

    /// `USER_HZ`, which is the same on every Linux that Debian or Red Hat build.
    private static final int TICKS = 100;

    /// Both clocks tick in hundredths of a second.
    private static final Duration BLUR = Duration.ofMillis(20);

    private static final String WORKER = "nginx: worker process";
    private static final String LEAVING = "nginx: worker process is shutting down";

    /// @param start in ticks since [NginxLook#up]
    record Running(String pid, String parent, long start, String title) {}

    /// The bytes of the file.
    static final class Content {
        private final byte[] bytes;

        Content(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }

        int length() {
            return bytes.length;
        }
    }

    /// @throws NginxGarbled when it is not what the script prints; with the reason for a file that
    ///     is too large
    static NginxLook parse(byte[] reply) throws NginxGarbled {
        int head = end(reply);
        Map<String, String> words = new HashMap<>();
        List<Running> processes = new ArrayList<>();
        String text = new String(reply, 0, head, StandardCharsets.UTF_8);
        for (String line : text.split("\n", -1)) {
            int space = line.indexOf(' ');
            String key = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            if (key.equals("process")) {
                processes.add(process(rest));
            } else {
                words.put(key, rest);
            }
        }
        String[] now = words.getOrDefault("now", "").split(" ", -1);
        String[] file = words.getOrDefault("file", "").split(" ", -1);
        if (now.length != 2 || file.length != 2) {
            throw new NginxGarbled(1, "no time or no file: " + text);
        }
        if (decimal(file[1]) > MAX_FILE) {
            throw new NginxGarbled(1, "the file is larger than " + MAX_FILE + " bytes");
        }
        return new NginxLook(
                instant(now[1]).minusMillis((long) (decimal(now[0]) * 1000)),
                words.getOrDefault("master", ""),
                List.copyOf(processes),
                words.getOrDefault("target", ""),
                instant(file[0]),
                Visible.text(words.getOrDefault("lock", ""), 400),
                new Content(Arrays.copyOfRange(reply, head + 2, reply.length)));
    }

    /// The master, when one runs.
    Optional<Running> running() {
        return processes.stream()
                .filter(p -> p.pid().equals(master))
                .filter(p -> p.title().startsWith("nginx: master process"))
                .findFirst();
    }

    /// Workers that take new requests.
    List<Running> accepting() {
        return processes.stream()
                .filter(p -> p.parent().equals(master))
                .filter(p -> p.title().startsWith(WORKER) && !p.title().startsWith(LEAVING))
                .toList();
    }

    /// Workers of an earlier configuration that still serve what they had begun.
    List<Running> leaving() {
        return processes.stream().filter(p -> p.title().startsWith(LEAVING)).toList();
    }

    /// Which workers accept; another one after each reload.
    String generation() {
        return accepting().stream()
                .map(p -> p.pid() + ":" + p.start())
                .sorted()
                .toList()
                .toString();
    }

    /// When the configuration that runs was loaded.
    Instant loaded() {
        return accepting().stream()
                .map(this::started)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /// Whether the file was not written since it was loaded.
    boolean isLive() {
        return !loaded().plus(BLUR).isBefore(modified);
    }

    static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Instant started(Running process) {
        return up.plusMillis(process.start() * (1000 / TICKS));
    }

    private static Running process(String line) throws NginxGarbled {
        String[] words = line.split(" ", 4);
        if (words.length < 4) {
            throw new NginxGarbled(1, "a process is \"" + line + "\"");
        }
        return new Running(words[0], words[1], (long) decimal(words[2]), words[3].strip());
    }

    private static int end(byte[] reply) throws NginxGarbled {
        for (int i = 0; i + 1 < reply.length; i++) {
            if (reply[i] == '\n' && reply[i + 1] == '\n') {
                return i;
            }
        }
        throw new NginxGarbled(1, "the reply is cut short");
    }

    private static Instant instant(String seconds) throws NginxGarbled {
        return Instant.ofEpochMilli((long) (decimal(seconds) * 1000));
    }

    private static double decimal(String digits) throws NginxGarbled {
        if (!digits.matches("\\d{1,15}(\\.\\d{1,12})?")) {
            throw new NginxGarbled(1, "\"" + digits + "\" is no number");
        }
        return Double.parseDouble(digits);
    }
}
