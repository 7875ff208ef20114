package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.run.Report;
import lockstep.state.Course;
import org.junit.jupiter.api.Test;

/// A report of a cluster whose nodes and operators are called what could do harm.
class ReportHtmlTest {
    private static final String EVIL =
            "<script>alert(1)</script>\"'&\u202eexe.\n\u001b[31m<img src=x onerror=y>";

    private static Report report() {
        NodeResult figures =
                new NodeResult(
                        false,
                        1_200,
                        98_000,
                        1_500,
                        1,
                        Duration.ofSeconds(42),
                        12,
                        3,
                        EVIL,
                        List.of("differs: " + EVIL));
        RunHead head =
                new RunHead(
                        "k3f9qa",
                        Instant.parse("2026-11-22T12:00:00Z"),
                        EVIL,
                        EVIL,
                        Course.ROLLING,
                        EVIL,
                        List.of(EVIL, "web3"),
                        EVIL,
                        "",
                        EVIL);
        return new Report(
                head,
                "stopped: " + EVIL,
                false,
                Duration.ofSeconds(90),
                List.of(
                        new Report.Node(
                                EVIL,
                                Report.Grade.IN_DOUBT,
                                "NOT identical",
                                Optional.of(figures),
                                true,
                                List.of("differs: " + EVIL)),
                        new Report.Node(
                                "web3",
                                Report.Grade.IN_DOUBT,
                                "stopped in sync",
                                Optional.empty(),
                                true,
                                List.of())));
    }

    @Test
    void nothingFromANodeBecomesMarkup() {
        String html = ReportHtml.of(report());
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
                .contains("default-src 'none'", "prefers-color-scheme: dark", "@media print")
                .doesNotContain("<script", "<img", "http://", "https://", "\u202e", "\u001b");
        assertThat(html.replaceAll("(?s)<style>.*</style>", "").split("<[a-z!/]", -1).length)
                .isEqualTo(html.replaceAll("(?s)<style>.*</style>", "").split("<", -1).length);
        assertThat(html).contains("3 of 12", "42 s", "1.2 kB", "unknown");
    }

    @Test
    void nothingFromANodeReachesTheTerminalRaw() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        Terminal.Screen screen = new Terminal.Screen(0, false, StandardCharsets.UTF_8, null);
        new ReportText(new Terminal(writer, writer, screen)).print(report());
        assertThat(out.toString()).contains("3 of 12").doesNotContain("\u202e", "\u001b");
        assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("<img"));
    }

    @Test
    void jsonHasNullForWhatNobodyWroteDown() {
        Json json = new Json();
        ReportJson.write(json, report());
        List<?> nodes =
                JsonText.array(JsonText.object(JsonText.read(json.finished())).get("nodes"));
        assertThat(JsonText.object(nodes.getFirst())).containsEntry("healthFailing", 3L);
        assertThat(JsonText.object(nodes.getLast())).containsEntry("bytesSent", null);
    }
}
