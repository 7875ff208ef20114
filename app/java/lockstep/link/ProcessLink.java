package lockstep.link;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// A program that runs here. [#close] ends it and all that it started: politely first, and by
/// force when it is still there after a moment.
final class ProcessLink implements Link {
    private static final Duration POLITELY = Duration.ofSeconds(2);

    private final String where;
    private final Process process;
    private final InputStream in;
    private final InputStream err;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    ProcessLink(String where, String program, Process process) {
        this.where = where;
        this.process = process;
        in = new PumpedInput(process.getInputStream(), program + " out");
        err = new PumpedInput(process.getErrorStream(), program + " err");
        out = new Out(process.getOutputStream());
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public InputStream err() {
        return err;
    }

    @Override
    public int awaitExit(Duration limit) throws FaultException {
        try {
            if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        }
        throw new FaultException(new Fault.TimedOut(where, "a program to end", limit));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The list is taken first: children of a process that has ended belong to no one.
        List<ProcessHandle> family =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        closeQuietly(in);
        closeQuietly(err);
        family.forEach(ProcessHandle::destroy);
        Thread.ofVirtual().name("ending a program").start(() -> finish(family));
    }

    private void finish(List<ProcessHandle> family) {
        try {
            process.waitFor(POLITELY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // go on: what was started must not stay
        }
        family.forEach(ProcessHandle::destroyForcibly);
        // Last, because closing waits for a writer that is still blocked in this stream.
        closeQuietly(out);
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception _) {
            // The program is being ended; what it did not take is lost either way.
        }
    }

    /// The stream of a process takes a little even after its end, into a buffer.
    private final class Out extends FilterOutputStream {
        Out(OutputStream pipe) {
            super(pipe);
        }

        @Override
        public void write(int b) throws IOException {
            requireOpen();
            out.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            requireOpen();
            out.write(from, offset, length);
        }

        private void requireOpen() throws IOException {
            if (closed.get()) {
                throw new IOException("closed");
            }
        }
    }
}
