package lockstep.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Where something of the operator's runs.
public enum Machine {
    /// The node that it is about.
    NODE,
    /// The machine that Lockstep runs on.
    WORKSTATION;

    /// As in the cluster file.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Machine::word).toList();
    }

    /// @param word one of [#words]
    static Machine of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
