package lockstep.rsync;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host on which one program runs: a test's own, which plays an rsync.
final class Actor implements Host {
    /// What the program does; its status is 12 when its streams fail it, as rsync's would be.
    @FunctionalInterface
    interface Part {
        int play(Stage stage) throws IOException;
    }

    private final String name;
    private final Part part;
    private final String errors;
    private @org.jspecify.annotations.Nullable Part looking;
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Actor(String name, Part part) {
        this(name, part, "");
    }

    /// @param errors what the program prints on its standard error
    Actor(String name, Part part, String errors) {
        this.name = name;
        this.part = part;
        this.errors = errors;
    }

    /// Plays another part where it is only asked for a list.
    Actor looking(Part other) {
        looking = other;
        return this;
    }

    /// The command lines that it was started with.
    List<List<String>> commands() {
        return commands;
    }

    /// Whether its link was closed.
    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Waits until it is; false when it is not in ten seconds.
    boolean awaitClosed() throws InterruptedException {
        return closed.await(10, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return name;
    }

    private Part part(List<String> argv) {
        return looking != null && argv.contains("--sender") ? looking : part;
    }

    @Override
    public Link run(List<String> argv) {
        commands.add(argv);
        Part played = argv.contains("--version") ? _ -> 127 : part(argv);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Pipe said = new Pipe();
        Pipe heard = new Pipe();
        Stage stage = new Stage(heard.in(), said.out(), closed);
        Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            int code = 12;
                            try {
                                code = played.play(stage);
                                stage.out.flush();
                            } catch (IOException _) {
                                // As rsync ends when its peer is gone.
                            } finally {
                                status.complete(code);
                                said.end();
                            }
                        });
        return new Wire(said, heard, status);
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    private final class Wire implements Link {
        private final Pipe said;
        private final Pipe heard;
        private final CompletableFuture<Integer> status;

        Wire(Pipe said, Pipe heard, CompletableFuture<Integer> status) {
            this.status = status;
            this.said = said;
            this.heard = heard;
        }

        @Override
        public InputStream in() {
            return said.in();
        }

        @Override
        public OutputStream out() {
            return heard.out();
        }

        @Override
        public InputStream err() {
            return new ByteArrayInputStream(errors.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public int awaitExit(Duration limit) throws FaultException {
            try {
                return status.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new FaultException(new Fault.TimedOut(name, "its end", limit), e);
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new FaultException(new Fault.Cancelled(name), e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
            said.breakOff();
            heard.breakOff();
        }
    }
}
