package lockstep.demo;

import lockstep.tree.TreePath;

/// One difference that was put into a node on purpose.
///
/// @param path below the node's root
/// @param node the node that differs from the reference
public record Seeded(Kind kind, TreePath path, String node) {
    /// Whether a comparison under the demo's rules must show it.
    public boolean shows() {
        return kind != Kind.EXCLUDED;
    }

    /// In what a seeded entry differs from the reference's.
    public enum Kind {
        /// Other bytes, another size, another time.
        CONTENT,
        /// Other bytes under equal size and time: only a look at the content finds it.
        SILENT,
        /// One range of a big file, at equal size, with another time.
        RANGE,
        /// On the reference only.
        MISSING,
        /// On this node only.
        EXTRA,
        /// Other permission bits.
        MODE,
        /// Another owner; only where the demo runs as root.
        OWNER,
        /// Another group; only where the demo does not run as root and has a second group.
        GROUP,
        /// Another time and nothing else.
        TIME,
        /// A symbolic link that points elsewhere.
        TARGET,
        /// A directory where the reference has a file, or the like.
        KIND,
        /// Different below a directory that the rules leave out: must not show.
        EXCLUDED
    }
}
