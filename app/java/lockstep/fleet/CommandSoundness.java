package lockstep.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What an operator's command must be for a program to be started by it.
final class CommandSoundness {
    private CommandSoundness() {}

    /// @param at the command's path in the file
    /// @param words none is sound: whether a command is needed is for others to know
    static List<Cluster.Problem> problems(String at, List<String> words) {
        List<Cluster.Problem> problems = new ArrayList<>();
        if (!words.isEmpty() && words.getFirst().isBlank()) {
            problems.add(new Cluster.Problem(at, "the command has no program"));
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).indexOf('\0') >= 0) {
                problems.add(new Cluster.Problem(at + "[" + i + "]", "an argument holds a NUL"));
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(words.get(i))) {
                problems.add(
                        new Cluster.Problem(
                                at + "[" + i + "]", "an argument holds half a character"));
            }
        }
        return problems;
    }
}
