package lockstep.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How busy servers are, from `show stat`.
final class HaproxyLoads {
    /// All servers of all backends.
    static final String QUESTION = "show stat -1 4 -1";

    /// Answers that only the server itself can have given: a redirect or refusal of HAProxy's own
    /// is made before a server is chosen. A 5xx may be anybody's, and proves nothing.
    private static final List<String> ANSWERS =
            List.of("hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx");

    private HaproxyLoads() {}

    /// What one process carries, by `backend/server`.
    ///
    /// @throws HaproxyGarbled when it is no whole answer to [#QUESTION]
    static Map<String, Load> parse(String reply) throws HaproxyGarbled {
        if (!reply.endsWith("\n\n")) {
            throw new HaproxyGarbled("the reply is cut short: " + reply.strip());
        }
        Map<String, Load> loads = new HashMap<>();
        for (HaproxyTable.Row row : HaproxyTable.csv(reply).rows()) {
            loads.put(row.text("pxname") + "/" + row.text("svname"), of(row));
        }
        return loads;
    }

    static Load of(HaproxyTable.Row stat) throws HaproxyGarbled {
        return new Load(
                stat.count("scur"), stat.count("qcur"), OptionalInt.empty(), answered(stat));
    }

    /// In TCP mode a connection counts that was neither refused nor broken off by the server.
    private static OptionalLong answered(HaproxyTable.Row stat) throws HaproxyGarbled {
        if (stat.textIfAny("mode").equals("tcp")) {
            long all = stat.total("stot").orElse(0);
            long failed = stat.total("econ").orElse(0) + stat.total("eresp").orElse(0);
            return OptionalLong.of(Math.max(0, all - failed));
        }
        List<OptionalLong> answers = new ArrayList<>();
        for (String column : ANSWERS) {
            answers.add(stat.total(column));
        }
        return answers.stream().allMatch(OptionalLong::isEmpty)
                ? OptionalLong.empty()
                : OptionalLong.of(answers.stream().mapToLong(a -> a.orElse(0)).sum());
    }

    /// The sum of what two processes carry; unknown where one of them is.
    static Load sum(Load one, Load other) {
        return new Load(
                sum(one.sessions(), other.sessions()),
                sum(one.queued(), other.queued()),
                one.bound(),
                one.answered());
    }

    private static OptionalInt sum(OptionalInt one, OptionalInt other) {
        return one.isEmpty() || other.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        (int)
                                Math.min(
                                        Integer.MAX_VALUE,
                                        (long) one.getAsInt() + other.getAsInt()));
    }
}
