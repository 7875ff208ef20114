package lockstep.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a client says to a server, counted so that the same words give the same number whatever
/// the frames they came in: the words before the greeting count one, then bytes and payload.
final class Heard extends OutputStream {
    private enum State {
        WORDS,
        VERSION,
        DIGEST_LENGTH,
        DIGEST,
        HEADER,
        PAYLOAD
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final OutputStream to;
    private State state = State.WORDS;
    private int last = -1;
    private int left;
    private int header;
    private long count;

    /// @param to where it all goes as well
    Heard(OutputStream to) {
        this.to = to;
    }

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until this much was heard; false when it was not within the limit.
    boolean await(long wanted, Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (count < wanted && left > 0) {
                left = more.awaitNanos(left);
            }
            return count >= wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void release() {
        add(Long.MAX_VALUE / 2);
    }

    private void add(long n) {
        lock.lock();
        try {
            count += n;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        long heard = 0;
        for (int i = offset; i < offset + length; i++) {
            heard += step(from[i] & 0xff);
        }
        add(heard); // before it is sent: an answer must not be recorded as if it came first
        to.write(from, offset, length);
        to.flush();
    }

    /// What one byte adds to the count.
    private int step(int b) {
        int before = last;
        last = b;
        switch (state) {
            case WORDS -> {
                if (b != 0 || before != 0) {
                    return 0;
                }
                enter(State.VERSION, 4);
            }
            case VERSION -> leave(State.DIGEST_LENGTH, 1);
            case DIGEST_LENGTH -> enter(State.DIGEST, b);
            case DIGEST, PAYLOAD -> leave(State.HEADER, 4);
            case HEADER -> {
                header = header >>> 8 | b << 24;
                leave(State.PAYLOAD, header & 0xffffff);
                if (state == State.PAYLOAD && left == 0) {
                    enter(State.HEADER, 4);
                }
                return 0;
            }
        }
        return 1;
    }

    private void leave(State next, int length) {
        if (--left == 0) {
            enter(next, length);
        }
    }

    private void enter(State next, int length) {
        state = next;
        left = length;
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}
