package lockstep.pool;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lockstep.fault.Visible;

/// What one HAProxy process says of itself and of its servers at one moment.
///
/// @param servers by `backend/server`
record HaproxyReport(HaproxyProcess process, Map<String, HaproxyServer> servers) {
    /// All that a report needs, to be asked of one process. The table with free text in it comes
    /// last, so that no blank line inside can be taken for its end.
    static final List<String> QUESTION =
            List.of("show info", "show servers state", HaproxyLoads.QUESTION);

    private static final String TABLE_VERSION = "1\n";

    /// The longest chain of servers that follow each other's checks; no sane one is longer.
    private static final int MAX_CHAIN = 16;

    /// Flag of a check that is switched on, in `srv_agent_state`.
    private static final int CHECK_ENABLED = 4;

    /// @throws HaproxyGarbled when the reply is not a whole answer to [#QUESTION]
    static HaproxyReport parse(String reply) throws HaproxyGarbled {
        String[] sections = reply.split("\n\n", 3);
        if (sections.length < 3 || !reply.endsWith("\n\n")) {
            throw new HaproxyGarbled("the reply is cut short or holds an error: " + reply.strip());
        }
        HaproxyProcess process = HaproxyProcess.parse(sections[0]);
        String state = sections[1].stripLeading();
        if (!state.startsWith(TABLE_VERSION)) {
            throw new HaproxyGarbled("the table of states is not of version 1");
        }
        HaproxyTable states = HaproxyTable.spaced(state.substring(TABLE_VERSION.length()));
        return new HaproxyReport(process, servers(states, HaproxyTable.csv(sections[2])));
    }

    private static Map<String, HaproxyServer> servers(HaproxyTable states, HaproxyTable stats)
            throws HaproxyGarbled {
        Map<String, HaproxyTable.Row> stateOf = new HashMap<>();
        for (HaproxyTable.Row row : states.rows()) {
            stateOf.put(row.text("be_name") + "/" + row.text("srv_name"), row);
        }
        Map<String, HaproxyTable.Row> statOf = new LinkedHashMap<>();
        for (HaproxyTable.Row stat : stats.rows()) {
            statOf.put(stat.text("pxname") + "/" + stat.text("svname"), stat);
        }
        Map<String, HaproxyServer> servers = new LinkedHashMap<>();
        for (Map.Entry<String, HaproxyTable.Row> one : statOf.entrySet()) {
            HaproxyTable.Row state = stateOf.get(one.getKey());
            if (state != null) {
                HaproxyTable.Row stat = one.getValue();
                servers.put(one.getKey(), server(state, stat, check(checked(stat, statOf))));
            }
        }
        return servers;
    }

    /// The server whose checks count for this one, itself or at the end of what it tracks.
    private static HaproxyTable.Row checked(
            HaproxyTable.Row stat, Map<String, HaproxyTable.Row> statOf) {
        HaproxyTable.Row at = stat;
        for (int i = 0; i < MAX_CHAIN && !at.textIfAny("tracked").isEmpty(); i++) {
            HaproxyTable.Row next = statOf.get(at.textIfAny("tracked"));
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private static HaproxyServer server(HaproxyTable.Row state, HaproxyTable.Row stat, String check)
            throws HaproxyGarbled {
        int operation = state.number("srv_op_state");
        if (operation > HaproxyServer.STOPPING) {
            throw new HaproxyGarbled("srv_op_state is " + operation);
        }
        boolean agent = (state.number("srv_agent_state") & CHECK_ENABLED) != 0;
        return new HaproxyServer(
                stat.text("pxname"),
                stat.text("svname"),
                state.number("srv_id"),
                operation,
                state.number("srv_admin_state"),
                new HaproxyServer.Weight(state.number("srv_uweight"), state.number("srv_iweight")),
                stat.text("bck").equals("1")
                        ? HaproxyServer.Role.BACKUP
                        : HaproxyServer.Role.ACTIVE,
                stat.text("status"),
                check,
                stat.textIfAny("tracked"),
                stat.textIfAny("throttle"),
                agent ? HaproxyServer.Agent.ACTIVE : HaproxyServer.Agent.NONE,
                HaproxyLoads.of(stat),
                new HaproxyServer.Connections(
                        stat.countIfAny("used_conn_cur"), stat.countIfAny("idle_conn_cur")),
                stat.textIfAny("cookie"),
                Duration.ofSeconds(state.number("srv_time_since_last_change")),
                Visible.text(state.text("srv_addr") + ":" + state.text("srv_port"), 200),
                Visible.text(state.raw() + " | " + stat.raw()));
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
