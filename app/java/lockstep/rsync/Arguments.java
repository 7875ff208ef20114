package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lockstep.wire.WireOut;

/// The arguments of `rsync --server`. They go over its standard input (`--secluded-args`), so no
/// shell ever sees a path; the command line itself is always the same few words.
final class Arguments {
    /// Where a file that was cut off is kept, beside its place, for the next run to go on from.
    static final String PARTIAL_DIRECTORY = ".lockstep-partial";

    /// What we can do, as the letters behind `-e.`: symlink times, symlink iconv, safe file list,
    /// no xattr optimisation, checksum seed order, in-place partial directory, varint flags with
    /// negotiated strings, names for id 0.
    static final String LETTERS = "LsfxCIvu";

    private Arguments() {}

    /// The command line.
    static List<String> command(Endpoint end, Side side) {
        List<String> words = new ArrayList<>();
        if (end.sudo()) {
            words.addAll(List.of("sudo", "-n"));
        }
        words.addAll(List.of("rsync", "--server"));
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

    /// The words for one end of a request.
    static List<String> words(Endpoint end, Side side, Request request, Terms terms) {
        List<String> words = new ArrayList<>();
        words.add("rsync");
        words.add(letters(request, terms));
        words.add("--checksum-seed=" + terms.seed());
        if (request.selection().isPresent()) {
            words.add("--delete-missing-args");
            words.add("--no-implied-dirs");
        }
        if (side == Side.SENDER) {
            sender(words, request);
        } else {
            receiver(words, request);
        }
        words.add(".");
        words.add(end.root().equals("/") ? "/" : end.root() + "/");
        return words;
    }

    private static String letters(Request request, Terms terms) {
        boolean recursive = request.selection().isEmpty();
        return "-logDtp"
                + (recursive ? "r" : "R")
                + (request.content() == Request.Content.BY_DIGEST ? "c" : "")
                + (request.effect() == Request.Effect.PREVIEW ? "n" : "")
                + "e."
                + capabilities(request, terms);
    }

    /// The capabilities offered to both ends.
    static String capabilities(Request request, Terms terms) {
        boolean incremental =
                request.selection().isEmpty()
                        && request.recursion() == Request.Recursion.INCREMENTAL;
        return (incremental ? "i" : "") + terms.letters();
    }

    private static void sender(List<String> words, Request request) {
        if (request.selection().isPresent()) {
            words.add("--files-from=-");
            words.add("--from0");
        }
        if (request.bytesPerSecond() > 0) {
            words.add("--bwlimit=" + Math.max(1, request.bytesPerSecond() / 1024));
        }
    }

    private static void receiver(List<String> words, Request request) {
        if (request.selection().isPresent()) {
            words.add("--force");
        } else if (request.deletion() == Request.Deletion.EXTRAS) {
            words.add("--delete-delay");
        }
        words.add("--partial-dir=" + PARTIAL_DIRECTORY);
        words.add("--log-format=%i");
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
