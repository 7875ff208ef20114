package lockstep.house;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;

/// A Java source held as text, as javac wants it.
final class SourceText extends SimpleJavaFileObject {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^[^/\\n]*\\b(?:class|interface|enum|record) (\\w+)");

    private final String path;
    private final String text;

    /// @param path relative to the checkout
    SourceText(String path, String text) {
        super(URI.create("string:///" + path), Kind.SOURCE);
        this.path = path;
        this.text = text;
    }

    /// A source that is in no file; its path follows from its package and its first type.
    static SourceText sample(String text) {
        String path = first(PACKAGE, text).replace('.', '/') + "/" + first(TYPE, text) + ".java";
        return new SourceText(path, text);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
