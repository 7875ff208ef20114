package lockstep.fleet;

/// One server that holds the files.
///
/// @param name unique in its cluster; what every screen calls it
/// @param address an alias from the SSH configuration, a host name or an address, as in
///     `user@host:port`; `local` is this machine. Never begins with `-`
/// @param root the absolute directory kept identical
/// @param sudo whether rsync runs there through `sudo -n`
public record Node(String name, String address, String root, boolean sudo) {
    /// The host of its address, without user, port and brackets; of `local` the loopback address.
    /// An alias of the SSH configuration stays one, which nothing else knows.
    public String host() {
        if (address.equals("local")) {
            return "127.0.0.1";
        }
        String place = address.substring(address.indexOf('@') + 1);
        return place.startsWith("[")
                ? place.substring(1, place.indexOf(']'))
                : place.replaceAll(":[0-9]*$", "");
    }

    /// [#host] as the host of a URL.
    public String hostInUrl() {
        return host().contains(":") ? "[" + host() + "]" : host();
    }
}
