package lockstep.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lockstep.bench.Contest.Ratio;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// The ratios of a bench as bars: to the right of the line at 1 we are better. Bars end at
/// [#MOST]; the number beside each is the true one.
///
/// @param title what was compared
record Picture(String title) {
    private static final double MOST = 5;
    private static final int WIDTH = 1_100;
    private static final int HEIGHT_OF_ALL = 150;
    private static final int HEIGHT_OF_ONE = 44;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color TIME = new Color(0x0969da);
    private static final Color PROCESSOR = new Color(0xafb8c1);

    /// Writes `target/bench-NAME.png` and says where it lies.
    void draw(List<Ratio> ratios, String name) throws IOException {
        Labelled values = new Labelled();
        List<String> jobs = ratios.stream().map(Ratio::job).distinct().toList();
        for (String job : jobs) {
            List<Ratio> rivals = ratios.stream().filter(r -> r.job().equals(job)).skip(1).toList();
            for (Ratio ratio : rivals) {
                String row = ratio.rival() + " \u2014 " + job;
                values.add(ratio.time(), "time", row);
                values.add(ratio.cpu(), "processor time, nodes included", row);
            }
        }
        Path file = Path.of("target", "bench-" + name + ".png").toAbsolutePath();
        Files.createDirectories(file.getParent());
        int height = HEIGHT_OF_ALL + HEIGHT_OF_ONE * values.getColumnCount();
        ChartUtils.saveChartAsPNG(file.toFile(), chart(values), WIDTH, height);
        System.out.println("picture: " + file);
    }

    private JFreeChart chart(DefaultCategoryDataset values) {
        JFreeChart chart =
                ChartFactory.createBarChart(
                        title,
                        null,
                        "rival / Lockstep (1 = alike, more = Lockstep is better)",
                        values,
                        PlotOrientation.HORIZONTAL,
                        true,
                        false,
                        false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setFont(FONT.deriveFont(Font.BOLD, 16f));
        Stream.ofNullable(chart.getLegend()).forEach(legend -> legend.setItemFont(FONT));
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(PROCESSOR);
        plot.getDomainAxis().setTickLabelFont(FONT);
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.5f);
        plot.getDomainAxis().setMaximumCategoryLabelLines(2);
        plot.getRangeAxis().setRange(0, MOST + 0.5);
        plot.addRangeMarker(new ValueMarker(1, Color.BLACK, plot.getRangeGridlineStroke()));
        BarRenderer bars = (BarRenderer) plot.getRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0);
        bars.setSeriesPaint(0, TIME);
        bars.setSeriesPaint(1, PROCESSOR);
        bars.setDefaultItemLabelFont(FONT);
        bars.setDefaultItemLabelsVisible(true);
        bars.setDefaultItemLabelGenerator(
                new StandardCategoryItemLabelGenerator() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String generateLabel(
                            org.jfree.data.category.CategoryDataset data, int row, int column) {
                        return ((Labelled) data).label(row, column);
                    }
                });
        return chart;
    }

    /// Values cut off at [#MOST], and the labels that tell the truth.
    private static final class Labelled extends DefaultCategoryDataset {
        private static final long serialVersionUID = 1L;
        private final transient java.util.Map<List<Comparable<?>>, String> labels =
                new java.util.HashMap<>();

        void add(double value, String series, String row) {
            addValue(Math.min(value, MOST), series, row);
            labels.put(List.of(series, row), String.format(Locale.ROOT, "%.2f \u00d7", value));
        }

        String label(int row, int column) {
            return labels.getOrDefault(List.of(getRowKey(row), getColumnKey(column)), "");
        }
    }
}
