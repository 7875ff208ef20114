package lockstep.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lockstep.fault.FaultException;

/// How many clients would come back to a server that drains, because stick tables say so.
///
/// A table has no link to those who use it. One with the name of a backend is taken to be that
/// backend's, one with a name that no backend with servers has is taken to be anybody's. The
/// balancer looks through a whole table for each question, so small tables only are asked about,
/// and only now and then.
final class HaproxySticky {
    /// Entries of all tables of a server together, above which nothing is asked.
    static final int MAX_ENTRIES = 20_000;

    /// How long an answer holds.
    static final Duration HOLDS = Duration.ofSeconds(3);

    private static final int MAX_TABLES = 8;
    private static final String LIST = "show table";
    private static final Pattern TABLE =
            Pattern.compile("# table: ([^ ,]{1,200}), type: .*, used:([0-9]{1,9})");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.:/-]+");
    private static final Pattern ENTRY = Pattern.compile("0x[0-9a-f]+: key=.*");
    private static final String NO_SERVERS_IN_IT = "Data type not stored";

    private final HaproxyChannel channel;
    private final InstantSource clock;
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    private record Counted(Instant at, OptionalInt clients) {}

    HaproxySticky(HaproxyChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /// Clients that are bound to each of those servers that drain. Nobody can count who holds a
    /// cookie, and in maintenance nobody is sent there.
    ///
    /// @return by `backend/server`; empty where it cannot be told, absent where nobody asked
    Map<String, OptionalInt> bound(HaproxyLook look, Set<String> places) throws FaultException {
        Map<String, OptionalInt> bound = new HashMap<>();
        List<HaproxyServer> asking = new ArrayList<>();
        for (HaproxyServer server : look.servers().values()) {
            Counted known = counted.get(server.place());
            if (!places.contains(server.place()) || server.state() != State.DRAIN) {
                counted.remove(server.place());
            } else if (!server.cookie().isEmpty()) {
                bound.put(server.place(), OptionalInt.empty());
            } else if (known != null && clock.instant().isBefore(known.at().plus(HOLDS))) {
                bound.put(server.place(), known.clients());
            } else {
                asking.add(server);
            }
        }
        if (!asking.isEmpty()) {
            Map<String, Long> tables = tables(ask(look, LIST));
            for (HaproxyServer server : asking) {
                OptionalInt clients = count(look, server, tables);
                counted.put(server.place(), new Counted(clock.instant(), clients));
                bound.put(server.place(), clients);
            }
        }
        return bound;
    }

    /// Names of tables and how many entries each has.
    static Map<String, Long> tables(String reply) {
        Map<String, Long> tables = new HashMap<>();
        for (String line : reply.lines().toList()) {
            Matcher table = TABLE.matcher(line);
            if (table.matches()) {
                tables.put(table.group(1), Long.parseLong(table.group(2)));
            }
        }
        return tables;
    }

    private OptionalInt count(HaproxyLook look, HaproxyServer server, Map<String, Long> tables)
            throws FaultException {
        Set<String> backends =
                look.servers().values().stream()
                        .map(HaproxyServer::backend)
                        .collect(Collectors.toSet());
        Map<String, Long> mine = new HashMap<>(tables);
        mine.keySet().removeIf(name -> !name.equals(server.backend()) && backends.contains(name));
        mine.values().removeIf(used -> used == 0);
        long entries = mine.values().stream().mapToLong(Long::longValue).sum();
        boolean safe = mine.keySet().stream().allMatch(name -> SAFE.matcher(name).matches());
        if (entries > MAX_ENTRIES || mine.size() > MAX_TABLES || !safe) {
            return OptionalInt.empty();
        }
        int clients = 0;
        for (String table : mine.keySet()) {
            String question = LIST + " " + table + " data.server_id eq " + server.id();
            OptionalInt found = entries(table, ask(look, question));
            if (found.isEmpty()) {
                return found;
            }
            clients += found.getAsInt();
        }
        return OptionalInt.of(clients);
    }

    /// How many entries a dump of one table has; empty when it is not a whole dump of that table.
    static OptionalInt entries(String table, String reply) {
        if (reply.contains(NO_SERVERS_IN_IT) && !reply.contains("\n0x")) {
            return OptionalInt.of(0);
        }
        List<String> lines = reply.strip().lines().toList();
        boolean whole =
                reply.endsWith("\n\n")
                        && !lines.isEmpty()
                        && lines.getFirst().startsWith("# table: " + table + ",")
                        && lines.stream().skip(1).allMatch(l -> ENTRY.matcher(l).matches());
        return whole ? OptionalInt.of(lines.size() - 1) : OptionalInt.empty();
    }

    private String ask(HaproxyLook look, String question) throws FaultException {
        return channel.ask(Exchange.Kind.LOOK, look.processes().line(List.of(question)));
    }
}
