package lockstep.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Lines of `known_hosts` files as sshd(8) describes them: host patterns or hashes, markers, keys.
///
/// Keys are compared by their bytes. A line that cannot be read counts as absent: it can make a
/// key neither trusted nor changed. Immutable.
record KnownHosts(List<Line> lines) {
    private static final long MAX_FILE = 16 << 20;
    private static final int MAX_LINE = 64 * 1024;
    private static final int SALT_BYTES = 20; // that of its digest, SHA-1

    KnownHosts {
        lines = List.copyOf(lines);
    }

    enum Marker {
        NONE,
        REVOKED,
        /// Trusts certificates only, which are not offered here; never trusts a plain key.
        AUTHORITY
    }

    record Line(Marker marker, String hosts, KeyBlob key) {}

    /// Reads the files that exist, in order.
    ///
    /// @throws IOException when one exists and cannot be read: no key must pass as unknown because
    ///     the line that says otherwise was not seen
    static KnownHosts read(List<Path> files) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                continue;
            }
            if (Files.size(file) > MAX_FILE) {
                throw new IOException(file + " is larger than " + MAX_FILE + " bytes");
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            text.lines().flatMap(line -> parse(line).stream()).forEach(lines::add);
        }
        return new KnownHosts(lines);
    }

    private static Optional<Line> parse(String text) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#") || line.length() > MAX_LINE) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(line.split("[ \t]+", 5)));
        Marker marker = Marker.NONE;
        if (line.startsWith("@")) {
            switch (words.removeFirst()) {
                case "@revoked" -> marker = Marker.REVOKED;
                case "@cert-authority" -> marker = Marker.AUTHORITY;
                default -> {
                    return Optional.empty();
                }
            }
        }
        if (words.size() < 3) {
            return Optional.empty();
        }
        Marker found = marker;
        return KeyBlob.ofBase64(words.get(2))
                .filter(key -> key.type().equals(words.get(1)))
                .map(key -> new Line(found, words.getFirst(), key));
    }

    /// The trusted keys of `host`.
    List<KeyBlob> keys(String host) {
        return with(Marker.NONE, host).map(Line::key).distinct().toList();
    }

    /// Whether `key` must never be accepted from `host`.
    boolean revoked(String host, KeyBlob key) {
        return with(Marker.REVOKED, host).anyMatch(line -> line.key().equals(key));
    }

    private Stream<Line> with(Marker marker, String host) {
        return lines.stream()
                .filter(line -> line.marker() == marker && matches(line.hosts(), host));
    }

    /// The name that a host is kept under.
    static String name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    private static boolean matches(String hosts, String host) {
        if (hosts.startsWith("|")) {
            return matchesHash(hosts, host);
        }
        boolean matched = false;
        for (String pattern : hosts.split(",")) {
            boolean negated = pattern.startsWith("!");
            if (matchesPattern(negated ? pattern.substring(1) : pattern, host)) {
                if (negated) {
                    return false;
                }
                matched = true;
            }
        }
        return matched;
    }

    private static boolean matchesPattern(String pattern, String host) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (lower.indexOf('*') < 0 && lower.indexOf('?') < 0) {
            return lower.equals(host);
        }
        StringBuilder regex = new StringBuilder();
        for (char c : lower.replaceAll("\\*+", "*").toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.matches(regex.toString(), host);
    }

    /// `|1|salt|digest`, both in base 64.
    private static boolean matchesHash(String hosts, String host) {
        String[] parts = hosts.split("\\|", -1);
        if (parts.length != 4 || !parts[1].equals("1")) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] digest = Base64.getDecoder().decode(parts[3]);
            return salt.length > 0 && MessageDigest.isEqual(digest, digest(salt, host));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte[] digest(byte[] salt, String host) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /// `host` as it is written where `HashKnownHosts` is on.
    static String hashed(String host) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "|1|"
                + base64.encodeToString(salt)
                + "|"
                + base64.encodeToString(digest(salt, host));
    }

    /// Appends one line, in one write, making the file (0600) and its directory (0700) when they
    /// are not there.
    static void append(Path file, String hosts, KeyBlob key) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        String line = hosts + " " + key.type() + " " + key.base64() + "\n";
        if (!endsWithLineBreak(file)) {
            line = "\n" + line;
        }
        try (FileChannel out =
                FileChannel.open(
                        file,
                        java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }

    private static boolean endsWithLineBreak(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return true;
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.read(last, in.size() - 1) == 1 && last.get(0) == '\n';
        }
    }
}
