package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits an nginx configuration into tokens as nginx itself does (`ngx_conf_read_token`), and
/// knows where each one stands.
final class NginxTokens {
    /// What follows is Lua, whose braces and quotes have rules of their own.
    private static final String LUA = "_by_lua_block";

    private final byte[] text;
    private final List<Token> tokens = new ArrayList<>();

    private NginxTokens(byte[] text) {
        this.text = text;
    }

    enum Kind {
        WORD,
        /// `;`
        END,
        /// `{`
        OPEN,
        /// `}`
        CLOSE
    }

    /// @param value of a word, without its quotes and escapes; empty otherwise
    /// @param from offset of the first byte, quotes included
    /// @param to offset after the last byte, quotes included
    record Token(Kind kind, String value, int from, int to) {}

    /// @throws NginxGarbled when a quote is not closed, or the text holds Lua
    static List<Token> of(byte[] text) throws NginxGarbled {
        NginxTokens tokens = new NginxTokens(text);
        tokens.split();
        return tokens.tokens;
    }

    /// The line that an offset is in, from 1.
    static int line(byte[] text, int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, text.length); i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private void split() throws NginxGarbled {
        int at = 0;
        while (at < text.length) {
            at =
                    switch (text[at]) {
                        case ' ', '\t', '\r', '\n' -> at + 1;
                        case '#' -> comment(at);
                        case ';' -> mark(Kind.END, at);
                        case '{' -> mark(Kind.OPEN, at);
                        case '}' -> mark(Kind.CLOSE, at);
                        case '"', '\'' -> quoted(at);
                        default -> plain(at);
                    };
        }
    }

    private int comment(int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    private int mark(Kind kind, int at) {
        tokens.add(new Token(kind, "", at, at + 1));
        return at + 1;
    }

    /// Quotes mean something only where a word begins.
    private int quoted(int from) throws NginxGarbled {
        int at = from + 1;
        while (at < text.length && text[at] != text[from]) {
            at += text[at] == '\\' ? 2 : 1;
        }
        if (at >= text.length) {
            throw garbled(from, "a quote is not closed");
        }
        int end = at + 1;
        if (end < text.length && " \t\r\n;{)".indexOf(text[end]) < 0) {
            throw garbled(end, "something stands directly behind a quote");
        }
        return word(from + 1, at, from, end);
    }

    /// A word may hold quotes, `#` and `}` as they are, and `{` behind a `$`.
    private int plain(int from) throws NginxGarbled {
        int at = from;
        boolean variable = false;
        while (at < text.length) {
            byte b = text[at];
            boolean braced = b == '{' && variable;
            if (" \t\r\n;".indexOf(b) >= 0 || b == '{' && !braced) {
                break;
            }
            variable = b == '$' || braced;
            at += b == '\\' ? 2 : 1;
        }
        if (at > text.length) {
            throw garbled(from, "it ends within a word");
        }
        return word(from, at, from, at);
    }

    private int word(int valueFrom, int valueTo, int from, int to) throws NginxGarbled {
        String value = unescaped(valueFrom, valueTo);
        if (value.endsWith(LUA)) {
            throw garbled(from, "it holds Lua; move the upstreams to a file without");
        }
        tokens.add(new Token(Kind.WORD, value, from, to));
        return to;
    }

    private String unescaped(int from, int to) {
        byte[] value = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            byte b = text[at];
            if (b == '\\' && at + 1 < to) {
                int known = "\"'\\trn".indexOf(text[at + 1]);
                if (known >= 0) {
                    b = (byte) "\"'\\\t\r\n".charAt(known);
                    at++;
                }
            }
            value[length++] = b;
            at++;
        }
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }

    private NginxGarbled garbled(int at, String reason) {
        return new NginxGarbled(line(text, at), reason);
    }
}
