package lockstep.drift;

/// The listings of N nodes in one tree: one row a path, one column a node. Immutable.
public final class DriftTree {}
