package lockstep.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import lockstep.run.Trend;

/// What happened to a cluster as one page that needs no other: the pictures of its trend, and a
/// table.
public final class HistoryHtml {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final List<String> COLUMNS =
            List.of("when", "kind", "who", "nodes", "result", "took", "sent", "saved");
    private static final String STYLE =
            """
            :root { --l1: #0969da; --l2: #bc4c00; --l3: #1a7f37; --l4: #8250df; --l5: #bf3989;
              --l6: #57606a; }
            @media (prefers-color-scheme: dark) {
              :root { --l1: #58a6ff; --l2: #f0883e; --l3: #56d364; --l4: #bc8cff; --l5: #f778ba;
                --l6: #8b949e; } }
            @media print { :root { --l1: #0969da; --l2: #bc4c00; --l3: #1a7f37; --l4: #8250df;
                --l5: #bf3989; --l6: #57606a; } }
            h2 { font-size: 1.05rem; margin-bottom: .2rem; }
            svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--quiet); }
            .grid { stroke: var(--line); } .mark { stroke: var(--quiet); stroke-dasharray: 1 3; }
            .tip { fill: var(--quiet); } .tip.bad { fill: var(--bad); }
            .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .s1 { stroke: var(--l1); } .s2 { stroke: var(--l2); stroke-dasharray: 8 4; }
            .s3 { stroke: var(--l3); stroke-dasharray: 2 3; } .s4 { stroke: var(--l4); stroke-dasharray: 10 3 2 3; }
            .s5 { stroke: var(--l5); stroke-dasharray: 14 5; } .s6 { stroke: var(--l6); stroke-dasharray: 5 3 1 3 1 3; }
            .sent { fill: var(--l2); } .saved { fill: var(--l1); opacity: .45; }
            svg .key { fill: var(--ink); }
            td { overflow-wrap: anywhere; vertical-align: top; }
            td:first-child, td:nth-child(2), td:nth-child(n+6) { white-space: nowrap; }
            th:nth-child(n+6), td:nth-child(n+6) { text-align: right; }
            .failed td:nth-child(5) { color: var(--bad); font-weight: bold; }
            .good td:nth-child(5) { color: var(--good); }
            .why, figcaption { color: var(--quiet); } figure { margin: 1rem 0; break-inside: avoid; }
            """;

    private final HtmlPage html;

    private HistoryHtml(HtmlPage html) {
        this.html = html;
    }

    /// What a page tells.
    ///
    /// @param cluster its name
    /// @param shown which part of the history it is, in words
    /// @param lines the newest first
    public record Content(
            String cluster, String shown, Instant at, Trend trend, List<HistoryLine> lines) {
        public Content {
            lines = List.copyOf(lines);
        }
    }

    /// The whole page, to be written in UTF-8.
    public static String of(Content content) {
        String title = "Lockstep history of " + content.cluster();
        HtmlPage page = HtmlPage.begun(title, STYLE);
        new HistoryHtml(page).all(content, title);
        return page.ended();
    }

    private void all(Content content, String title) {
        html.element("h1", title);
        html.element("p", content.shown() + " · written " + moment(content.at()));
        if (!content.trend().isEmpty()) {
            html.markup("<figure>\n").element("h2", "Entries that differ");
            new TrendSvg(html, content.trend()).drift();
            html.markup("</figure>\n");
        }
        if (!content.trend().runs().isEmpty()) {
            html.markup("<figure>\n").element("h2", "Bytes sent and saved, run by run");
            new TrendSvg(html, content.trend()).bytes();
            html.markup("</figure>\n");
        }
        html.markup("<table>\n<thead><tr>");
        COLUMNS.forEach(column -> html.element("th", column));
        html.markup("</tr></thead>\n<tbody>\n");
        content.lines().forEach(this::row);
        html.markup("</tbody>\n</table>\n");
    }

    private void row(HistoryLine line) {
        String outcome = line.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
        html.markup("<tr class=\"" + outcome + "\">");
        html.element("td", moment(line.at()));
        html.element("td", line.kind() + (line.run().isEmpty() ? "" : " " + line.run()));
        html.element("td", line.who());
        html.element("td", HistoryLines.nodes(line));
        html.markup("<td>").text(line.result());
        if (!line.why().isEmpty()) {
            html.markup(" <span class=\"why\">").text(line.why()).markup("</span>");
        }
        html.markup("</td>");
        html.element("td", HistoryLines.took(line));
        html.element("td", HistoryLines.bytes(line.sent()));
        html.element("td", HistoryLines.bytes(line.saved()));
        html.markup("</tr>\n");
    }

    private static String moment(Instant at) {
        return MOMENT.format(at.atZone(ZoneId.systemDefault()));
    }
}
