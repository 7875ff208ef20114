package lockstep.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lockstep.fault.Visible;

/// A path below a root, as bytes: components joined by `/`, no leading or trailing slash, never
/// `..` or an empty component. The root itself is the empty path. Identity is the bytes; text is
/// only for showing. Immutable.
public final class TreePath implements Comparable<TreePath> {
    /// The root.
    public static final TreePath ROOT = new TreePath(new byte[0]);

    /// The longest path accepted, in bytes (Linux's PATH_MAX).
    public static final int MAX_LENGTH = 4096;

    private final byte[] bytes;

    private TreePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A path from text that this program holds, encoded as UTF-8.
    ///
    /// @throws IllegalArgumentException when it is not a safe relative path
    public static TreePath of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return checked(bytes, 0, bytes.length);
        } catch (MalformedTree e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// A path from bytes that a peer sent; `.` and the empty name are the root. Copies the range.
    ///
    /// @throws MalformedTree when it is absolute, too long, or holds a NUL, an empty component,
    ///     `.` or `..`
    public static TreePath checked(byte[] from, int offset, int length) throws MalformedTree {
        if (length == 0 || length == 1 && from[offset] == '.') {
            return ROOT;
        }
        check(from, offset, length);
        return new TreePath(Arrays.copyOfRange(from, offset, offset + length));
    }

    /// Checks bytes that a peer sent as [#checked] does, without making a path; the root's `.` does
    /// not pass here.
    ///
    /// @throws MalformedTree as [#checked]
    public static void check(byte[] b, int offset, int length) throws MalformedTree {
        if (length > MAX_LENGTH) {
            throw new MalformedTree("a path of " + length + " bytes");
        }
        int start = offset;
        int end = offset + length;
        for (int i = offset; i <= end; i++) {
            if (i < end && b[i] == 0) {
                throw new MalformedTree("a path that holds a NUL");
            }
            if (i == end || b[i] == '/') {
                if (unsafeComponent(b, start, i - start)) {
                    throw new MalformedTree(
                            "the unsafe path \"" + Visible.bytes(b, offset, length) + "\"");
                }
                start = i + 1;
            }
        }
    }

    private static boolean unsafeComponent(byte[] b, int start, int length) {
        return length == 0
                || length > 255
                || length == 1 && b[start] == '.'
                || length == 2 && b[start] == '.' && b[start + 1] == '.';
    }

    /// In bytes; 0 for the root.
    public int length() {
        return bytes.length;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /// The last component; empty for the root.
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    /// The directory that holds it; the root is its own parent.
    public TreePath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new TreePath(Arrays.copyOf(bytes, slash));
    }

    /// Whether this is `ancestor` or lies below it.
    public boolean isWithin(TreePath ancestor) {
        byte[] a = ancestor.bytes;
        return a.length == 0
                || bytes.length >= a.length
                        && Arrays.equals(bytes, 0, a.length, a, 0, a.length)
                        && (bytes.length == a.length || bytes[a.length] == '/');
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// For screens and messages: unsafe characters made visible; the root is `.`.
    public String visible() {
        return isRoot() ? "." : Visible.bytes(bytes);
    }

    static TreePath trusted(byte[] bytes) {
        return bytes.length == 0 ? ROOT : new TreePath(bytes);
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '/') {
            i--;
        }
        return i;
    }

    /// By unsigned bytes: an order for maps, not rsync's order, which needs the kinds.
    @Override
    public int compareTo(TreePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreePath p && Arrays.equals(bytes, p.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return visible();
    }
}
