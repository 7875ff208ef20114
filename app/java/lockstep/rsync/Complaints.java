package lockstep.rsync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;

/// Reads what can be read out of rsync's error texts. They are a peer's words: nothing is decided
/// by them but how trouble is told, and which path it is laid to.
final class Complaints {
    /// One quoted name, or the first of two, and no other quote: a name may hold quotes itself.
    private static final Pattern QUOTED =
            Pattern.compile("[^\"]*\"([^\"]*)\"(?: -> \"[^\"]*\")?[^\"]*", Pattern.DOTALL);

    private static final Pattern ESCAPED = Pattern.compile("\\\\#([0-3][0-7][0-7])");

    private Complaints() {}

    /// The path below the root that a text, as it was sent, quotes first; empty where it quotes
    /// none, or so that nobody can tell where the name ends.
    static Optional<TreePath> path(byte[] said, String root) {
        Matcher quoted = QUOTED.matcher(new String(said, StandardCharsets.ISO_8859_1));
        if (!quoted.matches()) {
            return Optional.empty();
        }
        byte[] bytes = unescape(quoted.group(1));
        byte[] prefix = (root.equals("/") ? "/" : root + "/").getBytes(StandardCharsets.UTF_8);
        byte[] bare = root.getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(bytes, bare) || Arrays.equals(bytes, prefix)) {
            return Optional.of(TreePath.ROOT);
        }
        boolean below = bytes.length > prefix.length && startsWith(bytes, prefix);
        int from = below ? prefix.length : 0;
        if (!below && bytes.length > 0 && bytes[0] == '/') {
            return Optional.empty();
        }
        try {
            return Optional.of(TreePath.checked(bytes, from, bytes.length - from));
        } catch (MalformedTree _) {
            return Optional.empty();
        }
    }

    /// The reason in a text: what stands behind `failed:`, or all of it.
    static String reason(String text) {
        int failed = text.indexOf(" failed: ");
        return failed < 0 ? text : text.substring(failed + " failed: ".length());
    }

    /// A fault for a complaint that names a cause the operator can mend; empty for any other.
    static Optional<Fault> fault(Problem problem, String root) {
        String node = problem.node();
        String text = problem.text();
        if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
            return Optional.of(new Fault.DiskFull(node, text));
        }
        boolean atRoot = problem.path().filter(TreePath::isRoot).isPresent();
        if (atRoot && text.contains("No such file or directory")) {
            return Optional.of(new Fault.RootMissing(node, root));
        }
        if (atRoot && text.contains("Permission denied")) {
            return Optional.of(new Fault.Unreadable(node, root, reason(text)));
        }
        return Optional.empty();
    }

    /// Whether a text only says that the conversation ended: the other end's doing, or ours.
    static boolean isConsequence(String text) {
        return text.startsWith("rsync error:")
                || text.contains("connection unexpectedly closed")
                || text.contains("Broken pipe")
                || text.contains("Connection reset");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// rsync prints an unprintable byte as `\#` and three octal digits. A character is a byte.
    private static byte[] unescape(String text) {
        Matcher escape = ESCAPED.matcher(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int from = 0;
        while (escape.find()) {
            out.writeBytes(
                    text.substring(from, escape.start()).getBytes(StandardCharsets.ISO_8859_1));
            out.write(Integer.parseInt(escape.group(1), 8));
            from = escape.end();
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }
}
