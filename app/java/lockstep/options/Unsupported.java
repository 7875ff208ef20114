package lockstep.options;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Options that rsync has and that are refused by name, with the reason.
final class Unsupported {
    private static final String DAEMON = "there is no rsync daemon here, only SSH and this machine";
    private static final String BATCH = "nothing of a relay is stored on this machine";
    private static final String ONE_END = "it means one end's own process, and both may be remote";
    private static final String ARGUMENTS = "arguments always go over the protocol";
    private static final String LOG = "redirect the output, or use --out-format";

    private static final Map<String, String> REASONS = reasons();

    private Unsupported() {}

    private static Map<String, String> reasons() {
        Map<String, String> map = new TreeMap<>();
        put(map, DAEMON, "daemon", "config", "motd", "no-motd", "password-file", "address", "port");
        put(map, DAEMON, "sockopts", "contimeout", "no-contimeout", "early-input", "no-detach");
        put(map, BATCH, "write-batch", "only-write-batch", "read-batch");
        put(map, ONE_END, "remote-option", "fake-super", "copy-as", "munge-links", "drop-D");
        put(map, ONE_END, "insecure-links", "confine-root", "max-alloc", "no-munge-links");
        put(map, ONE_END, "no-insecure-links", "server", "sender");
        put(map, ARGUMENTS, "old-args", "no-old-args", "no-secluded-args", "no-protect-args");
        put(map, ARGUMENTS, "no-s");
        put(map, "connections are Lockstep's own", "blocking-io", "no-blocking-io");
        put(map, LOG, "log-file", "log-file-format", "log-format");
        put(map, "lines are printed one by one", "outbuf");
        put(map, "what the ends print is always taken", "stderr", "msgs2stderr", "no-msgs2stderr");
        put(map, "its words are about the inside of one rsync", "debug");
        put(map, "use --compress-choice=zlib or zlibx", "old-compress", "new-compress");
        put(map, "lists must be sorted alike by all three", "qsort");
        put(map, "every list is checked", "trust-sender");
        put(map, "names are passed on byte by byte", "iconv", "no-iconv");
        put(map, "the relay chooses it for both ends", "checksum-seed");
        put(map, "use --dirs", "old-dirs", "old-d");
        put(map, "use `timeout`", "stop-after", "stop-at", "time-limit");
        put(map, "devices are copied as devices", "copy-devices", "write-devices");
        put(map, "devices are copied as devices", "no-write-devices");
        put(map, "the relay does not compress itself", "compress-threads", "zt");
        put(map, "use `lockstep drift`, or -n -i", "list-only");
        put(map, "a node could name any file of its own as the start", "fuzzy", "no-fuzzy");
        put(map, "a node could name any file of its own as the start", "no-y");
        map.put("-y", "a node could name any file of its own as the start");
        map.put("-M", ONE_END);
        return map;
    }

    private static void put(Map<String, String> map, String why, String... names) {
        for (String name : names) {
            map.put("--" + name, why);
        }
    }

    /// Why `-x` or `--name` is refused; empty where rsync does not know it either.
    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(name));
    }

    /// The names by their reasons, both in order.
    static Map<String, List<String>> byReason() {
        return REASONS.keySet().stream()
                .collect(Collectors.groupingBy(REASONS::get, TreeMap::new, Collectors.toList()));
    }
}
