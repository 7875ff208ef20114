package lockstep.drift;

import java.util.EnumSet;
import java.util.Set;

/// What the cell of one path on one node says, held against the baseline. Declared from the most
/// to the least severe: the first of several is the one to show.
public enum Sign {
    /// There is no listing of this node, or none of the reference.
    UNKNOWN("?", "not scanned"),
    /// A file here and a directory there, or any other two kinds.
    KIND("k", "other kind"),
    /// The baseline has it, this node lacks it.
    MISSING("∅", "missing"),
    /// This node has it, the baseline lacks it.
    EXTRA("+", "extra"),
    /// Other bytes; for devices, other numbers. Scanned by metadata: another size or another time,
    /// for which rsync transfers the file.
    CONTENT("≠", "other content"),
    /// A symbolic link that points elsewhere.
    TARGET("l", "other link target"),
    /// Cannot tell: it, or the directory it would be in, could not be read here or on the baseline.
    UNREADABLE("?", "unreadable"),
    /// Other permission bits, setuid, setgid and sticky included.
    MODE("m", "other permissions"),
    /// Another owner or group.
    OWNER("o", "other owner or group"),
    /// Another modification time, in seconds.
    TIME("t", "other time"),
    /// Neither the baseline nor this node has it. Not a difference.
    ABSENT("∅", "not there"),
    /// No difference.
    SAME("=", "same");

    private static final Set<Sign> DIFFERENCES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(UNKNOWN, ABSENT, SAME)));

    private final String symbol;
    private final String word;

    Sign(String symbol, String word) {
        this.symbol = symbol;
        this.word = word;
    }

    /// One character for a cell.
    public String symbol() {
        return symbol;
    }

    /// One to four English words, for screen readers and tooltips.
    public String word() {
        return word;
    }

    /// Whether a cell with this sign is not known to be like the baseline's: every difference, and
    /// [#UNREADABLE], which must never pass for the same.
    public boolean differs() {
        return DIFFERENCES.contains(this);
    }

    /// The signs that differ.
    public static EnumSet<Sign> differences() {
        return EnumSet.copyOf(DIFFERENCES);
    }
}
