package lockstep.statedir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.Deadline;
import lockstep.link.Link;
import lockstep.rsync.Endpoint;

/// Lockstep's own directory on one node: `.lockstep/NAME` beside the root `NAME`, wherever a
/// symbolic link to the root leads. It belongs to whoever works there (root with `sudo`), and
/// nobody else may look into it.
///
/// Safe for use by many threads.
public final class StateDirectory {
    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final int MAX_ERRORS = 4096;
    private static final int NOT_FOUND = 127;

    private final Endpoint endpoint;

    public StateDirectory(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The node's name, for messages.
    public String node() {
        return endpoint.name();
    }

    /// How a script ended.
    ///
    /// @param word its own
    /// @param rest what it said besides, untrusted
    /// @param errors what came on standard error, made visible and short
    public record End(String word, String rest, String errors) {
        /// The word for: there is no state directory yet.
        public static final String NONE = "none";

        private static final List<String> FULL =
                List.of("No space left on device", "Disk quota exceeded");

        /// Whether something failed for want of space.
        public boolean full() {
            return FULL.stream().anyMatch(errors::contains);
        }
    }

    /// Runs a script and gives its lines to `lines` as they come, each without its line break. A
    /// node's login may print lines of its own before.
    ///
    /// When the call ends otherwise than by returning, the script is hung up on: what it runs with
    /// `watched` is ended.
    ///
    /// @throws FaultException `RootMissing`, `Unreadable` for the root; `GuardTripped` where there
    ///     is no safe place beside it; `ProgramMissing`, `ProgramFailed` for a shell or sudo that
    ///     does not come to the script's end; `ProtocolBroken` for a line without end;
    ///     `Cancelled`, `TimedOut`, `LinkLost`, or what the host raises
    public End run(NodeScript script, List<String> arguments, Consumer<byte[]> lines, Cancel cancel)
            throws FaultException {
        return run(script, arguments, new byte[0], lines, cancel);
    }

    /// As [#run(NodeScript, List, Consumer, Cancel)], for a script that reads these bytes from its
    /// file descriptor 3. One that reads fewer may end as it likes.
    public End run(
            NodeScript script,
            List<String> arguments,
            byte[] body,
            Consumer<byte[]> lines,
            Cancel cancel)
            throws FaultException {
        cancel.check(node());
        try (Link link = endpoint.host().run(argv(script, arguments));
                Cancel.Registration _ = cancel.onSet(link::close);
                Deadline deadline = Deadline.after(script.limit(), link::close)) {
            if (body.length > 0) {
                Thread.ofVirtual().name("body").start(() -> say(link, body));
            }
            try {
                return judged(heard(link, new Lines(lines)));
            } catch (IOException e) {
                cancel.check(node());
                throw new FaultException(lost(deadline, script, e), e);
            }
        }
    }

    /// Why a script failed: it ended with `absent` for want of rsync, with `rsync STATUS`, with any
    /// word on a full disk, or with one that its caller does not know.
    public Fault failed(End end) {
        if (end.word().equals("absent")) {
            return new Fault.ProgramMissing(node(), "rsync");
        }
        if (end.full()) {
            return new Fault.DiskFull(node(), end.errors());
        }
        if (end.word().equals("rsync") && end.rest().matches("\\d{1,3}")) {
            int status = Integer.parseInt(end.rest());
            return new Fault.ProgramFailed(node(), "rsync", status, end.errors());
        }
        String said = Visible.text("\"" + end.word() + " " + end.rest() + "\"", 200);
        return new Fault.ProgramFailed(node(), "sh", 0, said + " " + end.errors());
    }

    private List<String> argv(NodeScript script, List<String> arguments) {
        List<String> argv = new ArrayList<>();
        if (endpoint.sudo()) {
            argv.addAll(List.of("sudo", "-n"));
        }
        String text = NodeScript.PROLOGUE + script.text();
        argv.addAll(List.of("sh", "-c", text, "lockstep", endpoint.root()));
        argv.addAll(arguments);
        return argv;
    }

    /// Ends when all is said, or nobody listens any more; the script's own end tells which.
    private static void say(Link link, byte[] body) {
        try {
            link.out().write(body);
            link.out().flush();
        } catch (IOException _) {
            // A script that ends without reading all of it says why.
        }
    }

    /// Standard input stays open: its end tells the script that nobody waits.
    private End heard(Link link, Lines lines) throws IOException, FaultException {
        CompletableFuture<String> errors = new CompletableFuture<>();
        Thread.ofVirtual().name("errors").start(() -> errors.complete(errors(link)));
        byte[] buffer = new byte[32 << 10];
        for (int n = link.in().read(buffer); n >= 0; n = link.in().read(buffer)) {
            if (!lines.add(buffer, n)) {
                String detail = "a line of more than " + Lines.LONGEST + " bytes";
                throw new FaultException(new Fault.ProtocolBroken(node(), detail));
            }
        }
        String last = lines.last();
        String said = said(errors);
        if (last.startsWith("end ")) {
            String[] words = last.split(" ", 3);
            return new End(words[1], words.length > 2 ? words[2] : "", said);
        }
        throw new FaultException(unended(link.awaitExit(TO_END), said));
    }

    private Fault unended(int status, String errors) {
        String program = endpoint.sudo() ? "sudo" : "sh";
        return status == NOT_FOUND
                ? new Fault.ProgramMissing(node(), program)
                : new Fault.ProgramFailed(node(), program, status, errors);
    }

    private static String errors(Link link) {
        try (InputStream err = link.err()) {
            byte[] said = err.readNBytes(MAX_ERRORS);
            err.transferTo(OutputStream.nullOutputStream());
            return Visible.text(new String(said, StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return "";
        }
    }

    private static String said(CompletableFuture<String> errors) throws IOException {
        try {
            return errors.get(TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its standard error does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Fault lost(Deadline deadline, NodeScript script, IOException why) {
        if (deadline.passed()) {
            return new Fault.TimedOut(node(), "a script in its state directory", script.limit());
        }
        return new Fault.LinkLost(node(), Visible.text(String.valueOf(why.getMessage()), 300));
    }

    private End judged(End end) throws FaultException {
        Optional<Fault> fault = fault(end);
        if (fault.isPresent()) {
            throw new FaultException(fault.get());
        }
        return end;
    }

    /// For what every script may end with before its own work.
    private Optional<Fault> fault(End end) {
        String root = Visible.text(endpoint.root());
        return switch (end.word()) {
            case "missing", "unreadable" -> Optional.of(noRoot(root, end));
            case "nowhere" ->
                    guard(
                            "There is no place beside " + root + " for Lockstep's own files.",
                            "Choose a root that is neither / nor in a directory called .lockstep.");
            case "refused" ->
                    end.full()
                            ? Optional.of(new Fault.DiskFull(node(), end.errors()))
                            : guard(
                                    "Lockstep's own files cannot be kept beside "
                                            + root
                                            + ": "
                                            + end.errors()
                                            + ".",
                                    "Make the directory .lockstep there, with mode 700 and owned by"
                                            + " the user that logs in, or use sudo for this node.");
            case "foreign" ->
                    guard(
                            "The directory .lockstep beside "
                                    + root
                                    + ", or the one in it, belongs to somebody else or can be"
                                    + " written by others.",
                            "Let the same user log in as before (or use sudo as before), or look"
                                    + " who made it and give it mode 700.");
            default -> Optional.empty();
        };
    }

    private Fault noRoot(String root, End end) {
        boolean there =
                end.word().equals("unreadable") || end.errors().contains("Permission denied");
        return there
                ? new Fault.Unreadable(node(), root, end.errors())
                : new Fault.RootMissing(node(), root);
    }

    private Optional<Fault> guard(String what, String remedy) {
        return Optional.of(new Fault.GuardTripped(node(), what, remedy));
    }
}
