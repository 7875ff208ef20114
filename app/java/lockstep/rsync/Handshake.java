package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.rsync.token.Compression;
import lockstep.wire.Broken;

/// The raw exchange before frames: versions, compatibility flags, the choice of a digest and, where
/// content is to be compressed, of how, the seed. Both ends of a relay are asked first and answered
/// alike.
final class Handshake {
    private static final int MAX_NAMES = 1024;
    private static final int MAX_VERSION = 255;

    private final Peer peer;
    private final boolean compressed;
    private int theirs;
    private int flags;
    private List<String> digests = List.of();
    private List<String> compressions = List.of();

    Handshake(Peer peer, Script.Manner manner) {
        this.peer = peer;
        this.compressed = manner.has(Trait.COMPRESSED);
    }

    /// Reads the version, which a server writes at once.
    ///
    /// @throws Peer.Failed as every method here, so that of two ends the right one is named
    int readVersion() throws IOException, FaultException {
        try {
            theirs = peer.in.int32();
            peer.in.itemDone();
            return checked();
        } catch (IOException e) {
            throw peer.failed(e);
        }
    }

    private int checked() throws Broken, FaultException {
        if (theirs < 0 || theirs > MAX_VERSION) {
            throw new Broken(
                    "it begins with something that is no rsync version (does a login script print?)");
        }
        if (theirs < Script.OLDEST_PROTOCOL) {
            throw new FaultException(peer.tooOld(theirs));
        }
        return theirs;
    }

    /// Answers with the version to speak and reads the flags and, where they say so, the digests
    /// and compressions that the server knows.
    ///
    /// @param letters the capabilities that it was offered: it must not claim any other
    void agree(int version, String letters) throws IOException {
        try {
            peer.out.int32(version);
            peer.out.flush();
            flags = peer.in.varint();
            Compat.requireOffered(flags, letters);
            boolean named = Compat.VARINT.in(flags);
            digests = named ? names() : List.of(Digest.MD5.wireName());
            if (compressed) {
                compressions = named ? names() : List.of(Compression.ZLIB.wireName());
            }
            peer.in.itemDone();
        } catch (IOException e) {
            throw peer.failed(e);
        }
    }

    int flags() {
        return flags;
    }

    List<String> digests() {
        return digests;
    }

    /// Empty where nothing is to be compressed.
    List<String> compressions() {
        return compressions;
    }

    /// Tells the choices and reads the seed; frames start in both directions.
    void choose(Digest digest, Compression compression) throws IOException {
        try {
            if (Compat.VARINT.in(flags)) {
                tell(digest.wireName());
                if (compressed) {
                    tell(compression.wireName());
                }
                peer.out.flush();
            }
            peer.in.int32();
            peer.in.itemDone();
        } catch (IOException e) {
            throw peer.failed(e);
        }
        peer.in.startFrames(peer.messages);
        peer.out.startFrames();
    }

    private void tell(String name) throws IOException {
        peer.out.vstring(name.getBytes(StandardCharsets.US_ASCII));
    }

    private List<String> names() throws IOException {
        byte[] list = peer.in.vstring(MAX_NAMES);
        return List.of(new String(list, StandardCharsets.US_ASCII).strip().split(" +"));
    }
}
