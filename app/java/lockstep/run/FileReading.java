package lockstep.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Command;
import lockstep.rsync.Endpoint;
import lockstep.tree.TreePath;

/// Reads the beginning of a file on a node, for looking at. A path may hold any byte, so it goes
/// to a shell as an argument in octal, never as text that a shell reads.
final class FileReading {
    private static final String LINE = "f=$(printf '%b.' \"$1\"); exec head -c \"$2\" \"${f%.}\"";

    private final Endpoint endpoint;

    FileReading(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    byte[] read(TreePath path, int limit) throws FaultException {
        List<String> argv = new ArrayList<>();
        if (endpoint.sudo()) {
            argv.addAll(List.of("sudo", "-n"));
        }
        argv.addAll(List.of("sh", "-c", LINE, "sh", octal(path), Integer.toString(limit)));
        Command.Reply reply = new Command(endpoint.host()).run(argv, limit);
        if (reply.status() != 0) {
            throw new FaultException(
                    new Fault.Unreadable(endpoint.name(), path.visible(), reply.errors()));
        }
        return reply.bytes();
    }

    private String octal(TreePath path) {
        StringBuilder out = new StringBuilder();
        for (byte b : (endpoint.root() + "/").getBytes(StandardCharsets.UTF_8)) {
            append(out, b);
        }
        for (byte b : path.toBytes()) {
            append(out, b);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, byte b) {
        out.append(String.format(Locale.ROOT, "\\0%03o", b & 0xff));
    }
}
