package lockstep.rsync;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Outcome.Traffic;
import lockstep.rsync.token.Tokens;
import lockstep.tree.Budget;
import lockstep.tree.TreePath;
import lockstep.wire.WireIn;

/// What of the files' contents goes through: each file's [Tokens] and the digest that the source
/// ends it with. Nothing goes on before it was told, counted and held against the list and the
/// plan. For the source's thread.
final class Contents implements AutoCloseable {
    /// What a path takes in a set beside what it is.
    private static final int IN_A_SET = 64;

    private final FileTable files;
    private final Bound bound;
    private final Appending appending;
    private final InFlight flight;
    private final Tokens tokens;
    private final int digestLength;
    private final Budget budget;
    private final Set<TreePath> changedMeanwhile = new LinkedHashSet<>();

    Contents(Talk talk) {
        this.files = talk.files();
        this.bound = talk.bound();
        this.appending = new Appending(talk.manner());
        this.flight = new InFlight(files, talk.events(), bound::over);
        this.tokens = talk.settled().compression().tokens();
        this.digestLength = talk.settled().digest().length();
        this.budget = talk.source().budget;
    }

    /// Passes on the content of a file, from behind its sum head. Gives its digest.
    ///
    /// @param file its index
    byte[] pass(WireIn in, SumHead head, TreePath path, int file) throws IOException {
        boolean adds = appending.addsTo(file);
        flight.begin(path, files.size(file), head);
        if (adds) {
            flight.onlyAdded();
        }
        in.forward();
        tokens.pass(in, flight);
        byte[] digest = new byte[digestLength];
        in.fully(digest, 0, digest.length);
        bound.sent(path, flight.length(), digest);
        if (adds || files.isAsListed(file, flight.length(), digest)) {
            changedMeanwhile.remove(path);
        } else if (changedMeanwhile.add(path)) {
            budget.take(IN_A_SET + Budget.kept(path.length()));
        }
        in.forward();
        flight.end();
        return digest;
    }

    /// Bytes of the block sums that the source was sent for the last one, see [InFlight#sumBytes].
    long sumBytes() {
        return flight.sumBytes();
    }

    /// The files that were sent otherwise than they were listed, by size or digest. Read when the
    /// pump has ended.
    List<TreePath> changedMeanwhile() {
        return List.copyOf(changedMeanwhile);
    }

    /// What went through; read when the pump has ended.
    Traffic traffic(Peer from, Peer to) {
        return new Traffic(
                flight.sent(),
                flight.literal(),
                flight.matched(),
                from.in.received(),
                from.out.sent(),
                to.in.received(),
                to.out.sent());
    }

    @Override
    public void close() {
        tokens.close();
    }
}
