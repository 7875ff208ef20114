package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random filter rules that have to do with the names of a tree. Characters stand for bytes.
final class RandomRules {
    private static final String[] SETS = {
        "[a-c]", "[!a-c]", "[^a]", "[]x]", "[a-]", "[-a]", "[\\]a]", "[[:alpha:]]", "[![:digit:]]",
        "[[:punct:]a]", "[[:none:]a]", "[a", "[", "[a\\", "[[:]", "[c-a]", "[.-0]", "[[:space:]]"
    };
    private static final String[] WILD = {"*", "*", "**", "***", "?", "?"};

    /// Which rules.
    enum Sort {
        /// Those of which it is sure what they do.
        SURE,
        /// All that a source may hear.
        ANY
    }

    private final Random random;
    private final List<String> names;
    private final Sort sort;

    private RandomRules(Random random, List<String> names, Sort sort) {
        this.random = random;
        this.names = names;
        this.sort = sort;
    }

    static List<byte[]> make(Random random, List<String> names, Sort sort) {
        RandomRules rules = new RandomRules(random, names, sort);
        List<byte[]> made = new ArrayList<>();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            made.add(rules.rule().getBytes(StandardCharsets.ISO_8859_1));
        }
        return made;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String oneOf(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String rule() {
        if (oneIn(25)) {
            return oneOf("!", "clear");
        }
        boolean any = sort == Sort.ANY;
        if (any && oneIn(8)) {
            return oneOf(": a", ":- conf", ":C a", ":+ b", "dir-merge,n a", ":e a", "-C", "-C");
        }
        String kind = oneIn(3) ? oneOf("+", "S", "include", "show") : oneOf("-", "-", "H", "hide");
        kind = oneIn(6) ? "exclude" : kind;
        kind = any && oneIn(6) ? oneOf("P", "R", "protect", "risk") : kind;
        StringBuilder modifiers = new StringBuilder();
        boolean sided = "HSPR".contains(kind.substring(0, 1)) || kind.matches("[hspr].*");
        add(modifiers, '!', 8);
        add(modifiers, 'p', 8);
        add(modifiers, 's', sided ? 0 : 8);
        add(modifiers, 'r', sided || !any ? 0 : 8);
        add(modifiers, '/', any ? 8 : 0);
        String comma = modifiers.isEmpty() ? "" : kind.length() > 1 ? "," : oneOf("", ",");
        return kind + comma + modifiers + oneOf(" ", " ", "_") + pattern(kind);
    }

    private void add(StringBuilder modifiers, char one, int in) {
        if (in > 0 && oneIn(in)) {
            modifiers.append(one);
        }
    }

    /// A rule that shows or hides everything says little about others.
    private String pattern(String kind) {
        String pattern = written();
        boolean all = pattern.matches("[*/]*");
        return pattern.isEmpty() || all && !oneIn(6) ? kind.substring(0, 1) + "*" : pattern;
    }

    private String written() {
        String path = names.get(random.nextInt(names.size()));
        String text =
                switch (random.nextInt(4)) {
                    case 0 -> path;
                    case 1 -> path.substring(path.lastIndexOf('/') + 1);
                    case 2 -> path.substring(path.indexOf('/') + 1);
                    default -> path.substring(random.nextInt(path.length()));
                };
        StringBuilder pattern = new StringBuilder(text);
        for (int n = random.nextInt(3); n > 0 && !pattern.isEmpty(); n--) {
            int at = random.nextInt(pattern.length());
            int end = oneIn(2) ? at + 1 : at + random.nextInt(pattern.length() - at + 1);
            pattern.replace(at, end, oneIn(3) ? oneOf(SETS) : oneOf(WILD));
        }
        if (oneIn(8) && !pattern.isEmpty()) {
            pattern.insert(random.nextInt(pattern.length()), '\\');
        }
        pattern.insert(0, oneIn(3) ? oneOf("/", "**/", "**", "*/", "//") : "");
        return pattern.append(oneIn(3) ? oneOf("/", "/**", "/***", "***", "*", "\\") : "")
                .toString();
    }
}
