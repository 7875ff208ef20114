package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The worker processes behind one socket. A master's socket reaches each by its process id; any
/// other socket is one process's own and knows of no other.
///
/// @param serving the worker that takes new connections; empty on a process's own socket
/// @param old those that only end what they carry, after a reload
record HaproxyProcesses(Optional<Integer> serving, List<Integer> old) {
    /// What a master is asked.
    static final String QUESTION = "show proc";

    /// A process's own socket.
    static final HaproxyProcesses OWN = new HaproxyProcesses(Optional.empty(), List.of());

    /// What a master says when a process has ended meanwhile. Nothing after it in the same line
    /// is answered.
    private static final String ENDED = "Can't find the target";

    private static final String UNKNOWN = "Unknown command";
    private static final String HEADER = "#<PID>";
    private static final int MAX_DIGITS = 9;

    HaproxyProcesses {
        old = List.copyOf(old);
    }

    /// Reads `show proc`: sections with a title in a line of its own, a process a line. Columns
    /// differ between versions, but the first two are always process id and kind.
    ///
    /// @throws HaproxyGarbled when it is no such list, or names no single worker that serves
    static HaproxyProcesses parse(String reply) throws HaproxyGarbled {
        if (!reply.startsWith(HEADER)) {
            throw new HaproxyGarbled("no list of processes: " + reply.strip());
        }
        List<Integer> serving = new ArrayList<>();
        List<Integer> old = new ArrayList<>();
        List<Integer> section = new ArrayList<>();
        for (String line : reply.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (line.startsWith("# ")) {
                section =
                        switch (line.strip()) {
                            case "# workers" -> serving;
                            case "# old workers" -> old;
                            default -> new ArrayList<>();
                        };
            } else if (words.length > 1 && words[1].equals("worker")) {
                section.add(pid(words[0]));
            }
        }
        if (serving.size() != 1) {
            throw new HaproxyGarbled(
                    serving.size() + " workers serve at once, and one is what can be led");
        }
        return new HaproxyProcesses(Optional.of(serving.getFirst()), old);
    }

    private static int pid(String digits) throws HaproxyGarbled {
        if (!digits.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw new HaproxyGarbled("a process id is \"" + digits + "\"");
        }
        return Integer.parseInt(digits);
    }

    /// Whether a reply is that of a master that was spoken to as if it were a worker.
    static boolean unheard(String reply) {
        return reply.stripLeading().startsWith(UNKNOWN);
    }

    /// Whether a reply says that the process asked is no more.
    static boolean ended(String reply) {
        return reply.startsWith(ENDED);
    }

    /// A line that the worker that serves will answer, all of it the same process.
    String line(List<String> commands) {
        return serving.map(pid -> line(pid, commands)).orElse(String.join(";", commands));
    }

    /// A line that changes something in the worker that serves when it arrives.
    String order(String command) {
        return serving.isPresent() ? "@1 " + command : command;
    }

    /// A line that one worker behind a master will answer.
    static String line(int pid, List<String> commands) {
        String to = "@!" + pid + " ";
        return to + String.join(";" + to, commands);
    }
}
