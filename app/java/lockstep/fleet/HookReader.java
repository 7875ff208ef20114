package lockstep.fleet;

import java.time.Duration;
import java.util.List;

/// A `[[hook]]` table to a [Hook].
final class HookReader {
    private HookReader() {}

    static Hook read(Section section) {
        String at = section.choice("at", Hook.moments());
        Machine on = Machine.of(section.choice("on", Machine.words()));
        List<String> command = section.texts("command");
        boolean sudo = section.flag("sudo");
        Duration limit = section.time("limit", Duration.ofSeconds(60));
        List<String> nodes = section.texts("nodes");
        if (section.has("nodes") && nodes.isEmpty()) {
            section.wrong("\"nodes\" names none; leave it out where the hook is for all");
        }
        section.end();
        return new Hook(at, on, command, sudo, limit, nodes);
    }
}
