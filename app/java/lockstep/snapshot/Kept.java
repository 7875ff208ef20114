package lockstep.snapshot;

import java.util.Optional;

/// A whole snapshot as a node lists it. What it says may be shown as it is, and is to be believed
/// only as far as the node is.
///
/// @param about empty for one that an older version made, and where that cannot be understood
/// @param pin why it is never to be removed; see [Note]
/// @param good by what the tree was found good when this was made, likewise
public record Kept(
        Snapshot snapshot,
        Optional<About> about,
        Method method,
        Optional<String> pin,
        Optional<String> good) {}
