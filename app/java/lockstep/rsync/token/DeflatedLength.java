package lockstep.rsync.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import lockstep.wire.Broken;

/// Raw deflate (RFC 1951), one stream a file. At each [#pause] the sender has flushed it to a
/// whole byte with an empty stored block, of which it leaves out the last four bytes: the receiver
/// knows them.
///
/// With `zlib`, both ends also put what matched into the dictionary; it is not on the wire. A copy
/// from there is as long as it says, whatever it copies, so a dictionary of zeros does for
/// counting.
final class DeflatedLength implements PackedLength {
    private static final int DICTIONARY = 32 << 10;
    private static final byte[] LEFT_OUT = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int STORED_HEADER = 5;
    private static final int SECRET = 16;

    private final Inflater inflater = new Inflater(true);
    private final byte[] dictionary = new byte[DICTIONARY];
    private final byte[] out = new byte[64 << 10];
    private final byte[] probe = new byte[STORED_HEADER + SECRET];

    DeflatedLength() {
        new SecureRandom().nextBytes(probe);
        probe[0] = 0; // a stored block, not the last
        probe[1] = SECRET;
        probe[2] = 0;
        probe[3] = ~SECRET;
        probe[4] = (byte) 0xff;
    }

    @Override
    public void begin() {
        inflater.reset();
        inflater.setDictionary(dictionary);
    }

    @Override
    public long of(byte[] packed, int length) throws Broken {
        inflater.setInput(packed, 0, length);
        long all = 0;
        try {
            for (int n = inflater.inflate(out); n > 0; n = inflater.inflate(out)) {
                all += n;
            }
        } catch (DataFormatException e) {
            throw new Broken("deflated bytes that are damaged (" + e.getMessage() + ")");
        }
        if (inflater.finished() || !inflater.needsInput()) {
            throw new Broken("deflated bytes after their end");
        }
        return all;
    }

    /// The stream must be between two blocks here. Elsewhere the target, which puts what matched
    /// into its stream as blocks of their own, would read something else than what is counted
    /// here. That it is shows in a block that comes out as it was put in; its bytes are a secret.
    @Override
    public long pause() throws Broken {
        long rest = of(LEFT_OUT, LEFT_OUT.length);
        long probed = of(probe, probe.length);
        boolean between =
                Arrays.equals(out, 0, SECRET, probe, STORED_HEADER, STORED_HEADER + SECRET);
        if (probed != SECRET || !between) {
            throw new Broken("deflated bytes that were not flushed");
        }
        return rest;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
