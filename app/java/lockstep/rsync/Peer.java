package lockstep.rsync;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Link;
import lockstep.rsync.Arguments.Side;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;
import lockstep.wire.Broken;
import lockstep.wire.OverLimit;
import lockstep.wire.WireIn;
import lockstep.wire.WireOut;

/// One `rsync --server` at the other end of a link: its streams, what it prints, how it ended,
/// and the fault that explains a conversation that broke.
final class Peer implements AutoCloseable {
    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final int MAX_ERROR_TEXT = 8 << 10;
    private static final int PARTIAL = 23;
    private static final int VANISHED = 24;

    final End end;
    final Side side;
    final WireIn in;
    final WireOut out;
    final Messages messages;
    /// Pays for everything that grows with what it tells.
    final Budget budget;
    private final Link link;
    private final Thread errorReader;
    private final StringBuilder errorText = new StringBuilder();
    private volatile boolean writing;

    private Peer(End end, Side side, Link link, long memory) {
        this.end = end;
        this.side = side;
        this.link = link;
        this.budget = new Budget(memory);
        this.messages = new Messages(this);
        this.in = new WireIn(link.in());
        this.out = new WireOut(new Attributed(link.out()));
        this.errorReader = Thread.ofVirtual().name(name() + " stderr").start(this::readErrors);
    }

    /// Starts the program; nothing has been said yet.
    ///
    /// @param memory the most bytes that what it tells may take
    static Peer start(End end, Side side, long memory) throws FaultException {
        return new Peer(end, side, end.host().run(Arguments.command(end, side)), memory);
    }

    String name() {
        return end.name();
    }

    /// Tells the program that nothing more comes.
    void finishOutput() {
        try {
            link.out().close();
        } catch (IOException _) {
            // It has ended already; its exit status tells the rest.
        }
    }

    /// As [#finishOutput], and waits for nothing: closing waits for a writer that is blocked in
    /// the same stream, so another thread does it.
    void giveUpOutput() {
        Thread.ofPlatform().daemon().name("no more for " + name()).start(this::finishOutput);
    }

    /// The exit status, once its output has ended; everything it complained about is known then.
    int exitStatus() throws FaultException {
        int status = link.awaitExit(TO_END);
        hearErrorsOut();
        return status;
    }

    /// Whether a sender with that exit status told what it has: all of it, or it said what it could
    /// not read, or something went while it looked.
    static boolean hasListed(int status) {
        return status == 0 || status == PARTIAL || status == VANISHED;
    }

    /// The fault for an end with that exit status.
    Fault ended(int status) {
        List<Problem> problems = messages.problems();
        String said = problems.isEmpty() ? errors() : problems.getFirst().text();
        return messages.explanation()
                .orElseGet(() -> new Fault.ProgramFailed(name(), "rsync", status, said));
    }

    /// What it printed on its standard error, made visible; never more than a few kilobytes.
    String errors() {
        hearErrorsOut();
        synchronized (errorText) {
            return Visible.text(errorText.toString().strip());
        }
    }

