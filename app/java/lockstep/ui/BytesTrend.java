package lockstep.ui;

import static lockstep.present.Strings.text;

import java.text.ChoiceFormat;
import java.text.CompactNumberFormat;
import java.text.DateFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import lockstep.present.TrendWords;
import lockstep.run.Trend;
import lockstep.run.Trend.Ran;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/// What each of the last runs sent, and upon it what it saved: a bar a run. Rollbacks send nothing.
final class BytesTrend {
    private static final int MOST_BARS = 30;
    private static final int FEWEST_PLACES = 6;
    private static final double HALF_BAR = 0.35;
    private static final double HEADROOM = 1.1;
    private static final double LEAST_BYTES = 1_000;
    private static final String[] SIZES = {
        "0 B", "00 B", "000 B",
        "0 kB", "00 kB", "000 kB",
        "0 MB", "00 MB", "000 MB",
        "0 GB", "00 GB", "000 GB",
        "0 TB", "00 TB", "000 TB"
    };

    private final XYPlot plot = new XYPlot();
    private final NumberAxis order = new NumberAxis();
    private final NumberAxis values = new NumberAxis();
    private final XYBarRenderer bars = new XYBarRenderer();
    private final ChartPane pane;
    private final TrendCard card;
    private List<Ran> runs = List.of();

    BytesTrend() {
        plot.setDomainAxis(order);
        plot.setRangeAxis(values);
        order.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ENGLISH));
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ENGLISH));
        values.setNumberFormatOverride(
                new CompactNumberFormat(
                        "0", DecimalFormatSymbols.getInstance(Locale.ENGLISH), SIZES));
        bars.setUseYInterval(true);
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setDrawBarOutline(false);
        plot.setRenderer(bars);
        pane = new ChartPane(plot, this::dress);
        card =
                new TrendCard(
                        "history-bytes",
                        text("history.bytes"),
                        pane,
                        order,
                        text("history.bytes.none"));
        card.legend(
                List.of(key("history.column.sent", "sent"), key("history.column.saved", "plain")));
    }

    private static Label key(String key, String swatch) {
        Region sample = new Region();
        sample.getStyleClass().addAll("swatch", "swatch-" + swatch);
        return TrendCard.key(sample, text(key));
    }

    TrendCard card() {
        return card;
    }

    void show(Trend trend) {
        List<Ran> sending = trend.runs().stream().filter(run -> !run.rollback()).toList();
        runs = sending.subList(Math.max(0, sending.size() - MOST_BARS), sending.size());
        order.setRange(-0.5, Math.max(FEWEST_PLACES, runs.size()) - 0.5);
        long most = runs.stream().mapToLong(run -> run.sent() + run.saved()).max().orElse(0);
        values.setRange(0, Math.max(LEAST_BYTES, most * HEADROOM));
        order.setNumberFormatOverride(days());
        plot.setDataset(bars());
        card.note(sending.size() > runs.size() ? text("history.bytes.last", runs.size()) : "");
        pane.setAccessibleText(
                text("history.bytes") + (runs.isEmpty() ? "" : ": " + told(runs.size() - 1)));
        card.readout().tell(IntStream.range(0, runs.size()).asDoubleStream().toArray(), this::told);
        if (runs.isEmpty()) {
            card.empty();
        } else {
            card.drawn();
        }
        pane.dressAgain();
    }

    private String told(int run) {
        return TrendWords.bytes(runs.get(run));
    }

    private XYIntervalSeriesCollection bars() {
        XYIntervalSeries sent = new XYIntervalSeries("sent", false, true);
        XYIntervalSeries saved = new XYIntervalSeries("saved", false, true);
        for (int i = 0; i < runs.size(); i++) {
            double middle = (double) runs.get(i).sent();
            double top = middle + runs.get(i).saved();
            sent.add(i, i - HALF_BAR, i + HALF_BAR, middle, 0, middle);
            saved.add(i, i - HALF_BAR, i + HALF_BAR, top, middle, top);
        }
        XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
        bars.addSeries(sent);
        bars.addSeries(saved);
        return bars;
    }

    private void dress(Inks inks) {
        bars.setSeriesPaint(0, ChartPane.awt(inks.of(Inks.Ink.SENT)));
        bars.setSeriesPaint(1, ChartPane.awt(inks.of(Inks.Ink.PLAIN)));
    }

    /// The days of the runs instead of their numbers; beside them nothing.
    private ChoiceFormat days() {
        DateFormat day = TimeAxis.written("d MMM");
        double[] from = IntStream.rangeClosed(-1, runs.size()).mapToDouble(i -> i - 0.5).toArray();
        String[] words = new String[from.length];
        Arrays.fill(words, "");
        for (int i = 0; i < runs.size(); i++) {
            words[i + 1] = day.format(Date.from(runs.get(i).at()));
        }
        return new ChoiceFormat(from, words);
    }
}
