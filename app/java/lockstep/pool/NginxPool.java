package lockstep.pool;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.Host;

/// An open source NGINX on Linux. It has no interface for this, so the file with its `server`
/// lines is changed and nginx told to reload; only workers that did not run before prove that it
/// did. A file that nginx refuses is put back. Orders are `GuardTripped` when the file cannot be
/// changed safely: another order holds the lock, or somebody wrote it meanwhile.
///
/// What runs is known of the file as it was when the workers started; a change that nobody
/// reloaded is told as such.
final class NginxPool implements Pool {
    private final Balancer balancer;
    private final String path;
    private final NginxShell shell;
    private final NginxSight sight;

    /// Held from the look at the capacity to the end of the order that depends on it.
    private final ReentrantLock acting = new ReentrantLock();

    /// Whether `nginx -t` refused `drain` although the version has it.
    private volatile boolean drainRefused;

    /// @param nodes gives the host of a node by its name
    NginxPool(
            Balancer balancer,
            Dialect.Nginx nginx,
            NginxShell shell,
            Function<String, Host> nodes) {
        this.balancer = balancer;
        this.path = nginx.file();
        this.shell = shell;
        this.sight = new NginxSight(balancer.name(), shell, nodes);
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public Manner manner() throws FaultException {
        NginxFacts facts = sight.now().facts();
        Map<Way, String> ways = new EnumMap<>(Way.class);
        ways.put(
                Way.DRAIN,
                drains(facts)
                        ? "New requests go elsewhere, those that run may end; clients that sticky"
                                + " binds to it still come."
                        : "New requests go elsewhere, those that run may end; clients bound to it"
                                + " move at once, because this NGINX ("
                                + facts.version()
                                + ") takes no drain and it is told to be down.");
        ways.put(
                Way.MAINTENANCE,
                "No new requests at all, from bound clients neither; those that run may end.");
        return new Manner(
                ways,
                Optional.empty(),
                List.of(
                        "Each change reloads NGINX: old workers end when their last connection"
                                + " does, and "
                                + facts.patience()
                                + ".",
                        "With ip_hash or hash its clients are spread over the others and come back"
                                + " to it; failures that were counted are forgotten."));
    }

    @Override
    public Reading read() throws FaultException {
        NginxSight.Now now = sight.now();
        NginxLook look = now.look();
        NginxFacts facts = now.facts();
        NginxLook.Running master = look.running().orElseThrow();
        String epoch =
                "nginx %s, pid %s, start %d"
                        .formatted(facts.version(), master.pid(), master.start());
        return new Reading(epoch, now.members().of(balancer.servers()), now.remarks(path));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        NginxMembers members = sight.now().members();
        List<Balancer.Server> servers = balancer.of(node);
        requirePresent(members, servers);
        requireFloor(members, servers);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        if (leave.way() == Way.WEIGHT_ZERO) {
            throw refused("weight 0", "it is not one of the ways that are offered");
        }
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            return out(node, servers, leave);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            return in(node, servers);
        } finally {
            acting.unlock();
        }
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    private List<Member> out(String node, List<Balancer.Server> servers, Leave leave)
            throws FaultException {
        NginxSight.Now before = sight.now();
        requirePresent(before.members(), servers);
        requireRead(before);
        if (leave.floor() == Leave.Floor.KEPT) {
            requireFloor(before.members(), servers);
        }
        String remark = NginxNote.remark(leave, Instant.now());
        String who = node + " " + remark;
        boolean drain = leave.way() == Way.DRAIN && drains(before.facts());
        NginxServer.Mode mode = drain ? NginxServer.Mode.DRAIN : NginxServer.Mode.DOWN;
        NginxShell.Outcome outcome =
                order(before, file -> file.out(lines(file, servers), mode, remark), who);
        if (drain
                && outcome.end().equals("invalid")
                && outcome.said().contains("parameter \"drain\"")) {
            drainRefused = true;
            outcome =
                    order(
                            before,
                            file -> file.out(lines(file, servers), NginxServer.Mode.DOWN, remark),
                            who);
        }
        require(outcome);
        return obeyed(servers, "take out " + node, State::isOut);
    }

    private List<Member> in(String node, List<Balancer.Server> servers) throws FaultException {
        NginxSight.Now before = sight.now();
        requirePresent(before.members(), servers);
        requireRead(before);
        List<NginxServer> foreign =
                lines(before.members().file(), servers).stream()
                        .filter(l -> l.mode() != NginxServer.Mode.IN && l.note().isEmpty())
                        .toList();
        require(order(before, file -> file.in(lines(file, servers)), node + " back in"));
        return obeyed(servers, "put back " + node, state -> state == State.UP).stream()
                .map(
                        member ->
                                foreign.stream().anyMatch(l -> l.isAt(member.server()))
                                        ? cleared(member)
                                        : member)
                .toList();
    }

    private static Member cleared(Member member) {
        return new Member(
                member.at(),
                member.state(),
                member.health(),
                member.reason() + "; it was down in the configuration, not by Lockstep",
                member.load(),
                member.weight(),
                member.sinceChange(),
                member.raw());
    }

    private interface Change {
        NginxFile of(NginxFile file) throws NginxGarbled;
    }

    private static List<NginxServer> lines(NginxFile file, List<Balancer.Server> servers) {
        return servers.stream()
                .flatMap(s -> file.lines(s.backend(), s.name()).stream())
                .distinct()
                .toList();
    }

    /// What is so already, and runs, needs no reload.
    private NginxShell.Outcome order(NginxSight.Now before, Change change, String who)
            throws FaultException {
        byte[] content = before.look().content().bytes();
        byte[] wanted;
        try {
            wanted = change.of(before.members().file()).bytes();
        } catch (NginxGarbled e) {
            throw shell.unreachable(path + ", " + e.reason(), e);
        }
        if (before.look().isLive() && Arrays.equals(content, wanted)) {
            return new NginxShell.Outcome("live", "");
        }
        return shell.change(before.facts(), content, wanted, who);
    }

    private List<Member> obeyed(
            List<Balancer.Server> servers, String order, Predicate<State> wanted)
            throws FaultException {
        List<Member> members = sight.now().members().of(servers);
        for (Member member : members) {
            if (!wanted.test(member.state())) {
                throw refused(
                        order,
                        "done, yet "
                                + member.place()
                                + " is "
                                + member.state()
                                + ": "
                                + member.reason());
            }
        }
        return members;
    }

    /// @throws FaultException unless the order was carried out
    private void require(NginxShell.Outcome outcome) throws FaultException {
        String said = outcome.said();
        Fault fault =
                switch (outcome.end()) {
                    case "live" -> null;
                    case "locked" ->
                            guard(
                                    "Another order is under way, or was broken off: " + said + ".",
                                    "Wait for it. When nobody is at work, remove the directory that"
                                            + " is named there, with all in it.");
                    case "changed" ->
                            guard(
                                    path + " was changed by somebody else just now.",
                                    "Nothing was done. Look again, then repeat the order.");
                    case "incomplete" ->
                            guard(
                                    "What was sent for " + path + " did not arrive whole.",
                                    "Nothing was changed. Try again.");
                    case "unwritable" ->
                            guard(
                                    path + " cannot be written: " + said + ".",
                                    "Nothing was changed. Let the user that logs in write its"
                                            + " directory, or use sudo for this balancer.");
                    case "invalid" ->
                            guard(
                                    "NGINX refuses its configuration: " + said + ".",
                                    path + " is as it was. Mend what is named and try again.");
                    case "kept" ->
                            guard(
                                    "NGINX was told to reload, but its workers are the old ones: "
                                            + (said.isEmpty() ? "its log says no more" : said)
                                            + ".",
                                    path
                                            + " is as it was, and so is the load. Mend what is"
                                            + " named and try again.");
                    case "dead" ->
                            throw shell.unreachable("no master process with workers runs", null);
                    case "overtaken" ->
                            guard(
                                    path
                                            + " was changed by somebody else while NGINX tried it: "
                                            + said
                                            + ".",
                                    "Their text was left as it is, with our change in it or not,"
                                            + " and NGINX was not reloaded with it. Look at it, and"
                                            + " at its copy beside it (.lockstep-previous).");
                    case "stuck" ->
                            guard(
                                    path + " could NOT be put back: " + said + ".",
                                    "Its copy is beside it, with a dot in front of its name and"
                                            + " .lockstep-previous behind. Put it back by hand.");
                    default ->
                            throw shell.unreachable(
                                    "the order did not come to its end (" + said + ")", null);
                };
        if (fault != null) {
            throw new FaultException(fault);
        }
    }

    private Fault guard(String reason, String remedy) {
        return new Fault.GuardTripped(name(), reason, remedy);
    }

    private boolean drains(NginxFacts facts) {
        return facts.isSinceDrain() && !drainRefused;
    }

    private void requirePresent(NginxMembers members, List<Balancer.Server> servers)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (members.lines(server).isEmpty()) {
                throw refused(
                        "server " + server.name(),
                        "upstream " + server.backend() + " has no such server in " + path);
            }
        }
    }

    private void requireRead(NginxSight.Now now) throws FaultException {
        if (!now.isRead()) {
            throw refused("change " + path, "NGINX does not read this file");
        }
    }

    private void requireFloor(NginxMembers members, List<Balancer.Server> servers)
            throws FaultException {
        for (String upstream : members.losing(servers)) {
            int left = members.usable(upstream, servers);
            if (left < balancer.floor()) {
                throw new FaultException(
                        new Fault.CapacityTooLow(name(), upstream, left, balancer.floor()));
            }
        }
    }

    private FaultException refused(String command, String reply) {
        return new FaultException(new Fault.BalancerRefused(name(), command, reply));
    }
}
