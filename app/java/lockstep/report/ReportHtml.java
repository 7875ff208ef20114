package lockstep.report;

import java.util.List;
import java.util.Locale;
import lockstep.run.Report;

/// A report as one file that needs no other.
public final class ReportHtml {
    private static final String STYLE =
            """
            th:nth-child(n+3), td:nth-child(n+3) { text-align: right; white-space: nowrap; }
            """;

    private final HtmlPage html;

    private ReportHtml(HtmlPage html) {
        this.html = html;
    }

    /// The whole file, to be written in UTF-8.
    public static String of(Report report) {
        HtmlPage html = HtmlPage.begun("Lockstep run " + report.head().id(), STYLE);
        new ReportHtml(html).all(report);
        return html.ended();
    }

    private void all(Report report) {
        html.element("h1", report.sentence());
        html.markup("<dl>\n");
        for (ReportWords.Fact fact : ReportWords.facts(report)) {
            html.element("dt", fact.name());
            html.element("dd", fact.text());
        }
        html.markup("</dl>\n<table>\n<tr>");
        ReportWords.COLUMNS.forEach(column -> html.element("th", column));
        html.markup("</tr>\n");
        report.nodes().forEach(this::row);
        html.markup("</table>\n");
        report.nodes().forEach(this::troubles);
        html.element("p", ReportWords.sum(report));
    }

    private void row(Report.Node node) {
        String grade = node.grade().name().toLowerCase(Locale.ROOT).replace('_', '-');
        html.markup("<tr class=\"" + grade + "\">");
        ReportWords.cells(node).forEach(cell -> html.element("td", cell));
        html.markup("</tr>\n");
    }

    private void troubles(Report.Node node) {
        List<String> troubles = node.troubles();
        if (!troubles.isEmpty()) {
            html.element("h2", node.name());
            html.markup("<ul>\n");
            troubles.forEach(trouble -> html.element("li", trouble));
            html.markup("</ul>\n");
        }
    }
}
