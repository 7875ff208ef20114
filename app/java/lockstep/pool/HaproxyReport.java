package lockstep.pool;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Visible;

/// What one HAProxy process says of itself and of its servers at one moment.
///
/// @param epoch version, process id and start of the process
/// @param servers by `backend/server`
record HaproxyReport(String epoch, Map<String, HaproxyServer> servers) {
    /// All that a report needs, in one connection and therefore from one process. The table with
    /// free text in it comes last, so that no blank line inside can be taken for its end.
    static final String QUESTION = "show info;show servers state;show stat -1 4 -1";

    private static final String TABLE_VERSION = "1\n";

    /// Flag of a check that is switched on, in `srv_agent_state`.
    private static final int CHECK_ENABLED = 4;

    /// @throws HaproxyGarbled when the reply is not a whole answer to [#QUESTION]
    static HaproxyReport parse(String reply) throws HaproxyGarbled {
        String[] sections = reply.split("\n\n", 3);
        if (sections.length < 3 || !reply.endsWith("\n\n")) {
            throw new HaproxyGarbled("the reply is cut short or holds an error: " + reply.strip());
        }
        String epoch = epoch(sections[0]);
        String state = sections[1].stripLeading();
        if (!state.startsWith(TABLE_VERSION)) {
            throw new HaproxyGarbled("the table of states is not of version 1");
        }
        HaproxyTable states = HaproxyTable.spaced(state.substring(TABLE_VERSION.length()));
        return new HaproxyReport(epoch, servers(states, HaproxyTable.csv(sections[2])));
    }

    /// How many usable servers a backend has, those in `without` not counted.
    int usable(String backend, Set<String> without) {
        long count =
                servers.entrySet().stream()
                        .filter(e -> e.getValue().backend().equals(backend))
                        .filter(e -> e.getValue().usable() && !without.contains(e.getKey()))
                        .count();
        return Math.toIntExact(count);
    }

    private static String epoch(String info) throws HaproxyGarbled {
        Map<String, String> facts = new HashMap<>();
        for (String line : info.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                facts.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        String pid = facts.get("Pid");
        String version = facts.get("Version");
        if (pid == null || version == null) {
            throw new HaproxyGarbled("the process does not tell its Pid and Version");
        }
        // Versions before 2.4 do not tell the start; then only the process id tells a restart.
        String start = facts.getOrDefault("Start_time_sec", "unknown");
        return Visible.text("HAProxy " + version + ", pid " + pid + ", start " + start, 200);
    }

    private static Map<String, HaproxyServer> servers(HaproxyTable states, HaproxyTable stats)
            throws HaproxyGarbled {
        Map<String, HaproxyTable.Row> stateOf = new HashMap<>();
        for (HaproxyTable.Row row : states.rows()) {
            stateOf.put(row.text("be_name") + "/" + row.text("srv_name"), row);
        }
        Map<String, HaproxyServer> servers = new LinkedHashMap<>();
        for (HaproxyTable.Row stat : stats.rows()) {
            String key = stat.text("pxname") + "/" + stat.text("svname");
            HaproxyTable.Row state = stateOf.get(key);
            if (state != null) {
                servers.put(key, server(state, stat));
            }
        }
        return servers;
    }

    private static HaproxyServer server(HaproxyTable.Row state, HaproxyTable.Row stat)
            throws HaproxyGarbled {
        int operation = state.number("srv_op_state");
        if (operation > HaproxyServer.STOPPING) {
            throw new HaproxyGarbled("srv_op_state is " + operation);
        }
        boolean agent = (state.number("srv_agent_state") & CHECK_ENABLED) != 0;
        return new HaproxyServer(
                stat.text("pxname"),
                stat.text("svname"),
                operation,
                state.number("srv_admin_state"),
                state.number("srv_uweight"),
                stat.text("bck").equals("1")
                        ? HaproxyServer.Role.BACKUP
                        : HaproxyServer.Role.ACTIVE,
                stat.text("status"),
                check(stat),
                stat.textIfAny("tracked"),
                stat.textIfAny("throttle"),
                agent ? HaproxyServer.Agent.ACTIVE : HaproxyServer.Agent.NONE,
                load(stat),
                Duration.ofSeconds(state.number("srv_time_since_last_change")),
                Visible.text(state.text("srv_addr") + ":" + state.text("srv_port"), 200),
                Visible.text(state.raw() + " | " + stat.raw()));
    }

    private static Load load(HaproxyTable.Row stat) throws HaproxyGarbled {
        return new Load(
                stat.count("scur"), stat.count("qcur"), OptionalInt.empty(), OptionalLong.empty());
    }

    /// A star before the status says that a check is under way; the result is still the last one.
    private static String check(HaproxyTable.Row stat) throws HaproxyGarbled {
        String status = stat.text("check_status");
        return List.of(
                        status.startsWith("* ") ? status.substring(2) : status,
                        stat.textIfAny("check_code"),
                        stat.textIfAny("check_desc"),
                        stat.textIfAny("last_chk"))
                .stream()
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
