package lockstep.journal;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lockstep.fault.Visible;
import lockstep.state.Course;

/// How a run began.
///
/// @param id what it is called: six letters and digits
/// @param who `user@host` who began it
/// @param reference the node that everything comes from
/// @param nodes in the order they are worked on
/// @param plan digest of the plan, by which it is kept
/// @param options how it is to be carried out, as one line of text
/// @param why in the operator's words; may be empty
public record RunHead(
        String id,
        Instant at,
        String who,
        String cluster,
        Course course,
        String reference,
        List<String> nodes,
        String plan,
        String options,
        String why) {
    private static final int LONGEST = 1_000;

    public RunHead {
        nodes = List.copyOf(nodes);
    }

    /// One line for each thing, its name in front.
    String text() {
        return String.join(
                "\n",
                "reference " + reference,
                "nodes " + String.join(" ", nodes),
                "plan " + plan,
                "options " + options,
                "why " + Visible.text(why, LONGEST));
    }

    /// For a beginning that cannot be read: only what every entry has is known.
    static RunHead unread(Entry entry) {
        return new RunHead(
                entry.run(),
                entry.at(),
                entry.who(),
                entry.cluster(),
                Course.ROLLING,
                "",
                List.of(),
                "",
                "",
                "");
    }

    /// @throws IllegalArgumentException for an entry that is no beginning of a run
    static RunHead of(Entry entry) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : entry.text().split("\n")) {
            String[] words = line.split(" ", 2);
            lines.put(words[0], words.length == 2 ? words[1] : "");
        }
        List<String> nodes =
                Arrays.stream(lines.getOrDefault("nodes", "").split(" "))
                        .filter(name -> !name.isEmpty())
                        .toList();
        return new RunHead(
                entry.run(),
                entry.at(),
                entry.who(),
                entry.cluster(),
                Course.valueOf(entry.what()),
                lines.getOrDefault("reference", ""),
                nodes,
                lines.getOrDefault("plan", ""),
                lines.getOrDefault("options", ""),
                lines.getOrDefault("why", ""));
    }
}
