package lockstep.pool;

import java.util.List;
import java.util.Random;

/// Files that nginx could read, as oddly written as it allows.
final class RandomNginx {
    private static final List<String> GAPS =
            List.of(" ", "  ", "\t", "\n", "\r\n", " # a; } { \"\n", "\n# server a down;\n ");
    private static final List<String> NO_GAPS = List.of("", "", " ", "\n", "#x\n", "#;\n", "\r\n");
    private static final List<String> WORDS =
            List.of("a", "'b;c'", "\"}\"", "x\\;y", "${z}", "\u00fc", "server", "d\"e", "f#g");
    private static final List<String> ADDRESSES = List.of("a:80", "b", "10.0.0.1:81", "unix:/s");
    private static final List<String> PARAMETERS =
            List.of("weight=2", "backup", "down", "max_fails=3", "'max_conns=4'");

    private RandomNginx() {}

    /// At least one upstream with at least one server.
    static String file(Random random) {
        StringBuilder text = new StringBuilder(pick(random, NO_GAPS));
        int upstreams = 1 + random.nextInt(3);
        for (int i = 0; i < upstreams; i++) {
            noise(random, text);
            upstream(random, text, "up" + i);
        }
        noise(random, text);
        return text.toString();
    }

    private static void upstream(Random random, StringBuilder text, String name) {
        text.append("upstream").append(pick(random, GAPS)).append(name);
        text.append(pick(random, NO_GAPS.subList(0, 4))).append('{');
        int servers = 1 + random.nextInt(4);
        for (int i = 0; i < servers; i++) {
            text.append(pick(random, NO_GAPS)).append("server").append(pick(random, GAPS));
            text.append(pick(random, ADDRESSES));
            for (int p = random.nextInt(3); p > 0; p--) {
                text.append(pick(random, GAPS)).append(pick(random, PARAMETERS));
            }
            text.append(random.nextBoolean() ? "" : pick(random, GAPS)).append(';');
        }
        text.append(pick(random, NO_GAPS)).append('}');
    }

    private static void noise(Random random, StringBuilder text) {
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(pick(random, NO_GAPS)).append(pick(random, WORDS));
            text.append(pick(random, GAPS)).append(pick(random, WORDS));
            boolean block = random.nextBoolean();
            text.append(block ? " { server a down; }" : ";").append(pick(random, NO_GAPS));
        }
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
