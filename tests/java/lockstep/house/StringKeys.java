package lockstep.house;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The keys of the window's texts, held against the literals of the sources that name them. A text
/// literal that begins like a key is taken for one, wherever it stands; a key that is put together
/// begins with a literal, and what follows is another literal or a constant's name.
final class StringKeys {
    private static final Pattern KEY = Pattern.compile("[a-z]+(?:\\.[A-Za-z_-][A-Za-z0-9_-]*)+");
    private static final Pattern FILE = Pattern.compile(".*\\.(?:css|png|html|txt|toml)");
    private static final Pattern COUNTED = Pattern.compile("\\.(?:one|other)$");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final Set<String> keys;
    private final Set<String> areas;
    private final Set<String> literals = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    private StringKeys(Set<String> keys) {
        this.keys = keys;
        areas = keys.stream().map(key -> key.split("\\.")[0]).collect(Collectors.toSet());
    }

    /// What is named and not there, and what is there and not named.
    static List<String> violations(Set<String> keys, List<Source> sources) {
        StringKeys held = new StringKeys(keys);
        sources.forEach(held::read);
        for (String key : new TreeSet<>(keys)) {
            if (!held.isNamed(key)) {
                held.violations.add(key + " is named nowhere");
            }
        }
        return held.violations;
    }

    private void read(Source source) {
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitBinary(BinaryTree sum, Void nothing) {
                if (sum.getKind() == Tree.Kind.PLUS
                        && sum.getLeftOperand() instanceof LiteralTree first
                        && first.getValue() instanceof String text) {
                    literals.add(text);
                    beginning(source, first, text);
                    return scan(sum.getRightOperand(), null);
                }
                return super.visitBinary(sum, null);
            }

            @Override
            public Void visitLiteral(LiteralTree literal, Void nothing) {
                if (literal.getValue() instanceof String text) {
                    literals.add(text);
                    whole(source, literal, text);
                }
                return null;
            }
        }.scan(source.tree(), null);
    }

    private void beginning(Source source, Tree at, String text) {
        boolean looksLikeOne = KEY.matcher(text + "x").matches() && isOurs(text);
        if (looksLikeOne) {
            beginnings.add(text);
            if (keys.stream().noneMatch(key -> key.startsWith(text))) {
                violations.add(source.at(at, "no key begins with " + text));
            }
        }
    }

    private void whole(Source source, Tree at, String text) {
        boolean looksLikeOne =
                KEY.matcher(text).matches() && !FILE.matcher(text).matches() && isOurs(text);
        boolean known =
                keys.contains(text) || keys.stream().anyMatch(key -> key.startsWith(text + "."));
        if (looksLikeOne && !known) {
            violations.add(source.at(at, "no key " + text));
        }
    }

    private boolean isOurs(String text) {
        return areas.contains(text.split("\\.")[0]);
    }

    private boolean isNamed(String key) {
        String base = COUNTED.matcher(key).replaceFirst("");
        return literals.contains(key) || literals.contains(base) || isPutTogether(base);
    }

    /// From a beginning and, one after the other, literals and names of constants.
    private boolean isPutTogether(String key) {
        return beginnings.stream()
                        .anyMatch(b -> key.startsWith(b) && ends(key.substring(b.length())))
                || literals.stream()
                        .anyMatch(
                                l ->
                                        KEY.matcher(l).matches()
                                                && key.startsWith(l + ".")
                                                && ends(key.substring(l.length())));
    }

    private boolean ends(String rest) {
        if (rest.isEmpty() || literals.contains(rest)) {
            return true;
        }
        String bare = rest.startsWith(".") ? rest.substring(1) : rest;
        int dot = bare.indexOf('.');
        String first = dot < 0 ? bare : bare.substring(0, dot);
        boolean known = CONSTANT.matcher(first).matches() || literals.contains(first);
        return known && (dot < 0 || ends(bare.substring(dot)));
    }
}
