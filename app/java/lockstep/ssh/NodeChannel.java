package lockstep.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/// One conversation on a connection: a program, a Unix socket or a TCP connection on the far side
/// (RFC 4254; `direct-streamlocal@openssh.com` from OpenSSH's PROTOCOL).
///
/// The library's own channels are not used because of what they do when a side is slow or gone:
/// a write that waits for the window holds a lock that the reading thread needs when the channel
/// closes, which stops every other conversation of the connection; it gives up after a time that
/// a busy receiver may well take; and a stream closed here while the far side still sends breaks
/// the whole connection. Here a writer waits for the window outside of the library's locks, and
/// what arrives after [#abandon] is dropped.
final class NodeChannel extends AbstractDirectChannel {
    /// The channel's place on its connection. Told in the order in which the far side speaks.
    interface Place {
        void opened();

        /// The far side has let go of the channel, or refused it. Comes once.
        void gone();
    }

    /// Standard error that nobody reads; what comes above it is dropped, for the same reason.
    private static final int ERROR_LIMIT = 1 << 20;

    private final Opening opening;
    private final Place place;
    private final ChannelInputStream input;
    private final ChannelInputStream error;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock farewell = new ReentrantLock();
    private volatile boolean wasOpen;
    private boolean closing;
    private boolean abandoned;
    private boolean ended;
    private boolean finished;
    private @Nullable Integer exit;
    private @Nullable SSHException failure;

    NodeChannel(ConnectionImpl connection, Opening opening, Place place) {
        super(connection, opening.channelType());
        this.opening = opening;
        this.place = place;
        input = (ChannelInputStream) getInputStream();
        error = new ChannelInputStream(this, trans, lwin);
    }

    @Override
    protected SSHPacket buildOpenReq() {
        return opening.describe(super.buildOpenReq());
    }

    /// Opens the channel and, for a program, starts it.
    ///
    /// @throws TimeoutException when there is no answer; the channel is then
    ///     closed as soon as one comes
    /// @throws net.schmizz.sshj.connection.channel.OpenFailException when the far side refuses
    void start(Duration limit) throws ConnectionException, TransportException, TimeoutException {
        trans.write(buildOpenReq());
        if (!openEvent.tryAwait(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            abandon();
            throw new TimeoutException();
        }
        if (opening instanceof Opening.Program(String line)) {
            Buffer.PlainBuffer request = new Buffer.PlainBuffer().putString(line);
            if (!sendChannelRequest("exec", true, request)
                    .tryAwait(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                abandon();
                throw new TimeoutException();
            }
        }
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        if (message == Message.CHANNEL_DATA || message == Message.CHANNEL_EXTENDED_DATA) {
            lock.lock();
            try {
                if (!abandoned) {
                    super.handle(message, packet);
                }
            } finally {
                lock.unlock();
            }
            return;
        }
        super.handle(message, packet);
        if (message == Message.CHANNEL_OPEN_CONFIRMATION) {
            wasOpen = true;
            place.opened();
        }
        boolean late = false;
        lock.lock();
        try {
            late = abandoned && message == Message.CHANNEL_OPEN_CONFIRMATION;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (late) {
            sendClose();
        }
    }

    @Override
    protected void gotExtendedData(SSHPacket packet) throws SSHException {
        long kind;
        try {
            kind = packet.readUInt32();
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
        if (kind == 1 && error.available() < ERROR_LIMIT) {
            receiveInto(error, packet);
        } else {
            lwin.consume(Math.max(0, packet.available() - Integer.BYTES));
        }
    }

    @Override
    protected void handleRequest(String type, SSHPacket packet)
            throws ConnectionException, TransportException {
        try {
            switch (type) {
                case "exit-status" -> ended((int) packet.readUInt32());
                case "exit-signal" -> ended(Signals.status(packet.readString()));
                case "eow@openssh.com" -> {} // wants no reply
                default -> super.handleRequest(type, packet);
            }
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }

    private void ended(int status) {
        lock.lock();
        try {
            exit = status;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void eofInputStreams() {
        error.eof();
        super.eofInputStreams();
    }

    @Override
    protected void closeAllStreams() {
        error.eof();
        super.closeAllStreams();
    }

    @Override
    public void notifyError(SSHException why) {
        lock.lock();
        try {
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        error.notifyError(why);
        super.notifyError(why);
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        boolean first;
        lock.lock();
        try {
            first = !finished;
            finished = true;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (first) {
            place.gone();
        }
    }

    /// Whether the far side opened it, so that something may have been started.
    boolean wasOpen() {
        return wasOpen;
    }

    InputStream error() {
        return error;
    }

    /// Writes all of it, waiting for the far side as long as the connection lives.
    void send(byte[] from, int offset, int length) throws IOException {
        OutputStream sink = getOutputStream();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int n = awaitRoom(end - at);
            try {
                sink.write(from, at, n);
                sink.flush();
            } catch (IndexOutOfBoundsException e) {
                throw failedBefore(e);
            }
            at += n;
        }
    }

    /// Tells the far side that nothing more comes.
    void finish() throws IOException {
        try {
            getOutputStream().close();
        } catch (IndexOutOfBoundsException e) {
            throw failedBefore(e);
        }
    }

    /// What the library could not write it encodes once more with the next write, for which its
    /// buffer has no room.
    private static IOException failedBefore(IndexOutOfBoundsException e) {
        return new IOException("a write before this one failed", e);
    }

    private int awaitRoom(int wanted) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (abandoned) {
                    throw new IOException("closed");
                }
                if (failure != null) {
                    throw failure;
                }
                if (ended) {
                    throw new IOException("the far side has closed the channel");
                }
                long room = rwin.getSize();
                if (room > 0) {
                    return (int) Math.min(wanted, room);
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the program has ended or the channel is closed. Gives the exit status, and
    /// `null` where it was never said.
    ///
    /// @throws TimeoutException after `limit`
    /// @throws IOException when the connection broke
    @Nullable Integer awaitEnd(Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (exit == null && !ended && !abandoned) {
                if (left <= 0) {
                    throw new TimeoutException();
                }
                left = changed.awaitNanos(left);
            }
            if (exit == null && failure != null && !abandoned) {
                throw failure;
            }
            return exit;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the conversation from here: blocked reads and writes end at once, a program gets a
    /// hang-up, and the far side is told without waiting for its answer. Idempotent.
    void abandon() {
        lock.lock();
        try {
            if (abandoned) {
                return;
            }
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // A reader or the line may hold what is needed here, and closing must not wait for them.
        Thread.ofPlatform().daemon().name("closing a channel").start(this::takeLeave);
    }

    private void takeLeave() {
        input.eof();
        error.eof();
        try {
            if (isOpen()) {
                hangUp();
                sendClose();
            }
        } catch (TransportException _) {
            // The connection is gone, and the channel with it.
        }
    }

    /// For a program that may still run. A server ends the whole connection for a request that
    /// comes after the channel is closed, which it may be at any moment from the other side.
    private void hangUp() throws TransportException {
        farewell.lock();
        try {
            if (opening instanceof Opening.Program && !closing) {
                sendChannelRequest("signal", false, new Buffer.PlainBuffer().putString("HUP"));
            }
        } finally {
            farewell.unlock();
        }
    }

    @Override
    protected void sendClose() throws TransportException {
        farewell.lock();
        try {
            closing = true;
            super.sendClose();
        } finally {
            farewell.unlock();
        }
    }
}
