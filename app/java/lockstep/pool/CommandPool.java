package lockstep.pool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import org.jspecify.annotations.Nullable;

/// A balancer behind the operator's own commands. What `list` prints is the only truth: an order
/// that it shows to be met is not sent, and one that was sent counts when it shows it.
final class CommandPool implements Pool {
    private final Balancer balancer;
    private final Dialect.Commands commands;
    private final CommandRunner runner;
    private final Patience patience;

    /// Held from the look at the capacity until the orders that depend on it have shown.
    private final ReentrantLock acting = new ReentrantLock();

    CommandPool(
            Balancer balancer, Dialect.Commands commands, CommandRunner runner, Patience patience) {
        this.balancer = balancer;
        this.commands = commands;
        this.runner = runner;
        this.patience = patience;
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public Manner manner() {
        Map<Way, String> ways = new LinkedHashMap<>();
        ways.put(Way.DRAIN, consequence(commands.drain()));
        if (!commands.maint().isEmpty()) {
            ways.put(Way.MAINTENANCE, consequence(commands.maint()));
        }
        return new Manner(ways, Optional.empty(), List.of());
    }

    private String consequence(List<String> command) {
        return name()
                + " runs \""
                + Visible.text(String.join(" ", command), 200)
                + "\" for each of its servers.";
    }

    @Override
    public Reading read() throws FaultException {
        return new Reading("commands", members(list(), balancer.servers()));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        CommandLines lines = list();
        requirePresent(lines, servers);
        requireFloor(lines, servers);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        return switch (leave.way()) {
            case DRAIN -> order(node, commands.drain(), leave, CommandPool::isOut);
            case MAINTENANCE -> {
                if (commands.maint().isEmpty()) {
                    throw notOffered(leave.way());
                }
                yield order(node, commands.maint(), leave, state -> state == State.MAINT);
            }
            case WEIGHT_ZERO -> throw notOffered(leave.way());
        };
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        Leave nobody = Leave.by(Way.DRAIN, Leave.Floor.IGNORED);
        return order(node, commands.ready(), nobody, state -> !isOut(state));
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    /// What an order is to lead to.
    @FunctionalInterface
    private interface Wish {
        boolean met(State state);
    }

    private static boolean isOut(State state) {
        return state.isOut();
    }

    private List<Member> order(String node, List<String> command, Leave leave, Wish wish)
            throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            CommandLines before = list();
            requirePresent(before, servers);
            if (leave.floor() == Leave.Floor.KEPT) {
                requireFloor(before, servers);
            }
            for (Balancer.Server server : servers) {
                if (!wish.met(state(before, server))) {
                    runner.run(Exchange.Kind.ORDER, CommandLine.of(command, server, leave));
                }
            }
            CommandLines after =
                    patience.until(
                            name(),
                            this::list,
                            lines -> servers.stream().allMatch(s -> wish.met(state(lines, s))));
            for (Balancer.Server server : servers) {
                if (!wish.met(state(after, server))) {
                    throw runner.refused(
                            CommandLine.of(command, server, leave),
                            "it ran, yet after "
                                    + patience.limit().toSeconds()
                                    + " s the list says "
                                    + state(after, server),
                            null);
                }
            }
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    private CommandLines list() throws FaultException {
        String printed = runner.run(Exchange.Kind.LOOK, commands.list());
        try {
            return CommandLines.parse(printed);
        } catch (CommandLines.Garbled e) {
            throw runner.refused(commands.list(), String.valueOf(e.getMessage()), e);
        }
    }

    private static State state(CommandLines lines, Balancer.Server server) {
        CommandLines.Line line = lines.members().get(server.place());
        return line == null ? State.ABSENT : line.state();
    }

    private void requirePresent(CommandLines lines, List<Balancer.Server> servers)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (state(lines, server) == State.ABSENT) {
                throw runner.refused(
                        commands.list(),
                        "it does not list " + Visible.text(server.place(), 300),
                        null);
            }
        }
    }

    /// Only backends that would lose a usable server count; servers of others in them do too.
    private void requireFloor(CommandLines lines, List<Balancer.Server> servers)
            throws FaultException {
        Set<String> leaving = new LinkedHashSet<>();
        Set<String> losing = new LinkedHashSet<>();
        for (Balancer.Server server : servers) {
            leaving.add(server.place());
            if (state(lines, server) == State.UP) {
                losing.add(server.backend());
            }
        }
        for (String backend : losing) {
            long left =
                    lines.members().entrySet().stream()
                            .filter(line -> line.getKey().startsWith(backend + "/"))
                            .filter(line -> !leaving.contains(line.getKey()))
                            .filter(line -> line.getValue().state() == State.UP)
                            .count();
            if (left < balancer.floor()) {
                throw new FaultException(
                        new Fault.CapacityTooLow(
                                name(), backend, Math.toIntExact(left), balancer.floor()));
            }
        }
    }

    private FaultException notOffered(Way way) {
        return new FaultException(
                new Fault.BalancerRefused(
                        name(), way.toString(), "it is not one of the ways that are offered."));
    }

    private List<Member> members(CommandLines lines, List<Balancer.Server> servers)
            throws FaultException {
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            members.add(member(server, lines.members().get(server.place())));
        }
        return members;
    }

    private Member member(Balancer.Server server, CommandLines.@Nullable Line line)
            throws FaultException {
        return new Member(
                new Member.Place(name(), server.backend(), server.name(), server.node(), ""),
                line == null ? State.ABSENT : line.state(),
                Member.Health.UNKNOWN,
                line == null ? "the list does not name it" : reason(line),
                line == null ? Load.UNKNOWN : Load.of(sessions(server, line)),
                OptionalInt.empty(),
                Optional.empty(),
                line == null ? "" : line.raw());
    }

    private static String reason(CommandLines.Line line) {
        return line.reason().isEmpty() ? "the list says so" : line.reason();
    }

    /// Who is in the load is not counted one by one: each command may take its time.
    private OptionalInt sessions(Balancer.Server server, CommandLines.Line line)
            throws FaultException {
        if (commands.inflight().isEmpty() || !line.state().isOut()) {
            return line.sessions();
        }
        Leave nobody = Leave.by(Way.DRAIN, Leave.Floor.IGNORED);
        List<String> argv = CommandLine.of(commands.inflight(), server, nobody);
        String printed = runner.run(Exchange.Kind.LOOK, argv).strip();
        try {
            return printed.isEmpty()
                    ? OptionalInt.empty()
                    : CommandLines.count(1, printed, printed);
        } catch (CommandLines.Garbled e) {
            throw runner.refused(argv, "it printed no count: " + e.getMessage(), e);
        }
    }
}
