package lockstep.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import lockstep.fault.Visible;

/// Who writes.
///
/// @param who `user@host` of the operator
/// @param program the program that writes
public record Author(String who, Program program) {
    /// Whoever runs this program; the person behind `sudo` where there is one.
    ///
    /// @param environment of the process
    public static Author of(Map<String, String> environment) {
        String user = System.getProperty("user.name", "unknown");
        String behind = environment.getOrDefault("SUDO_USER", "");
        String name = behind.isEmpty() || behind.equals(user) ? user : behind;
        String host = host(environment);
        return new Author(Visible.text(name + "@" + host, 100), Program.here(host));
    }

    private static String host(Map<String, String> environment) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException _) {
            return environment.getOrDefault("HOSTNAME", "this-machine");
        }
    }
}
