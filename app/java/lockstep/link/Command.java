package lockstep.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// Runs a short program on a host and takes its reply, bounded in size and time.
public final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_ERRORS = 4096;

    private final Host host;
    private final Duration limit;

    /// With twenty seconds for each program.
    public Command(Host host) {
        this(host, LIMIT);
    }

    /// @param limit for each program, from its start to its end
    public Command(Host host, Duration limit) {
        this.host = host;
        this.limit = limit;
    }

    /// What a program said.
    public static final class Reply {
        private final int status;
        private final byte[] output;
        private final String errors;

        Reply(int status, byte[] output, String errors) {
            this.status = status;
            this.output = output;
            this.errors = errors;
        }

        /// As [Link#awaitExit]; 127 when there is no such program.
        public int status() {
            return status;
        }

        /// Standard output, at most as much as was asked for.
        public byte[] bytes() {
            return output.clone();
        }

        /// Standard output as UTF-8 text, untrusted.
        public String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /// What came on standard error, made visible and short.
        public String errors() {
            return errors;
        }
    }

    /// Runs a program that reads nothing.
    ///
    /// @param most bytes of output that are read; a program that writes more is hung up on, and
    ///     its status is -1
    /// @throws FaultException what the host raises, `TimedOut`, or `LinkLost`
    public Reply run(List<String> argv, int most) throws FaultException {
        return run(argv, new byte[0], most);
    }

    /// As [#run(List, int)] for a program that reads `input`.
    public Reply run(List<String> argv, byte[] input, int most) throws FaultException {
        return run(argv, input, most, new Cancel());
    }

    /// As above; a cancel hangs up on the program.
    ///
    /// @throws FaultException also `Cancelled`
    public Reply run(List<String> argv, byte[] input, int most, Cancel cancel)
            throws FaultException {
        cancel.check(host.name());
        try (Link link = host.run(argv);
                Cancel.Registration _ = cancel.onSet(link::close);
                Deadline deadline = Deadline.after(limit, link::close)) {
            try {
                Reply reply = reply(link, input, most);
                cancel.check(host.name());
                return reply;
            } catch (IOException e) {
                cancel.check(host.name());
                if (deadline.passed()) {
                    throw new FaultException(late(argv), e);
                }
                String reason = Visible.text(String.valueOf(e.getMessage()), 300);
                throw new FaultException(new Fault.LinkLost(host.name(), reason), e);
            }
        }
    }

    private Reply reply(Link link, byte[] input, int most) throws IOException, FaultException {
        CompletableFuture<String> errors = new CompletableFuture<>();
        Thread.ofVirtual().name("errors").start(() -> errors.complete(errors(link)));
        write(link, input);
        byte[] output = link.in().readNBytes(most);
        boolean more = output.length == most && link.in().read() >= 0;
        if (more) {
            link.close(); // it blocks on what nobody reads, and its standard error with it
            return new Reply(-1, output, said(errors));
        }
        String said = said(errors);
        return new Reply(link.awaitExit(limit), output, said);
    }

    /// Bounded, because a child of the program may hold it open.
    private String said(CompletableFuture<String> errors) throws IOException {
        try {
            return errors.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its standard error does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// A program that ends without reading is not at fault for that; its status tells.
    private static void write(Link link, byte[] input) {
        try (OutputStream out = link.out()) {
            out.write(input);
        } catch (IOException _) {
            return;
        }
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

    private Fault late(List<String> argv) {
        return new Fault.TimedOut(host.name(), argv.getFirst(), limit);
    }
}
