package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.report.Harmful;
import org.junit.jupiter.api.Test;

/// On a terminal and for scripts: a report of a cluster whose names could do harm.
class ReportTableTest {
    @Test
    void nothingFromANodeReachesTheTerminalRaw() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        Terminal.Screen screen = new Terminal.Screen(0, false, StandardCharsets.UTF_8, null);
        new ReportTable(new Terminal(writer, writer, screen)).print(Harmful.report());
        assertThat(out.toString()).contains("3 of 12").doesNotContain("\u202e", "\u001b");
        assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("<img"));
    }

    @Test
    void jsonHasNullForWhatNobodyWroteDown() {
        Json json = new Json();
        ReportJson.write(json, Harmful.report());
        List<?> nodes =
                JsonText.array(JsonText.object(JsonText.read(json.finished())).get("nodes"));
        assertThat(JsonText.object(nodes.getFirst())).containsEntry("healthFailing", 3L);
        assertThat(JsonText.object(nodes.getLast())).containsEntry("bytesSent", null);
    }
}
