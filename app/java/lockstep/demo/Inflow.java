package lockstep.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.channel.LocalWindow;

/// What an SSH client has sent into a channel and the program or socket behind it has not taken
/// yet. The thread that reads the connection puts blocks in and never waits; a thread of the
/// channel's own takes them out. The channel's window bounds what can lie here.
final class Inflow {
    /// No block that was put is empty.
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> blocks = new LinkedBlockingQueue<>();
    private final LocalWindow window;

    Inflow(LocalWindow window) {
        this.window = window;
    }

    /// Takes a copy of a block.
    void put(byte[] from, int offset, int length) {
        if (length > 0) {
            blocks.add(Arrays.copyOfRange(from, offset, offset + length));
        }
    }

    /// Says that no more comes. Must be said, in whatever way the channel ends: a pump waits
    /// for it.
    void end() {
        blocks.add(END);
    }

    /// Moves everything to `out` until the end and closes it. Once `out` refuses, the rest is
    /// taken and dropped, as by a real server, so that the client can go on reading answers.
    void pump(OutputStream out) throws IOException, InterruptedException {
        boolean open = true;
        for (byte[] block = blocks.take(); block.length > 0; block = blocks.take()) {
            open = open && written(block, out);
            window.release(block.length);
        }
        closeQuietly(out);
    }

    private boolean written(byte[] block, OutputStream out) {
        try {
            out.write(block);
            if (blocks.isEmpty()) {
                out.flush();
            }
            return true;
        } catch (IOException _) {
            closeQuietly(out);
            return false;
        }
    }

    private static void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException _) {
            // The reader behind it is gone, which is what closing is for.
        }
    }
}
