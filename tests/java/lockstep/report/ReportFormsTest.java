package lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A report as a page and as plain text, of a cluster whose names could do harm.
class ReportFormsTest {
    @Test
    void nothingFromANodeBecomesMarkup() {
        String html = ReportHtml.of(Harmful.report());
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
                .contains("default-src 'none'", "prefers-color-scheme: dark", "@media print")
                .doesNotContain("<script", "<img", "http://", "https://", "\u202e", "\u001b");
        assertThat(html.replaceAll("(?s)<style>.*</style>", "").split("<[a-z!/]", -1).length)
                .isEqualTo(html.replaceAll("(?s)<style>.*</style>", "").split("<", -1).length);
        assertThat(html).contains("3 of 12", "42 s", "1.2 kB", "unknown");
    }

    @Test
    void plainTextTellsTheSameInAParagraphANode() {
        String text = ReportText.of(Harmful.report());
        assertThat(text).doesNotContain("\u202e", "\u001b").endsWith("\n");
        assertThat(text.lines())
                .contains(
                        "web3: stopped in sync",
                        "  sent unknown, saved unknown, out of pool unknown,"
                                + " health failing unknown")
                .contains("  sent 1.2 kB, saved 98 kB, out of pool 42 s, health failing 3 of 12")
                .noneMatch(line -> line.startsWith("<img"));
        assertThat(text.lines().filter(line -> line.startsWith("  - differs: <script>")))
                .hasSize(1);
    }
}