    private void hearErrorsOut() {
        try {
            errorReader.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Since 3.2.3 a server prints its errors on its standard error; before, it sent them as
    /// messages. Both come to the same place.
    private void readErrors() {
        ErrorLines lines = new ErrorLines(this::errorLine);
        byte[] chunk = new byte[4096];
        try (InputStream err = link.err()) {
            for (int n = err.read(chunk); n >= 0; n = err.read(chunk)) {
                lines.add(chunk, n);
            }
        } catch (IOException _) {
            // The link was closed; what was read so far is kept.
        }
        lines.end();
    }

    private void errorLine(byte[] line) {
        synchronized (errorText) {
            if (errorText.length() < MAX_ERROR_TEXT) {
                errorText.append(new String(line, StandardCharsets.UTF_8)).append(' ');
            }
        }
        messages.errorLine(line);
    }

    /// A failure, laid to this end unless it is laid to one already.
    Failed failed(IOException cause) {
        return cause instanceof Failed known ? known : new Failed(this, cause);
    }

    /// Whether a write has begun that it has not taken yet.
    boolean isUnread() {
        return writing;
    }

    /// Why the conversation broke, from everything this end showed.
    Fault explain(IOException thrown) {
        IOException failure = thrown instanceof Failed f ? f.reason : thrown;
        giveUpOutput(); // it ends then, and need not be waited for
        if (failure instanceof TooLarge tooLarge) {
            return tooLarge(tooLarge);
        }
        if (failure instanceof Broken broke && !messages.sawError()) {
            Fault early = neverStarted();
            return early != null ? early : broken(broke);
        }
        Fault ended = neverStarted();
        if (ended != null) {
            return ended;
        }
        Optional<Fault> told = messages.explanation();
        if (told.isPresent()) {
            return told.get();
        }
        if (failure instanceof Broken broke) {
            return broken(broke);
        }
        int status = statusOrUnknown();
        String said = errors();
        return status > 0 || !said.isEmpty()
                ? new Fault.ProgramFailed(name(), "rsync", status, said)
                : new Fault.LinkLost(name(), Visible.text(String.valueOf(failure.getMessage())));
    }

    /// The fault for what it tells being too large.
    Fault tooLarge(TooLarge what) {
        return new Fault.ListTooLarge(
                name(),
                side == Side.SENDER ? "file list" : "list of changes",
                what.entries(),
                what.memoryHelps() ? Runtime.getRuntime().maxMemory() : 0);
    }

    private Fault broken(Broken broke) {
        String detail = String.valueOf(broke.getMessage());
        return broke instanceof OverLimit over
                ? new Fault.LimitReached(
                        name(),
                        "It goes beyond a limit of Lockstep's own: " + detail + ".",
                        over.remedy())
                : new Fault.ProtocolBroken(name(), detail);
    }

    private @org.jspecify.annotations.Nullable Fault neverStarted() {
        int status = statusOrUnknown();
        if (status == 127) {
            return new Fault.ProgramMissing(name(), "rsync");
        }
        String said = errors();
        if (end.program().contains("sudo") && said.contains("sudo:")) {
            return new Fault.ProgramFailed(name(), "sudo", status, said);
        }
        // One that does not know what it is told first ends before it says its protocol.
        return status > 0 && in.received() == 0
                ? SelfTold.ask(end)
                        .filter(told -> told.protocol() < Script.OLDEST_PROTOCOL)
                        .map(told -> tooOld(told.program(), told.protocol()))
                        .orElse(null)
                : null;
    }

    /// The fault for a peer that speaks a protocol before ours; asks it what it is.
    Fault tooOld(int protocol) {
        return tooOld(SelfTold.ask(end).map(SelfTold::program).orElse("rsync"), protocol);
    }

    private Fault tooOld(String program, int protocol) {
        return new Fault.RsyncTooOld(name(), program, protocol);
    }

    /// The exit status, or -1 where it has none within two seconds.
    int statusOrUnknown() {
        try {
            return link.awaitExit(Duration.ofSeconds(2));
        } catch (FaultException _) {
            return -1;
        }
    }

    @Override
    public void close() {
        link.close();
    }

    /// What failed and at which end: what it said, a read of it or a write to it.
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;
        final transient Peer peer;
        final IOException reason;

        private Failed(Peer peer, IOException reason) {
            super(reason.getMessage(), reason);
            this.peer = peer;
            this.reason = reason;
        }

        /// Whether it is what that end said, whatever the other one did.
        boolean isItsDoing() {
            return reason instanceof Broken || reason instanceof TooLarge;
        }
    }

    private final class Attributed extends FilterOutputStream {
        Attributed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing = true;
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
            writing = false;
        }

        @Override
        public void flush() throws IOException {
            writing = true;
            try {
                out.flush();
            } catch (IOException e) {
                throw failed(e);
            }
            writing = false;
        }
    }
}
