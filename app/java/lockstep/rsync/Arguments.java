package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lockstep.wire.WireOut;

/// The arguments of `rsync --server`. They go over its standard input (`--secluded-args`), so no
/// shell ever sees a path; the command line itself is always the same few words.
final class Arguments {
    /// What we can do, as the letters behind `-e.`: symlink times, symlink iconv, safe file list,
    /// no xattr optimisation, checksum seed order, in-place partial directory, varint flags with
    /// negotiated strings, names for id 0.
    static final String LETTERS = "LsfxCIvu";

    private Arguments() {}

    /// The command line.
    static List<String> command(End end, Side side) {
        List<String> words = new ArrayList<>(end.program());
        words.add("--server");
        if (side == Side.SENDER) {
            words.add("--sender");
        }
        words.add("-s");
        return words;
    }

    /// Sends the rest as the program reads it first: words ended by NUL, and one more NUL.
    static void send(WireOut out, List<String> words) throws IOException {
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.bytes(bytes, 0, bytes.length);
            out.unsignedByte(0);
        }
        out.unsignedByte(0);
        out.flush();
    }

    /// The words for one end.
    static List<String> words(End end, Script.Manner manner, Terms terms) {
        List<String> words = new ArrayList<>();
        words.add("rsync");
        words.add("-e." + capabilities(manner, terms));
        words.add("--checksum-seed=" + terms.seed());
        words.addAll(end.options());
        words.add(".");
        words.addAll(end.paths());
        return words;
    }

    /// The capabilities offered to both ends.
    static String capabilities(Script.Manner manner, Terms terms) {
        return (manner.has(Trait.INCREMENTAL) ? "i" : "") + terms.letters();
    }

    /// Which end of a conversation a program is.
    enum Side {
        SENDER,
        RECEIVER
    }

    /// What both ends were told alike.
    ///
    /// @param letters capabilities, without the `i` of incremental recursion
    /// @param seed of the block sums; never 0, which would let each end choose its own
    record Terms(String letters, int seed) {}
}
