package lockstep.fleet;

/// One server that holds the files.
///
/// @param name unique in its cluster; what every screen calls it
/// @param address an alias from the SSH configuration, a host name or an address, as in
///     `user@host:port`; `local` is this machine. Never begins with `-`
/// @param root the absolute directory kept identical
/// @param sudo whether rsync runs there through `sudo -n`
public record Node(String name, String address, String root, boolean sudo) {}
