package lockstep.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.link.Cancel;
import lockstep.run.SnapshotOperations.SnapshotEvents;

/// What the steps of one node in a run share: whom they tell, what stops them, and whether the node
/// is still theirs.
///
/// @param cancel the operator's wish to stop, or that the node cannot be kept out of its pools
/// @param beat before an order that somebody else who works there must not see, it is asked to sign
/// @param remarks what the operator should know at the end
record NodeSide(
        String node, RunEvents events, Cancel cancel, Heartbeat beat, List<String> remarks) {
    NodeSide(String node, RunEvents events, Heartbeat beat) {
        this(node, events, new Cancel(), beat, new CopyOnWriteArrayList<>());
    }

    /// Tells how far reading its files has come.
    SnapshotEvents reading() {
        return new SnapshotEvents() {
            @Override
            public void progress(String of, long entries, long bytes) {
                if (of.equals(node)) {
                    events.read(node, entries);
                }
            }
        };
    }

    void remark(String text) {
        remarks.add(text);
    }

    /// Something that is worth saying at once, and at the end.
    void warn(String text) {
        remarks.add(text);
        events.warned(node, text);
    }
}
