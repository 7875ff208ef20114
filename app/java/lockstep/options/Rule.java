package lockstep.options;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One filter rule: an exclude (`-`), an include (`+`), a file merged here (`.`) or in every
/// directory (`:`), or `!`, which forgets those before. Characters of the pattern are bytes.
///
/// Its text form on the wire is that of `--filter`, with the short name and all modifiers.
///
/// @param modifiers each once, in the order of [#ORDER]
record Rule(char type, String modifiers, String pattern) {
    private static final String ORDER = "/!C-+nwexsrp";
    private static final String OF_PATTERNS = "/!Csrpx";
    private static final String OF_FILES = "/-+Censrpwx";
    private static final Map<String, String> NAMES =
            Map.of(
                    "exclude", "-",
                    "include", "+",
                    "merge", ".",
                    "dir-merge", ":",
                    "hide", "H",
                    "show", "S",
                    "protect", "P",
                    "risk", "R",
                    "clear", "!");

    static final Rule CLEAR = new Rule('!', "", "");

    static Rule plain(char type, String pattern) {
        return new Rule(type, "", pattern);
    }

    /// Reads a rule as `--filter` takes it.
    static Rule parse(String text) throws OptionError {
        int end = 0;
        while (end < text.length()
                && (Character.isLetter(text.charAt(end)) || end > 0 && text.charAt(end) == '-')) {
            end++;
        }
        String named = NAMES.get(text.substring(0, end));
        int length = named == null ? 1 : end;
        String shortName = named == null ? text.substring(0, Math.min(1, text.length())) : named;
        if (shortName.isEmpty() || "+-.:HSPR!".indexOf(shortName.charAt(0)) < 0) {
            throw invalid("Unknown filter rule: ", text);
        }
        return rest(shortName.charAt(0), text, length);
    }

    private static Rule rest(char type, String text, int from) throws OptionError {
        int at = from;
        if (type == '!') {
            if (at < text.length()) {
                throw invalid("'!' rule has trailing characters: ", text);
            }
            return CLEAR;
        }
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
        }
        StringBuilder modifiers = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '_') {
            modifiers.append(text.charAt(at++));
        }
        String pattern = at < text.length() ? text.substring(at + 1) : "";
        return checked(type, modifiers.toString(), pattern, text);
    }

    private static Rule checked(char type, String modifiers, String pattern, String text)
            throws OptionError {
        boolean file = type == '.' || type == ':';
        boolean sided = "HSPR".indexOf(type) >= 0;
        for (int i = 0; i < modifiers.length(); i++) {
            char c = modifiers.charAt(i);
            boolean side = c == 's' || c == 'r';
            if ((file ? OF_FILES : OF_PATTERNS).indexOf(c) < 0 || sided && (side || c == 'C')) {
                throw invalid("invalid modifier '" + c + "' in filter rule: ", text);
            }
        }
        boolean cvs = modifiers.indexOf('C') >= 0;
        String name = file && cvs && pattern.isEmpty() ? ".cvsignore" : pattern;
        if (name.isEmpty() && !cvs) {
            throw invalid("unexpected end of filter rule: ", text);
        }
        return switch (type) {
            case 'H' -> new Rule('-', sorted(modifiers + "s"), name);
            case 'S' -> new Rule('+', sorted(modifiers + "s"), name);
            case 'P' -> new Rule('-', sorted(modifiers + "r"), name);
            case 'R' -> new Rule('+', sorted(modifiers + "r"), name);
            default -> new Rule(type, sorted(modifiers), name);
        };
    }

    private static String sorted(String modifiers) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < ORDER.length(); i++) {
            char c = ORDER.charAt(i);
            if (modifiers.indexOf(c) >= 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static OptionError invalid(String what, String text) {
        return OptionError.syntax(what + text);
    }

    boolean has(char modifier) {
        return modifiers.indexOf(modifier) >= 0;
    }

    /// Whether it is for one end only.
    boolean hasSide() {
        return has('s') != has('r');
    }

    /// With the modifiers that a merged file gives all its rules; `x` is not among them.
    ///
    /// @throws OptionError when both say for which end
    Rule under(Rule file) throws OptionError {
        if (type == '!') {
            return this;
        }
        boolean sides = file.has('s') || file.has('r');
        if (sides && (has('s') || has('r'))) {
            throw OptionError.syntax(
                    "specified-side merge file contains specified-side filter: " + pattern);
        }
        String more = file.modifiers.replaceAll("[^/srp]", "");
        return new Rule(type, sorted(modifiers + more), pattern);
    }

    Rule without(char modifier) {
        return new Rule(type, modifiers.replace(Character.toString(modifier), ""), pattern);
    }

    /// As it goes over the wire.
    byte[] bytes() {
        return (type + modifiers + " " + pattern).getBytes(StandardCharsets.ISO_8859_1);
    }
}
