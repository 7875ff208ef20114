package lockstep.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import lockstep.link.Prompts;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.keyprovider.PuTTYKeyFile;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/// A private key in a file: ed25519, RSA or ECDSA, as OpenSSH, PEM, PKCS 8 or PuTTY write it.
///
/// Opened at most once, and only when a server wants a signature: the passphrase of a key that no
/// server takes is never asked. Stays open for all nodes of one [SshHosts].
final class KeyFile implements Identity {
    private static final long MAX_FILE = 1 << 20;
    private static final int ATTEMPTS = 3;
    private static final String NO_PASSPHRASE = "no passphrase was given";
    private static final String MAGIC = "openssh-key-v1\0";

    private final Path file;
    private final Prompts prompts;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable KeyPair open;
    private final AtomicInteger refusals = new AtomicInteger();

    KeyFile(Path file, Prompts prompts) {
        this.file = file;
        this.prompts = prompts;
    }

    @Override
    public String name() {
        return "key " + file;
    }

    @Override
    public Optional<KeyBlob> known() {
        try {
            Path beside = Path.of(file + ".pub");
            if (Files.isRegularFile(beside) && Files.size(beside) <= MAX_FILE) {
                String[] words =
                        Files.readString(beside, StandardCharsets.ISO_8859_1).split("\\s+");
                if (words.length > 1) {
                    return KeyBlob.ofBase64(words[1]);
                }
            }
            return Header.of(text()).publicKey();
        } catch (IOException _) {
            return Optional.empty(); // opening it will say why
        }
    }

    @Override
    public KeyBlob publicKey() throws IOException {
        Optional<KeyBlob> known = known();
        return known.isPresent() ? known.get() : KeyBlob.of(pair().getPublic());
    }

    @Override
    public byte[] sign(byte[] data, String algorithm) throws IOException {
        Signature signature = signature(algorithm);
        signature.initSign(pair().getPrivate());
        signature.update(data);
        byte[] encoded = signature.encode(signature.sign());
        return new Buffer.PlainBuffer()
                .putString(signature.getSignatureName())
                .putBytes(encoded)
                .getCompactData();
    }

    private static Signature signature(String algorithm) throws IOException {
        return Stream.of(
                        KeyAlgorithms.EdDSA25519(),
                        KeyAlgorithms.ECDSASHANistp256(),
                        KeyAlgorithms.ECDSASHANistp384(),
                        KeyAlgorithms.ECDSASHANistp521(),
                        KeyAlgorithms.RSASHA512(),
                        KeyAlgorithms.RSASHA256())
                .filter(factory -> factory.getName().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new IOException("keys of type " + algorithm + " are not known"))
                .create()
                .newSignature();
    }

    /// A person is asked once for all nodes that want this key at the same time; a refusal holds
    /// for those, and not for the next call.
    private KeyPair pair() throws IOException {
        int before = refusals.get();
        opening.lock();
        try {
            if (open == null && refusals.get() != before) {
                throw new IOException(NO_PASSPHRASE);
            }
            if (open == null) {
                open = load();
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private KeyPair load() throws IOException {
        String text = text();
        if (!Header.of(text).encrypted()) {
            return read(text, null);
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            char[] passphrase = prompts.passphrase(file, attempt);
            if (passphrase == null) {
                refusals.incrementAndGet();
                throw new IOException(NO_PASSPHRASE);
            }
            try {
                return read(text, passphrase);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("the passphrase is wrong", e);
                }
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        }
        throw new IllegalStateException("unreachable");
    }

    /// @throws IOException also for what the library raises unchecked on bytes it does not expect
    private static KeyPair read(String text, char @Nullable [] passphrase) throws IOException {
        try {
            FileKeyProvider provider =
                    switch (KeyProviderUtil.detectKeyFileFormat(text, false)) {
                        case OpenSSHv1 -> new OpenSSHKeyV1KeyFile();
                        case PuTTY -> new PuTTYKeyFile();
                        case PKCS8, OpenSSH -> new PKCS8KeyFile();
                        case Unknown -> throw new IOException("it is not a private key");
                    };
            provider.init(
                    text,
                    null,
                    passphrase == null ? null : PasswordUtils.createOneOff(passphrase.clone()));
            return new KeyPair(provider.getPublic(), provider.getPrivate());
        } catch (RuntimeException e) {
            throw new IOException("it cannot be read", e);
        }
    }

    private String text() throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException("it is too large for a key");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /// What a key file says in clear: whether it is encrypted and, in OpenSSH's own format, its
    /// public half (PROTOCOL.key of OpenSSH).
    private record Header(boolean encrypted, Optional<KeyBlob> publicKey) {
        static Header of(String text) {
            int begin = text.indexOf("OPENSSH PRIVATE KEY-----");
            int end = text.indexOf("-----END");
            if (begin < 0 || end < begin) {
                boolean putty = text.startsWith("PuTTY") && !text.contains("Encryption: none");
                return new Header(putty || text.contains("ENCRYPTED"), Optional.empty());
            }
            String base64 = text.substring(text.indexOf("-----", begin) + 5, end);
            try {
                return read(ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64)));
            } catch (IllegalArgumentException _) {
                return new Header(false, Optional.empty());
            }
        }

        /// @throws IllegalArgumentException when it is cut short
        private static Header read(ByteBuffer in) {
            byte[] magic = new byte[MAGIC.length()];
            require(in.remaining() >= magic.length);
            in.get(magic);
            String cipher = new String(string(in), StandardCharsets.US_ASCII);
            string(in); // how the passphrase becomes a key
            string(in); // and with what options
            require(in.remaining() >= Integer.BYTES && in.getInt() == 1);
            return new Header(!cipher.equals("none"), KeyBlob.of(string(in)));
        }

        private static byte[] string(ByteBuffer in) {
            require(in.remaining() >= Integer.BYTES);
            int length = in.getInt();
            require(length >= 0 && length <= in.remaining());
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        private static void require(boolean whole) {
            if (!whole) {
                throw new IllegalArgumentException("cut short");
            }
        }
    }
}
