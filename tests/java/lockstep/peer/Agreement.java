package lockstep.peer;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Approved;
import lockstep.rsync.Digest;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Rsync;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Plans for chosen paths, made from what both ends hold now: what the source has is copied, and
/// what it lacks goes with everything in it.
final class Agreement {
    private Agreement() {}

    static Approved of(Endpoint source, Endpoint target, Set<TreePath> chosen, Content by)
            throws FaultException {
        Optional<Digest> digest =
                Rsync.commonDigest(
                        List.of(
                                Rsync.ability(source, new Cancel()),
                                Rsync.ability(target, new Cancel())));
        Listing from = list(source, by, digest);
        Listing to = list(target, by, digest);
        BitSet going = new BitSet();
        for (TreePath path : chosen) {
            int row = to.find(path);
            if (row >= 0 && from.find(path) < 0) {
                going.set(row, to.subtreeEnd(row));
            }
        }
        return new Approved(from, to, chosen, new BitSet(), going);
    }

    private static Listing list(Endpoint end, Content by, Optional<Digest> digest)
            throws FaultException {
        Optional<Digest> used = by == Content.BY_DIGEST ? digest : Optional.empty();
        return Rsync.list(end, Request.of(List.of()).with(by), used, (_, _) -> {}, new Cancel());
    }
}
