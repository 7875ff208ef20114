package lockstep.report;

import java.util.List;
import java.util.Locale;
import lockstep.run.Report;

/// A report as one file that needs no other: no script, nothing to load, and a policy that forbids
/// both, should a name from a node ever get past the escapes.
public final class ReportHtml {
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
            th:nth-child(n+3), td:nth-child(n+3) { text-align: right; white-space: nowrap; }
            li { overflow-wrap: anywhere; }
            .proven { color: var(--good); } .in-doubt { color: var(--bad); font-weight: bold; }
            @media print { :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333;
                --good: #000; --bad: #000; } body { margin: 0; max-width: none; }
              tr, li { break-inside: avoid; } }
            </style>
            """;

    private final StringBuilder html = new StringBuilder();

    private ReportHtml() {}

    /// The whole file, to be written in UTF-8.
    public static String of(Report report) {
        ReportHtml page = new ReportHtml();
        page.all(report);
        return page.html.toString();
    }

    private void all(Report report) {
        html.append(HEAD);
        element("title", "Lockstep run " + report.head().id());
        html.append(STYLE).append("</head>\n<body>\n");
        element("h1", report.sentence());
        html.append("<dl>\n");
        for (ReportWords.Fact fact : ReportWords.facts(report)) {
            element("dt", fact.name());
            element("dd", fact.text());
        }
        html.append("</dl>\n<table>\n<tr>");
        ReportWords.COLUMNS.forEach(column -> element("th", column));
        html.append("</tr>\n");
        report.nodes().forEach(this::row);
        html.append("</table>\n");
        report.nodes().forEach(this::troubles);
        element("p", ReportWords.sum(report));
        html.append("</body>\n</html>\n");
    }

    private void row(Report.Node node) {
        String grade = node.grade().name().toLowerCase(Locale.ROOT).replace('_', '-');
        html.append("<tr class=\"").append(grade).append("\">");
        ReportWords.cells(node).forEach(cell -> element("td", cell));
        html.append("</tr>\n");
    }

    private void troubles(Report.Node node) {
        List<String> troubles = node.troubles();
        if (!troubles.isEmpty()) {
            element("h2", node.name());
            html.append("<ul>\n");
            troubles.forEach(trouble -> element("li", trouble));
            html.append("</ul>\n");
        }
    }

    private void element(String name, String text) {
        html.append('<').append(name).append('>');
        ReportWords.shown(text).codePoints().forEach(this::escaped);
        html.append("</").append(name).append(">\n");
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
