package lockstep.pool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.jspecify.annotations.Nullable;

/// Reads a balancer through its socket, be it one process's own or a master's; which of the two it
/// is, the socket tells. Safe for use by many threads.
final class HaproxyReader {
    /// Old processes that are asked; with more than that something else is wrong.
    static final int MAX_OLD = 16;

    private final HaproxyChannel channel;
    private final Set<String> places;
    private final InstantSource clock;
    private final HaproxyEpoch epoch = new HaproxyEpoch();

    private volatile boolean master;
    private @Nullable Lost lost;

    /// A process of which nothing is seen since another took its place.
    private record Lost(String name, long pid, long before) {}

    /// @param places the servers that matter, as `backend/server`
    HaproxyReader(HaproxyChannel channel, Set<String> places, InstantSource clock) {
        this.channel = channel;
        this.places = Set.copyOf(places);
        this.clock = clock;
    }

    /// @throws FaultException `BalancerUnreachable`, also for a reply that is not HAProxy's; what
    ///     the host raises
    HaproxyLook look() throws FaultException {
        Instant asked = clock.instant();
        Answer answer = answer();
        HaproxyReport report = parsed(answer);
        String name = epoch.of(report.process(), asked, clock.instant());
        HaproxyProcesses processes = answer.processes();
        Map<String, HaproxyServer> servers = new LinkedHashMap<>(report.servers());
        List<String> remarks = new ArrayList<>();
        if (processes.serving().isEmpty()) {
            unseen(name, report, remarks);
        }
        int asking = Math.min(MAX_OLD, processes.old().size());
        for (int pid : processes.old().subList(0, asking)) {
            old(pid, servers, remarks);
        }
        if (asking < processes.old().size()) {
            remarks.add(processes.old().size() - asking + " old processes more were not asked.");
            add(unknown(servers), servers);
        }
        return new HaproxyLook(name, processes, servers, remarks);
    }

    private record Answer(HaproxyProcesses processes, String reply) {}

    /// A reload between the list of processes and the question is no failure: it is asked again.
    private Answer answer() throws FaultException {
        Answer first = ask(master ? list() : HaproxyProcesses.OWN);
        if (!master && HaproxyProcesses.unheard(first.reply())) {
            HaproxyProcesses processes = list();
            master = true;
            first = ask(processes);
        }
        return HaproxyProcesses.ended(first.reply()) ? ask(list()) : first;
    }

    private Answer ask(HaproxyProcesses processes) throws FaultException {
        String line = processes.line(HaproxyReport.QUESTION);
        return new Answer(processes, channel.ask(Exchange.Kind.LOOK, line));
    }

    private HaproxyProcesses list() throws FaultException {
        String reply = channel.ask(Exchange.Kind.LOOK, HaproxyProcesses.QUESTION);
        try {
            return HaproxyProcesses.parse(reply);
        } catch (HaproxyGarbled e) {
            master = false;
            throw garbled(e);
        }
    }

    private HaproxyReport parsed(Answer answer) throws FaultException {
        try {
            HaproxyReport report = HaproxyReport.parse(answer.reply());
            Optional<Integer> serving = answer.processes().serving();
            if (serving.isPresent() && serving.get() != report.process().pid()) {
                throw new HaproxyGarbled(
                        "process " + serving.get() + " says that it is " + report.process().pid());
            }
            return report;
        } catch (HaproxyGarbled e) {
            throw garbled(e);
        }
    }

    /// On a process's own socket the one before is out of reach once a reload is over.
    private synchronized void unseen(String name, HaproxyReport report, List<String> remarks) {
        Lost known = lost;
        long pid = report.process().pid();
        if (known == null) {
            lost = new Lost(name, pid, pid);
        } else if (!known.name().equals(name)) {
            lost = new Lost(name, pid, known.pid());
        }
        boolean out =
                report.servers().values().stream()
                        .anyMatch(s -> places.contains(s.place()) && s.state().isOut());
        if (out && lost != null && lost.before() != pid) {
            remarks.add(
                    "Process "
                            + pid
                            + " took over from "
                            + lost.before()
                            + ": sessions that the old one still carries cannot be seen on this"
                            + " socket and are not counted.");
        }
    }

    private void old(int pid, Map<String, HaproxyServer> servers, List<String> remarks)
            throws FaultException {
        Optional<Map<String, Load>> loads = loads(pid);
        if (loads.isEmpty()) {
            remarks.add("An old process, pid " + pid + ", does not say what it still carries.");
            add(unknown(servers), servers);
            return;
        }
        add(loads.get(), servers);
        String carries =
                loads.get().entrySet().stream()
                        .filter(e -> places.contains(e.getKey()))
                        .filter(e -> e.getValue().sessions().orElse(0) > 0)
                        .map(e -> sessions(e.getValue()) + " on " + e.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!carries.isEmpty()) {
            remarks.add(
                    "An old process, pid "
                            + pid
                            + ", still carries "
                            + carries
                            + "; it can only be waited for, or ends by hard-stop-after.");
        }
    }

    private static String sessions(Load load) {
        int count = load.sessions().orElse(0);
        return count + (count == 1 ? " session" : " sessions");
    }

    /// What an old process carries: nothing when it has ended meanwhile, unknown when it runs and
    /// does not say it.
    private Optional<Map<String, Load>> loads(int pid) throws FaultException {
        String line = HaproxyProcesses.line(pid, List.of(HaproxyLoads.QUESTION));
        try {
            String reply = channel.ask(Exchange.Kind.LOOK, line);
            return Optional.of(
                    HaproxyProcesses.ended(reply) ? Map.of() : HaproxyLoads.parse(reply));
        } catch (HaproxyGarbled _) {
            return Optional.empty();
        } catch (FaultException e) {
            if (!(e.fault() instanceof Fault.BalancerUnreachable)) {
                throw e;
            }
            return list().old().contains(pid) ? Optional.empty() : Optional.of(Map.of());
        }
    }

    private static Map<String, Load> unknown(Map<String, HaproxyServer> servers) {
        return servers.keySet().stream().collect(Collectors.toMap(p -> p, _ -> Load.UNKNOWN));
    }

    /// What an old process does not know of, it does not carry.
    private static void add(Map<String, Load> more, Map<String, HaproxyServer> servers) {
        servers.replaceAll(
                (place, server) -> {
                    Load load = more.get(place);
                    return load == null
                            ? server
                            : server.with(HaproxyLoads.sum(server.load(), load));
                });
    }

    private FaultException garbled(HaproxyGarbled e) {
        return channel.unreachable("its reply is not HAProxy's (" + e.reason() + ")", e);
    }
}
