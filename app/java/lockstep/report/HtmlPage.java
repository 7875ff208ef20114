package lockstep.report;

/// One page that needs no other file: no script, nothing to load, and a policy that forbids both,
/// should a name from a node ever get past the escapes. Light or dark as its reader likes it, and
/// black on white on paper.
final class HtmlPage {
    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            """;
    private static final String STYLE =
            """
            <style>
            :root { --ink: #1b2733; --paper: #ffffff; --line: #d5dbe1; --good: #11693f;
              --bad: #a11a1a; --quiet: #5a6772; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #dde4ea; --paper: #14191f; --line: #37424d; --good: #6fd3a0;
                --bad: #ff9a93; --quiet: #9aa7b3; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink);
              background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
            dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
            li { overflow-wrap: anywhere; }
            .proven { color: var(--good); } .in-doubt { color: var(--bad); font-weight: bold; }
            @media print { :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333;
                --good: #000; --bad: #000; } body { margin: 0; max-width: none; }
              tr, li { break-inside: avoid; } }
            """;

    private final StringBuilder html = new StringBuilder(HEAD);

    private HtmlPage() {}

    /// A page up to where its content begins.
    ///
    /// @param style rules of its own
    static HtmlPage begun(String title, String style) {
        return new HtmlPage()
                .element("title", title)
                .markup(STYLE + style + "</style>\n</head>\n<body>\n");
    }

    /// The whole page, to be written in UTF-8.
    String ended() {
        return markup("</body>\n</html>\n").html.toString();
    }

    /// Markup of ours: nothing in it comes from anybody else.
    HtmlPage markup(String ours) {
        html.append(ours);
        return this;
    }

    /// A text in an element, from whomever it comes.
    HtmlPage element(String name, String text) {
        markup("<" + name + ">").text(text);
        return markup("</" + name + ">\n");
    }

    /// A text, from whomever it comes.
    HtmlPage text(String text) {
        ReportWords.shown(text).codePoints().forEach(this::escaped);
        return this;
    }

    private void escaped(int c) {
        switch (c) {
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '&' -> html.append("&amp;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> html.appendCodePoint(c);
        }
    }
}
