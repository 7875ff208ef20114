package lockstep.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digest of an entry: SHA-256 over that of the entry before and over its own fields, each with
/// its length in front. So no entry can be changed, left out or put in without all later ones
/// showing it.
final class Chain {
    /// Before the first entry.
    static final byte[] START = new byte[32];

    private Chain() {}

    static byte[] next(byte[] before, Entry entry) {
        MessageDigest sha = sha256();
        sha.update(before);
        for (String field : entry.fields()) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha.update(bytes);
        }
        return sha.digest();
    }

    static byte[] digest(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
