package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.wire.Broken;

/// The raw exchange before frames: versions, compatibility flags, the choice of a digest, the
/// seed. Both ends of a relay are asked first and answered alike.
final class Handshake {
    /// The newest protocol spoken here; 32 differs from 31 only in telling that a peer is patched.
    static final int NEWEST = 31;

    static final int OLDEST = 30;
    private static final int MAX_NAMES = 1024;
    private static final int MAX_VERSION = 255;

    private final Peer peer;
    private int theirs;
    private int flags;
    private List<String> digests = List.of();

    Handshake(Peer peer) {
        this.peer = peer;
    }

    /// Reads the version, which a server writes at once.
    int readVersion() throws IOException, FaultException {
        theirs = peer.in.int32();
        if (theirs < 0 || theirs > MAX_VERSION) {
            throw new Broken(
                    "it begins with something that is no rsync version (does a login script print?)");
        }
        if (theirs < OLDEST) {
            throw new FaultException(new Fault.RsyncTooOld(peer.name(), theirs));
        }
        return theirs;
    }

    /// Answers with the version to speak and reads the flags and, where they say so, the digests
    /// that the server knows.
    void agree(int version) throws IOException {
        peer.out.int32(version);
        peer.out.flush();
        flags = peer.in.varint();
        digests =
                Compat.VARINT.in(flags)
                        ? List.of(names(peer.in.vstring(MAX_NAMES)))
                        : List.of(Digest.MD5.wireName());
    }

    int flags() {
        return flags;
    }

    List<String> digests() {
        return digests;
    }

    /// Tells the choice of digest and reads the seed; frames start in both directions.
    void choose(Digest digest) throws IOException {
        if (Compat.VARINT.in(flags)) {
            peer.out.vstring(digest.wireName().getBytes(StandardCharsets.US_ASCII));
            peer.out.flush();
        }
        peer.in.int32();
        peer.in.startFrames(peer.messages);
        peer.out.startFrames();
    }

    private static String[] names(byte[] list) {
        return new String(list, StandardCharsets.US_ASCII).strip().split(" +");
    }
}
