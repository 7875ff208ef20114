package lockstep.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
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
        IOException last = new IOException("it has no address of the kind asked for");
        try {
            for (InetAddress address : addresses()) {
                try {
                    return connect(address);
                } catch (IOException e) {
                    last = e; // the next address may answer
                }
            }
        } catch (IOException e) {
            last = e;
        }
        throw new FaultException(
                new Fault.Unreachable(where, settings.address(), reason(last)), last);
    }

    /// The system's resolver has no limit that can be set from here.
    private List<InetAddress> addresses() throws IOException {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("resolving " + settings.hostName())
                .start(
                        () -> {
                            try {
                                answer.complete(
                                        List.of(InetAddress.getAllByName(settings.hostName())));
                            } catch (UnknownHostException e) {
                                answer.completeExceptionally(e);
                            }
                        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(settings::takes)
                    .toList();
        } catch (ExecutionException e) {
            throw new IOException("the name " + settings.hostName() + " is not known", e);
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
                    WriteBehind.of(socket),
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
                ReadAhead.of(link.in()),
                WriteBehind.of(link.out()),
                link::close,
                () -> last(draining, complaint));
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
