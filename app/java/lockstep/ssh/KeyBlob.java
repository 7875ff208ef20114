package lockstep.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;

/// A public key in SSH's wire form, which is its identity everywhere: in `known_hosts`, in the
/// agent, in `.pub` files. Immutable.
final class KeyBlob {
    /// Wire forms above this are refused; a 16,384 bit RSA key takes 2 KiB.
    static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_TYPE = 64;

    private final byte[] bytes;
    private final String type;

    private KeyBlob(byte[] bytes, String type) {
        this.bytes = bytes;
        this.type = type;
    }

    static KeyBlob of(PublicKey key) {
        byte[] wire = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        return of(wire).orElseThrow(() -> new IllegalArgumentException("not an SSH key"));
    }

    /// Empty when the bytes do not begin like a key.
    static Optional<KeyBlob> of(byte[] wire) {
        if (wire.length < Integer.BYTES || wire.length > MAX_BYTES) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(wire).getInt();
        if (length <= 0 || length > MAX_TYPE || length > wire.length - Integer.BYTES) {
            return Optional.empty();
        }
        String type = new String(wire, Integer.BYTES, length, StandardCharsets.US_ASCII);
        if (!type.matches("[a-zA-Z0-9@.-]+")) {
            return Optional.empty();
        }
        return Optional.of(new KeyBlob(wire.clone(), type));
    }

    /// Empty when the text is not base 64 of a key.
    static Optional<KeyBlob> ofBase64(String text) {
        try {
            return text.length() > 2 * MAX_BYTES
                    ? Optional.empty()
                    : of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Such as `ssh-ed25519`.
    String type() {
        return type;
    }

    byte[] wire() {
        return bytes.clone();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// As `ssh-keygen -l` shows it.
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBlob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type + " " + fingerprint();
    }
}
