package lockstep.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;

/// Reads the text of a manifest once. What does not read as [ManifestText] writes it, or does not
/// have the digest at its end, is no manifest: `IOException` or `MalformedTree`.
final class ManifestReader {
    /// Two paths of the longest, each byte escaped, and the words before.
    private static final int LONGEST = 2 * 4 * TreePath.MAX_LENGTH + 400;

    private static final int MOST_OWNERS = 200_000;

    private static final Pattern DIGEST = Pattern.compile("([a-z0-9]{1,20}) (\\d{1,3})");
    private static final Pattern NAMED = Pattern.compile("(\\d{1,10}) (.{1,1000})");
    private static final Pattern TIME = Pattern.compile("(-?\\d{1,18})\\.(\\d{1,9})");
    private static final Pattern DEVICE = Pattern.compile("(\\d{1,10}):(\\d{1,10})");

    private final InputStream in;
    private final MessageDigest digest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String id = "";

    /// @param in is read in pieces and should be buffered
    /// @param digest of the text
    ManifestReader(InputStream in, MessageDigest digest) {
        this.in = in;
        this.digest = digest;
    }

    /// All of it.
    Listing listing() throws IOException, MalformedTree, TooLarge {
        require(text(next()).equals(ManifestText.FIRST), "its first line is another");
        String how = text(next());
        require(how.startsWith(ManifestText.DIGEST), "it does not say how files were digested");
        Matcher named = matched(DIGEST, how.substring(ManifestText.DIGEST.length()));
        int length = Integer.parseInt(named.group(2));
        require(length > 0 && length <= ListingBuilder.MAX_DIGEST_LENGTH, "a digest's length");
        ListingBuilder builder = new ListingBuilder(length);
        builder.digestsAre(named.group(1));
        byte[] at = next();
        int owners = 0;
        while (starts(at, ManifestText.USER) || starts(at, ManifestText.GROUP)) {
            require(owners < MOST_OWNERS, "more users and groups than anybody has");
            owners++;
            owner(builder, text(at));
            at = next();
        }
        while (!starts(at, ManifestText.LAST)) {
            entry(builder, at);
            at = next();
        }
        id = HexFormat.of().formatHex(digest.digest());
        require(text(at).equals(ManifestText.LAST + id), "its digest at the end is another");
        require(in.read() < 0, "there is more after its end");
        return builder.build();
    }

    /// The digest of what was read.
    String id() {
        return id;
    }

    private static void owner(ListingBuilder builder, String line) throws IOException, TooLarge {
        boolean user = line.startsWith(ManifestText.USER);
        String rest = line.substring((user ? ManifestText.USER : ManifestText.GROUP).length());
        Matcher named = matched(NAMED, rest);
        byte[] name = named.group(2).getBytes(StandardCharsets.UTF_8);
        if (user) {
            builder.user(unsigned(named.group(1)), name);
        } else {
            builder.group(unsigned(named.group(1)), name);
        }
    }

    private static void entry(ListingBuilder builder, byte[] line)
            throws IOException, MalformedTree, TooLarge {
        Words words = new Words(line);
        Facts facts = new Facts();
        facts.mode = mode(words.next());
        facts.uid = unsigned(words.next());
        facts.gid = unsigned(words.next());
        Matcher time = matched(TIME, words.next());
        facts.mtime = Long.parseLong(time.group(1));
        facts.nanos = Integer.parseInt(time.group(2));
        Kind kind = Kind.of(facts.mode);
        if (kind == Kind.FILE) {
            facts.size = number(words.next());
            facts.digest = hexadecimal(words.next());
        } else if (kind == Kind.SYMLINK) {
            facts.target = unescaped(words.nextBytes());
        } else if (ManifestText.isDevice(kind)) {
            Matcher device = matched(DEVICE, words.next());
            facts.device = number(device.group(1)) << 32 | number(device.group(2)) & 0xffff_ffffL;
        }
        byte[] path = unescaped(words.last());
        builder.add(path, path.length, facts);
    }

    private static int mode(String word) throws IOException {
        require(word.matches("[0-7]{6}"), "a mode");
        return Integer.parseInt(word, 8);
    }

    private static byte[] hexadecimal(String word) throws IOException {
        try {
            return HexFormat.of().parseHex(word);
        } catch (IllegalArgumentException e) {
            throw new IOException("a digest in it is none", e);
        }
    }

    private static long number(String word) throws IOException {
        require(word.matches("\\d{1,18}"), "a number");
        return Long.parseLong(word);
    }

    private static int unsigned(String word) throws IOException {
        long number = number(word);
        require(number <= 0xffff_ffffL, "the number of a user or group");
        return (int) number;
    }

    private static byte[] unescaped(byte[] word) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(word.length);
        for (int i = 0; i < word.length; i++) {
            if (word[i] != '\\') {
                require(ManifestText.isPlain(word[i]), "a byte that should be escaped");
                out.write(word[i]);
                continue;
            }
            require(i + 3 < word.length, "half an escape");
            int value = 0;
            for (int digit = 1; digit <= 3; digit++) {
                int octal = word[i + digit] - '0';
                require(octal >= 0 && octal <= 7, "an escape");
                value = value << 3 | octal;
            }
            require(value <= 0377 && !ManifestText.isPlain((byte) value), "an escape");
            out.write(value);
            i += 3;
        }
        return out.toByteArray();
    }

    private byte[] next() throws IOException {
        line.reset();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            require(b >= 0, "it ends too early");
            require(line.size() < LONGEST, "a line without end");
            line.write(b);
        }
        byte[] bytes = line.toByteArray();
        if (!starts(bytes, ManifestText.LAST)) {
            digest.update(bytes);
            digest.update((byte) '\n');
        }
        return bytes;
    }

    private static boolean starts(byte[] line, String word) {
        return line.length >= word.length()
                && new String(line, 0, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    private static Matcher matched(Pattern pattern, String word) throws IOException {
        Matcher matcher = pattern.matcher(word);
        require(matcher.matches(), "a line that cannot be read");
        return matcher;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    /// The words of a line.
    private static final class Words {
        private final byte[] line;
        private int at;

        Words(byte[] line) {
            this.line = line;
        }

        String next() throws IOException {
            return new String(nextBytes(), StandardCharsets.ISO_8859_1);
        }

        byte[] nextBytes() throws IOException {
            int from = at;
            while (at < line.length && line[at] != ' ') {
                at++;
            }
            require(at < line.length, "a line with too few words");
            at++;
            return Arrays.copyOfRange(line, from, at - 1);
        }

        byte[] last() throws IOException {
            byte[] rest = Arrays.copyOfRange(line, at, line.length);
            require(rest.length > 0, "an entry without a name");
            return rest;
        }
    }
}
