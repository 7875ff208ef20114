package lockstep.ui;

import java.text.CompactNumberFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.present.Strings;
import lockstep.present.Words;

/// A chart under its title, with the latest figure of each curve beside it: the legend.
final class ChartCard extends VBox {
    /// A curve; `key` names it in the legend, empty where the title says enough.
    record Line(String key, HistoryDataset data, Inks.Ink ink) {}

    /// What is counted, and how it is said.
    enum Unit {
        ENTRIES,
        BYTES_A_SECOND;

        private static final String[] RATES = {
            "0 B/s", "00 B/s", "000 B/s",
            "0 kB/s", "00 kB/s", "000 kB/s",
            "0 MB/s", "00 MB/s", "000 MB/s",
            "0 GB/s", "00 GB/s", "000 GB/s"
        };

        String say(double value) {
            return switch (this) {
                case ENTRIES -> Words.number(Math.round(value));
                case BYTES_A_SECOND ->
                        Strings.text("run.rate", Words.bytes((long) Math.max(0, value)));
            };
        }

        NumberFormat onAxis() {
            return switch (this) {
                case ENTRIES -> NumberFormat.getIntegerInstance(Locale.ENGLISH);
                case BYTES_A_SECOND ->
                        new CompactNumberFormat(
                                "0", DecimalFormatSymbols.getInstance(Locale.ENGLISH), RATES);
            };
        }
    }

    private final Unit unit;
    private final List<Line> lines;
    private final List<Label> figures;
    private final RunChart chart;

    ChartCard(String title, Unit unit, Line... lines) {
        this.unit = unit;
        this.lines = List.of(lines);
        getStyleClass().addAll("run-card", "chart-card");
        Label heading = new Label(Strings.text(title));
        heading.getStyleClass().add("run-card-title");
        heading.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(heading, space);
        top.getStyleClass().add("chart-legend");
        top.setAlignment(Pos.BASELINE_LEFT);
        figures = IntStream.range(0, lines.length).mapToObj(i -> figure(i, lines[i])).toList();
        top.getChildren().addAll(figures);
        chart =
                new RunChart(
                        unit.onAxis(),
                        Arrays.stream(lines)
                                .map(line -> new RunChart.Curve(line.data(), line.ink()))
                                .toList());
        setVgrow(chart.pane(), Priority.ALWAYS);
        getChildren().addAll(top, chart.pane());
        show();
    }

    /// Draws the chart again, from 0 to that many seconds.
    void refresh(double seconds) {
        show();
        chart.refresh(seconds);
    }

    private void show() {
        StringBuilder spoken = new StringBuilder();
        for (int i = 0; i < figures.size(); i++) {
            String value = unit.say(lines.get(i).data().last());
            String key = lines.get(i).key();
            String text =
                    key.isEmpty()
                            ? value
                            : Strings.text("run.chart.figure", Strings.text(key), value);
            figures.get(i).setText(text);
            spoken.append(text).append(' ');
        }
        chart.pane().setAccessibleText(spoken.toString());
    }

    private static Label figure(int curve, Line line) {
        Label label = new Label("", RunChart.sample(curve, line.ink()));
        label.getStyleClass().add("chart-figure");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
