package lockstep.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.tree.Listing;
import lockstep.tree.MalformedTree;

/// What a snapshot holds, written down when it was made: every entry with mode, owner, group, time,
/// size, where a link leads, and each file's digest. What was read from one is as hostile as what a
/// node lists.
///
/// As text ([ManifestText] has the form), compressed by gzip; its last line is the SHA-256 of all
/// before.
///
/// @param listing complete, and by content
/// @param id the SHA-256 of the text, in hexadecimal: what journals and people name it by
public record Manifest(Listing listing, String id) {
    private static final int BLOCK = 1 << 16;

    /// Whether a listing tells everything, so that a manifest of it can be made.
    public static boolean canTell(Listing listing) {
        return listing.digestLength() > 0
                && listing.complete()
                && listing.unreadable().isEmpty()
                && ManifestText.hasAllDigests(listing);
    }

    /// Writes the manifest of a listing, compressed, and leaves `file` open.
    ///
    /// @return its id
    /// @throws IOException what `file` raises
    /// @throws IllegalArgumentException for a listing that does not tell everything
    public static String write(Listing listing, OutputStream file) throws IOException {
        if (!canTell(listing)) {
            throw new IllegalArgumentException("a listing that does not tell everything");
        }
        // Its deflater is freed with it; to close it would close the file.
        GZIPOutputStream packed = new GZIPOutputStream(file, BLOCK);
        MessageDigest digest = begun();
        OutputStream text = new BufferedOutputStream(new DigestOutputStream(packed, digest), BLOCK);
        ManifestText.write(listing, text);
        text.flush();
        String id = HexFormat.of().formatHex(digest.digest());
        packed.write(ManifestText.end(id).getBytes(StandardCharsets.US_ASCII));
        packed.finish();
        return id;
    }

    /// Reads one that a node or a disk has kept.
    ///
    /// @param where it was, for messages
    /// @throws FaultException `FileInvalid` when it is not whole, was changed, or is none
    public static Manifest read(byte[] file, String where) throws FaultException {
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(file), BLOCK)) {
            MessageDigest digest = begun();
            ManifestReader reader =
                    new ManifestReader(new BufferedInputStream(text, BLOCK), digest);
            Listing listing = reader.listing();
            return new Manifest(listing, reader.id());
        } catch (IOException | MalformedTree e) {
            String why = Visible.text(String.valueOf(e.getMessage()), 200);
            throw new FaultException(
                    new Fault.FileInvalid(where, 0, 0, "it is no whole manifest: " + why), e);
        }
    }

    /// Stands for a tree's state, in hexadecimal: two listings by the same digest have it in common
    /// when a scan by content calls their trees identical, but for the times of directories, which
    /// change with what rules leave out.
    public static String state(Listing listing) {
        MessageDigest digest = begun();
        try (OutputStream text =
                new BufferedOutputStream(
                        new DigestOutputStream(OutputStream.nullOutputStream(), digest), BLOCK)) {
            ManifestText.writeState(listing, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing nowhere", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest begun() {
        return Sha256.begun();
    }
}
