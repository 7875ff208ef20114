package lockstep.rsync;

import lockstep.link.Host;

/// One end of a conversation: a directory on a host.
///
/// @param root absolute path of the directory, without a trailing slash; never begins with `-`
/// @param sudo whether rsync runs there through `sudo -n`
public record Endpoint(Host host, String root, boolean sudo) {
    public Endpoint {
        if (!root.startsWith("/") || root.indexOf('\0') >= 0 || root.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a root must be an absolute path: " + root);
        }
    }

    /// The host's name, for messages.
    public String name() {
        return host.name();
    }
}
