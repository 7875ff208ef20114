package lockstep.snapshot;

import lockstep.rsync.Endpoint;

/// A snapshot whose tree is made, and that is no snapshot yet.
///
/// @param half the name of its directory
/// @param tree to be listed, with the cluster's rules: what they leave out may be in it
public record Draft(Snapshot snapshot, String half, Endpoint tree, Method method) {}
