package lockstep.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;

/// One path in which a node's tree is not as a snapshot.
public record Difference(TreePath path, Kind kind) {
    /// How the tree differs from the snapshot.
    public enum Kind {
        /// It has come since.
        ADDED,
        /// It has gone since, or is of another type now.
        GONE,
        /// A file's content, or where a link leads to.
        CONTENT,
        /// Mode, owner, time, ACL, attributes, hard links.
        ATTRIBUTES
    }

    private static final int CODE = 11;
    private static final int CHECKSUM = 2;

    /// Reads a line of rsync's in the form `:%i %n`; empty for any other.
    static Optional<Difference> read(byte[] line) {
        if (line.length < CODE + 3 || line[0] != ':' || line[CODE + 1] != ' ') {
            return Optional.empty();
        }
        String code = new String(line, 1, CODE, StandardCharsets.ISO_8859_1);
        byte[] name = unescaped(line, CODE + 2);
        int length = name.length;
        if (length > 1 && name[length - 1] == '/') {
            length--;
        }
        try {
            return Optional.of(new Difference(TreePath.checked(name, 0, length), kind(code)));
        } catch (MalformedTree _) {
            return Optional.empty();
        }
    }

    /// Reads the path of something that was written late, behind a `+`; empty for any other line.
    static Optional<TreePath> late(byte[] line) {
        if (line.length < 2 || line[0] != '+') {
            return Optional.empty();
        }
        byte[] name = unescaped(line, 1);
        int length = name.length;
        if (length > 1 && name[length - 1] == '/') {
            length--;
        }
        try {
            return Optional.of(TreePath.checked(name, 0, length));
        } catch (MalformedTree _) {
            return Optional.empty();
        }
    }

    private static Kind kind(String code) {
        if (code.startsWith("*")) {
            return Kind.ADDED;
        }
        if (code.endsWith("+++")) {
            return Kind.GONE;
        }
        char update = code.charAt(0);
        boolean content = update == '>' || update == '<' || code.charAt(CHECKSUM) == 'c';
        return content ? Kind.CONTENT : Kind.ATTRIBUTES;
    }

    /// rsync prints a byte that is not printable ASCII, and a backslash that could be taken for the
    /// beginning of that, as `\#` and three octal digits.
    static byte[] unescaped(byte[] line, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length - from);
        int at = from;
        while (at < line.length) {
            if (escape(line, at)) {
                int high = line[at + 2] - '0';
                out.write(high << 6 | line[at + 3] - '0' << 3 | line[at + 4] - '0');
                at += 5;
            } else {
                out.write(line[at]);
                at++;
            }
        }
        return out.toByteArray();
    }

    private static boolean escape(byte[] line, int at) {
        return at + 4 < line.length
                && line[at] == '\\'
                && line[at + 1] == '#'
                && line[at + 2] >= '0'
                && line[at + 2] <= '3'
                && octal(line[at + 3])
                && octal(line[at + 4]);
    }

    private static boolean octal(byte digit) {
        return digit >= '0' && digit <= '7';
    }
}
