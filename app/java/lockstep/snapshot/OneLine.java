package lockstep.snapshot;

import lockstep.fault.Visible;

/// Text that is shown in one line, whoever wrote it.
final class OneLine {
    private static final int MOST = 200;

    private OneLine() {}

    /// The text with every unsafe character replaced, 200 characters at most. What this gave is
    /// given again as it is.
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            String one = Character.toString(c);
            String shown = c == '\\' || c >= 0x2400 && c <= 0x2421 ? one : Visible.text(one);
            boolean last = at + one.length() == text.length();
            if (out.length() + shown.length() > (last ? MOST : MOST - 1)) {
                return out.append('…').toString();
            }
            out.append(shown);
            at += one.length();
        }
        return out.toString();
    }
}
