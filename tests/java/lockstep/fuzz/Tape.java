package lockstep.fuzz;

import java.util.ArrayList;
import java.util.List;

/// What one rsync said in one conversation, piece by piece, and how it ended.
record Tape(List<Piece> pieces, int status) {
    Tape {
        pieces = List.copyOf(pieces);
    }

    /// What a program was for. A target that is looked at first has one of each.
    enum Part {
        SENDER,
        RECEIVER;

        static Part of(List<String> argv) {
            return argv.contains("--sender") ? SENDER : RECEIVER;
        }
    }

    /// Some bytes, and how much it had heard before it said them, as [Heard] counts.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Piece(byte[] bytes, long after) {}

    /// A tape that is being recorded.
    static final class Recorder {
        private final List<Piece> pieces = new ArrayList<>();

        synchronized void add(byte[] bytes, long after) {
            pieces.add(new Piece(bytes, after));
        }

        synchronized Tape tape(int status) {
            return new Tape(pieces, status);
        }
    }
}
