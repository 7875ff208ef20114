package lockstep.present;

import java.util.stream.Collectors;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.tree.Kind;
import lockstep.tree.Listing;

/// What one cell of the matrix shows: a row on a node.
///
/// @param text one sign, for directories also the count of what differs below
/// @param tone which colour it has, as a second cue
/// @param spoken the same in words, for screen readers and tooltips
public record MatrixCell(String text, Tone tone, String spoken) {
    /// Groups of signs that share a colour.
    public enum Tone {
        QUIET,
        CONTENT,
        MISSING,
        EXTRA,
        ATTRIBUTE,
        UNKNOWN
    }

    public static MatrixCell of(DriftTree tree, int row, int node) {
        Sign sign = tree.sign(row, node);
        int below = tree.differing(row, node);
        String name = tree.nodeNames().get(node);
        String words =
                tree.signs(row, node).stream()
                        .map(MatrixCell::word)
                        .collect(Collectors.joining(", "));
        if (!tree.isDirectory(row) || sign == Sign.UNKNOWN) {
            return new MatrixCell(
                    sign.symbol(), tone(sign), Strings.text("cell.spoken", name, words));
        }
        String spoken =
                Strings.text(
                        "cell.spoken.directory", name, words, Strings.count("differing", below));
        if (sign.differs()) {
            String count = below == 0 ? "" : "  " + Words.number(below);
            return new MatrixCell(sign.symbol() + count, tone(sign), spoken);
        }
        return below == 0
                ? new MatrixCell("─", Tone.QUIET, spoken)
                : new MatrixCell(Words.number(below), Tone.CONTENT, spoken);
    }

    /// The colour of a sign.
    public static Tone tone(Sign sign) {
        return switch (sign) {
            case SAME, ABSENT -> Tone.QUIET;
            case CONTENT, KIND, TARGET -> Tone.CONTENT;
            case MISSING -> Tone.MISSING;
            case EXTRA -> Tone.EXTRA;
            case MODE, OWNER, TIME -> Tone.ATTRIBUTE;
            case UNREADABLE, UNKNOWN -> Tone.UNKNOWN;
        };
    }

    /// What a path is: a directory if it is one anywhere, else what the first node that has it
    /// says.
    public static Kind kind(DriftTree tree, int row) {
        if (tree.isDirectory(row)) {
            return Kind.DIRECTORY;
        }
        for (int node = 0; node < tree.nodes(); node++) {
            Listing listing = tree.listing(node);
            int at = tree.listingRow(row, node);
            if (listing != null && at >= 0) {
                return listing.kind(at);
            }
        }
        return Kind.FILE;
    }

    /// The sign in words.
    public static String word(Sign sign) {
        return Strings.text("sign." + sign.name());
    }
}
