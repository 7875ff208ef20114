package lockstep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.Command;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.run.Operations.NodeFacts;

/// The first look at a node: does it answer, has it a usable rsync, is its root there, how much
/// room is left.
final class LookAround {
    private static final int MAX_REPLY = 64 << 10;

    private final Endpoint endpoint;
    private final LongSupplier nanoTime;

    LookAround(Endpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    NodeFacts look() throws FaultException {
        long began = nanoTime.getAsLong();
        Rsync.Ability ability = Rsync.ability(endpoint, new Cancel());
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
        String version = version() + " protocol " + ability.protocol();
        long[] space = space();
        return new NodeFacts(endpoint.name(), version, space[0], space[1], took);
    }

    private String version() throws FaultException {
        String reply = ask(List.of("rsync", "--version"));
        String[] words = reply.lines().findFirst().orElse("").strip().split(" +");
        return words.length > 2 ? Visible.text(words[2], 40) : "?";
    }

    /// Free and total bytes of the root's file system, by `df -Pk`, whose form POSIX fixes.
    private long[] space() throws FaultException {
        String reply = ask(List.of("df", "-Pk", "--", endpoint.root()));
        List<String> lines = reply.lines().toList();
        String[] words = lines.size() < 2 ? new String[0] : lines.getLast().strip().split("\\s+");
        if (words.length < 6) {
            throw new FaultException(new Fault.RootMissing(endpoint.name(), endpoint.root()));
        }
        try {
            int fields = words.length - 6;
            return new long[] {
                Math.multiplyExact(Long.parseLong(words[fields + 3]), 1024L),
                Math.multiplyExact(Long.parseLong(words[fields + 1]), 1024L)
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw new FaultException(
                    new Fault.ProgramFailed(
                            endpoint.name(), "df", 0, Visible.text(reply.strip(), 400)),
                    e);
        }
    }

    private String ask(List<String> command) throws FaultException {
        List<String> argv = new ArrayList<>();
        if (endpoint.sudo()) {
            argv.addAll(List.of("sudo", "-n"));
        }
        argv.addAll(command);
        Command.Reply reply = new Command(endpoint.host()).run(argv, MAX_REPLY);
        if (reply.status() != 0 && command.getFirst().equals("rsync")) {
            throw new FaultException(
                    new Fault.ProgramFailed(
                            endpoint.name(), "rsync", reply.status(), reply.errors()));
        }
        return reply.text();
    }
}
