package lockstep.preflight;

/// What was checked, in the order in which findings of a node are told.
public enum Kind {
    /// The way to the node: address, host key, login.
    REACH,
    /// `sudo -n`.
    SUDO,
    /// The node's rsync.
    RSYNC,
    /// What the rsyncs of both ends know.
    COMMON,
    /// The root directory.
    ROOT,
    /// Symbolic links on the way to the root.
    LINK,
    /// What should be mounted where the root is.
    MOUNT,
    /// The right to write, in the root and wherever the plan writes.
    WRITE,
    /// Entries whose attributes only somebody else may set.
    FOREIGN,
    /// Entries that are immutable or can only be appended to.
    IMMUTABLE,
    /// Owners and groups that cannot be set, or mean somebody else there.
    OWNER,
    /// Free bytes and inodes.
    SPACE,
    /// The node's clock.
    CLOCK,
    /// The place for Lockstep's own files beside the root.
    OWN_FILES,
    /// Whether a tree can be made beside the live one and exchanged with it.
    STAGING,
    /// The node's health, before anything is done.
    HEALTH,
    /// Balancers, and what they know of the node.
    POOL,
    /// What a balancer must be left with.
    FLOOR
}
