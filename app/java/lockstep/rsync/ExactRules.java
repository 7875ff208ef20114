package lockstep.rsync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.tree.TreePath;

/// Filter rules that stand for paths, byte for byte. rsync takes a backslash for itself in a rule
/// without wildcards, and for an escape in one that has any.
final class ExactRules {
    private static final String WILD = "*?[";

    private ExactRules() {}

    /// A sender lists these paths, where it has them, and the directories above them; nothing else.
    static List<byte[]> only(Set<TreePath> paths) {
        List<byte[]> rules = new ArrayList<>();
        paths.forEach(path -> rules.add(rule("+ ", path, "")));
        return closed(rules, paths);
    }

    /// A sender hides these paths and lists the directories above them and nothing else; a receiver
    /// deletes what was hidden, with everything in it, and nothing else.
    static List<byte[]> without(Set<TreePath> paths) {
        List<byte[]> rules = new ArrayList<>();
        for (TreePath path : paths) {
            rules.add(rule("H ", path, ""));
            rules.add(rule("R ", path, ""));
            rules.add(rule("R ", path, "/***"));
        }
        return closed(rules, paths);
    }

    private static List<byte[]> closed(List<byte[]> rules, Set<TreePath> paths) {
        Set<TreePath> above = new HashSet<>();
        for (TreePath path : paths) {
            for (TreePath p = path.parent(); !p.isRoot() && above.add(p); p = p.parent()) {
                rules.add(rule("+ ", p, "/"));
            }
        }
        rules.add("- *".getBytes(StandardCharsets.US_ASCII));
        return rules;
    }

    private static byte[] rule(String kind, TreePath path, String end) {
        byte[] name = path.toBytes();
        boolean wild = isWild(name) || end.contains("*");
        ByteArrayOutputStream rule = new ByteArrayOutputStream(name.length + 8);
        rule.writeBytes((kind + "/").getBytes(StandardCharsets.US_ASCII));
        for (byte b : name) {
            if (wild && isEscaped(b)) {
                rule.write('\\');
            }
            rule.write(b);
        }
        rule.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return rule.toByteArray();
    }

    /// Whether a backslash makes the character mean itself, in a rule that has wildcards.
    static boolean isEscaped(int c) {
        return c == '\\' || WILD.indexOf(c) >= 0;
    }

    static boolean isWild(String text) {
        return text.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
    }

    private static boolean isWild(byte[] name) {
        for (byte b : name) {
            if (WILD.indexOf(b) >= 0) {
                return true;
            }
        }
        return false;
    }
}
