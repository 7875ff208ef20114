package lockstep.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// Gets a line to a server, directly or through a `ProxyCommand`, and says in words why not.
final class Dialer {
    private static final int COMPLAINT_LIMIT = 1_000;
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final String where;
    private final Settings settings;
    private final Duration limit;

    /// @param limit for the name, and for each address that it has
    Dialer(String where, Settings settings, Duration limit) {
        this.where = where;
        this.settings = settings;
        this.limit = limit;
    }

    /// @throws FaultException `Unreachable`
    Line direct() throws FaultException {
        IOException failure;
        try {
            return first(addresses());
        } catch (IOException e) {
            failure = e;
        }
        throw new FaultException(
                new Fault.Unreachable(where, settings.address(), reason(failure)), failure);
    }

    /// A line to the first address that answers; what the first said where none does.
    private Line first(List<InetAddress> addresses) throws IOException {
        IOException first = null;
        for (InetAddress address : addresses) {
            try {
                return connect(address);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first == null ? new UnknownHostException(settings.hostName()) : first;
    }

    private List<InetAddress> addresses() throws IOException {
        List<InetAddress> taken = known().stream().filter(settings::takes).toList();
        if (taken.isEmpty()) {
            throw new IOException("it has no address of the kind asked for");
        }
        return taken;
    }

    /// An address and the loopback need nobody to be asked, so nothing can be late. The loopback is
    /// what RFC 6761 makes of the name, whatever a resolver says.
    private List<InetAddress> known() throws IOException {
        String name = settings.hostName();
        if (name.equalsIgnoreCase("localhost")) {
            return LOOPBACK;
        }
        try {
            return List.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException _) {
            return resolved(name);
        }
    }

    /// The system's resolver has no limit that can be set from here. It blocks in native code, so
    /// it gets a thread of the system's own: on a virtual one it would wait for a free carrier,
    /// and that time would pass for the resolver's.
    private List<InetAddress> resolved(String name) throws IOException {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("resolving " + name)
                .start(
                        () -> {
                            try {
                                answer.complete(List.of(InetAddress.getAllByName(name)));
                            } catch (UnknownHostException | RuntimeException | Error e) {
                                answer.completeExceptionally(e);
                            }
                        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String why =
                    e.getCause() instanceof UnknownHostException
                            ? "the name " + name + " is not known"
                            : "the name " + name + " could not be resolved: " + e.getCause();
            throw new IOException(why, e);
        } catch (TimeoutException e) {
            throw new IOException("its name was not resolved within " + seconds(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// A channel, not a `Socket`: connecting with a limit leaves a `Socket` for ever in a mode
    /// where each wait of the reading thread is three system calls instead of one.
    private Line connect(InetAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.socket()
                    .connect(
                            new InetSocketAddress(address, settings.port()),
                            Math.toIntExact(limit.toMillis()));
            return new Line(
                    ReadAhead.of(socket),
                    Channels.newOutputStream(socket),
                    () -> closeQuietly(socket),
                    () -> "");
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    /// @param command as the configuration has it, tokens replaced; a shell here runs it
    Line proxy(String command) throws FaultException {
        Link link = new LocalHost(where).run(List.of("/bin/sh", "-c", "exec " + command));
        return over(link);
    }

    /// @param link what carries the bytes; closed with the line
    static Line over(Link link) {
        AtomicReference<String> complaint = new AtomicReference<>("");
        Thread draining =
                Thread.ofVirtual().name("proxy messages").start(() -> drain(link, complaint));
        return new Line(
                ReadAhead.of(link.in()), link.out(), link::close, () -> last(draining, complaint));
    }

    /// The end of what a program says may come a moment after the end of its output.
    private static String last(Thread draining, AtomicReference<String> complaint) {
        try {
            draining.join(MOMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Visible.text(complaint.get().strip());
    }

    private static void drain(Link link, AtomicReference<String> into) {
        byte[] block = new byte[4_096];
        try {
            for (int n = link.err().read(block); n >= 0; n = link.err().read(block)) {
                String said = into.get();
                if (said.length() < COMPLAINT_LIMIT) {
                    into.set(said + new String(block, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException _) {
            // The line is closed; what it said until then is kept.
        }
    }

    private String reason(Throwable e) {
        return switch (e) {
            case ConnectException _ -> "it refused the connection, nothing listens on that port";
            case UnknownHostException _ -> "the name " + settings.hostName() + " is not known";
            case NoRouteToHostException _ -> "there is no route to it";
            case SocketTimeoutException _ -> "it did not answer within " + seconds();
            default -> Visible.text(e.getMessage() == null ? e.toString() : e.getMessage(), 300);
        };
    }

    private String seconds() {
        return limit.toSeconds() + " s";
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Closed is closed.
        }
    }
}
