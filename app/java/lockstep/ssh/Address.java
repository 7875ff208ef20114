package lockstep.ssh;

import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// What the operator wrote for a node: `alias`, `user@host`, `user@host:port`, an IPv6 address
/// plain or in brackets. Holds nothing that a shell or `ssh` could take for something else.
///
/// @param port 0 when it is left to the configuration
record Address(@Nullable String user, String host, int port) {
    /// Refused besides white space and control characters, as OpenSSH refuses them: names reach
    /// the command line of a `ProxyCommand` (safety.md §4.2, argument injection).
    private static final String REFUSED = "'`\"$\\;&<>|(){}*?!#,/";

    private static final int MAX_LENGTH = 1_024;

    /// @throws FaultException `UnsafeArgument`, naming `where`
    static Address parse(String where, String text) throws FaultException {
        if (text.length() > MAX_LENGTH) {
            throw refused(where, text, "it is longer than any host name");
        }
        int at = text.lastIndexOf('@');
        String user = at < 0 ? null : text.substring(0, at);
        String rest = text.substring(at + 1);
        String host = rest;
        String port = "";
        int colon = rest.lastIndexOf(':');
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            if (end < 0 || end + 1 < rest.length() && rest.charAt(end + 1) != ':') {
                throw refused(where, text, "its brackets do not match");
            }
            host = rest.substring(1, end);
            port = end + 2 <= rest.length() ? rest.substring(end + 2) : "";
        } else if (colon >= 0 && colon == rest.indexOf(':')) {
            host = rest.substring(0, colon);
            port = rest.substring(colon + 1);
        }
        if (user != null) {
            checkName(where, text, user);
        }
        checkName(where, text, host);
        return new Address(user, host, port.isEmpty() ? 0 : port(where, text, port));
    }

    private static void checkName(String where, String text, String name) throws FaultException {
        if (name.isEmpty()) {
            throw refused(where, text, "a part of it is empty");
        }
        if (name.startsWith("-")) {
            throw refused(where, text, "a part of it begins with -, which ssh takes for an option");
        }
        if (name.chars().anyMatch(c -> c <= ' ' || c == 0x7f || REFUSED.indexOf(c) >= 0)) {
            throw refused(where, text, "it holds a character that no host or user name has");
        }
    }

    private static int port(String where, String text, String digits) throws FaultException {
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65_536) {
                return port;
            }
        }
        throw refused(where, text, "its port is not a number from 1 to 65535");
    }

    private static FaultException refused(String where, String text, String reason) {
        return new FaultException(new Fault.UnsafeArgument(where, Visible.text(text, 200), reason));
    }
}
