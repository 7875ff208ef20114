package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// Looks at an nginx, its processes and its file together. Remembers what its program says, until
/// it has reloaded. Safe for use by many threads.
final class NginxSight {
    private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})");
    private static final int DEFAULT_PORT = 80;

    private final String balancer;
    private final NginxShell shell;
    private final Function<String, Host> nodes;

    private volatile @Nullable Known known;
    private volatile @Nullable Loaded loaded;

    /// @param nodes gives the host of a node by its name
    NginxSight(String balancer, NginxShell shell, Function<String, Host> nodes) {
        this.balancer = balancer;
        this.shell = shell;
        this.nodes = nodes;
    }

    /// Facts hold for one generation of workers.
    ///
    /// @param complaint why they could not be asked anew; empty when they are new
    private record Known(String generation, NginxFacts facts, String complaint) {}

    /// The file that a generation of workers was started with.
    private record Loaded(String generation, NginxFile file) {}

    /// One look.
    ///
    /// @param complaint why `facts` may be old; empty when they are not
    record Now(NginxMembers members, NginxFacts facts, String complaint) {
        NginxLook look() {
            return members.look();
        }

        /// Whether the configuration holds the file at all.
        boolean isRead() {
            return facts.files().contains(look().target());
        }

        /// What the operator should know beside the members.
        ///
        /// @param path the file as the cluster file names it
        List<String> remarks(String path) {
            List<String> remarks = new ArrayList<>();
            NginxLook look = look();
            if (!isRead()) {
                remarks.add("NGINX does not read " + path + ": its configuration includes others.");
            }
            if (!look.isLive()) {
                remarks.add(
                        "%s was changed at %s; NGINX was last reloaded at %s and does not know it."
                                .formatted(
                                        path,
                                        NginxLook.second(look.modified()),
                                        NginxLook.second(look.loaded())));
            }
            if (!look.leaving().isEmpty()) {
                remarks.add(
                        "%d old worker%s, told to end at %s or before, still serve%s what they had begun; %s."
                                .formatted(
                                        look.leaving().size(),
                                        look.leaving().size() == 1 ? "" : "s",
                                        NginxLook.second(look.loaded()),
                                        look.leaving().size() == 1 ? "s" : "",
                                        facts.patience()));
            }
            if (!look.lock().isEmpty()) {
                remarks.add("An order is under way, or was broken off: " + look.lock() + ".");
            }
            if (!complaint.isEmpty()) {
                remarks.add(complaint);
            }
            return remarks;
        }
    }

    /// @throws FaultException `BalancerUnreachable` when no master runs, when the file cannot be
    ///     read or is no configuration; what the host raises
    Now now() throws FaultException {
        Known before = known;
        Known facts = before == null ? new Known("", shell.facts(), "") : before;
        NginxLook look = shell.look(facts.facts());
        if (look.running().isEmpty() && before != null) {
            facts = new Known("", shell.facts(), "");
            look = shell.look(facts.facts());
        }
        if (look.running().isEmpty() || look.accepting().isEmpty()) {
            throw shell.unreachable(
                    "no master process with workers runs (" + facts.facts().pidFile() + ")", null);
        }
        Known current = current(facts, look.generation());
        known = current;
        try {
            NginxFile file = NginxFile.parse(look.content().bytes());
            NginxMembers members =
                    new NginxMembers(balancer, look, file, runs(look, file), this::connections);
            return new Now(members, current.facts(), current.complaint());
        } catch (NginxGarbled e) {
            throw shell.unreachable(look.target() + ", " + e.reason(), e);
        }
    }

    private Optional<NginxFile> runs(NginxLook look, NginxFile file) {
        if (look.isLive()) {
            loaded = new Loaded(look.generation(), file);
            return Optional.of(file);
        }
        Loaded last = loaded;
        return last != null && last.generation().equals(look.generation())
                ? Optional.of(last.file())
                : Optional.empty();
    }

    /// An invalid configuration on the disk is no reason not to see what runs.
    private Known current(Known facts, String generation) {
        if (facts.generation().equals(generation)) {
            return facts;
        }
        if (facts.generation().isEmpty()) {
            return new Known(generation, facts.facts(), "");
        }
        try {
            return new Known(generation, shell.facts(), "");
        } catch (FaultException e) {
            return new Known(generation, facts.facts(), e.fault().what());
        }
    }

    private OptionalInt connections(String node, String address) {
        if (address.startsWith("unix:")) {
            return OptionalInt.empty();
        }
        Matcher matcher = PORT.matcher(address);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : DEFAULT_PORT;
        try {
            return port < 1 || port > 65_535
                    ? OptionalInt.empty()
                    : Connections.on(nodes.apply(node), port);
        } catch (FaultException _) {
            return OptionalInt.empty(); // what cannot be asked is unknown, and shown as that
        }
    }
}
