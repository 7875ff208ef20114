package lockstep.run;

import java.util.Optional;
import lockstep.drift.DriftTree;
import lockstep.journal.State;
import lockstep.snapshot.Manifest;
import lockstep.tree.Listing;

/// The state of a tree that was found to be as it should, as the journal keeps it.
final class Proven {
    private Proven() {}

    /// Of a column of a comparison by content; empty where that does not tell everything.
    static Optional<State> of(DriftTree drift, int column) {
        Listing listing = drift.listing(column);
        return listing == null || !Manifest.canTell(listing)
                ? Optional.empty()
                : Optional.of(new State(listing.digestName(), Manifest.state(listing)));
    }
}
