package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Filter;
import org.junit.jupiter.api.Test;

class MatrixTextTest {
    private static MatrixView view() {
        DriftTree shop =
                DriftTree.merge(
                        List.of("web1", "web2", "web3"),
                        new ArrayList<>(Shop.listings(3)),
                        new Baseline.Reference(0));
        return MatrixView.of(shop, Map.of(), Filter.DIFFERENCES, MatrixView.Order.BY_NAME);
    }

    @Test
    void linesStandInColumnsUnderTheNodes() {
        List<String> lines = new MatrixText(view()).lines(100).lines().toList();

        int web2 = lines.getFirst().indexOf("web2");
        assertThat(lines).hasSize(1 + view().shown());
        String app = find(lines, "assets/app.js ");
        assertThat(app.charAt(web2)).isEqualTo('≠');
        assertThat(app).endsWith("content");
        assertThat(find(lines, "debug.log").charAt(web2)).isEqualTo('+');
        assertThat(lines).noneMatch(line -> line.contains("\u202e"));
    }

    private static String find(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    @Test
    void whatIsTooMuchIsCounted() {
        List<String> lines = new MatrixText(view()).lines(4).lines().toList();

        assertThat(lines).hasSize(1 + 4 + 1);
        assertThat(lines.getLast()).isEqualTo("… and " + (view().shown() - 4) + " more");
    }

    @Test
    void valuesHaveAHeadAndSignsInWords() throws IOException {
        StringBuilder out = new StringBuilder();
        new MatrixText(view()).csv(out);
        List<String> lines = List.of(out.toString().split("\r\n"));

        assertThat(lines.getFirst()).isEqualTo("path,kind,web1,web2,web3,bytes,changed,why");
        assertThat(lines).hasSize(1 + view().shown());
        assertThat(find(lines, "assets/app.js"))
                .isEqualTo(
                        "assets/app.js,file,same,content,same,84211,2026-03-01T14:02:59Z,content");
    }
}
