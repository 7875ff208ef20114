package lockstep.present;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// Every text that a person reads in the window, from one bundle.
///
/// Patterns are `MessageFormat`'s; a text that counts has two keys, `KEY.one` and `KEY.other`.
public final class Strings {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("lockstep.present.strings", Locale.ENGLISH);

    private Strings() {}

    /// The text of that key, with `{0}`, `{1}` … filled in.
    ///
    /// @throws java.util.MissingResourceException when the bundle lacks the key
    public static String text(String key, Object... arguments) {
        String pattern = BUNDLE.getString(key);
        return arguments.length == 0
                ? pattern
                : new MessageFormat(pattern, Locale.ENGLISH).format(arguments);
    }

    /// The singular or plural text of that key for a count, which is `{0}`.
    public static String count(String key, long count) {
        return text(key + (count == 1 ? ".one" : ".other"), count);
    }
}
