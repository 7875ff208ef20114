package lockstep.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import lockstep.run.Trend;
import lockstep.run.Trend.Line;
import lockstep.run.Trend.Point;
import lockstep.run.Trend.Ran;

/// Draws a trend into a page, in the page's colours: each line with a colour and a pattern of its
/// own, so that they differ without colour as well.
final class TrendSvg {
    private static final DateTimeFormatter HOURS =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.UK);
    private static final DateTimeFormatter DAYS =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK);
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 28;
    private static final int KEY_WIDTH = 150;
    private static final int TIMES = 5;
    private static final int LEAST_ROWS = 3;
    private static final int MOST_BARS = 60;
    private static final int WIDEST_BAR = 26;

    private final HtmlPage html;
    private final Trend trend;

    TrendSvg(HtmlPage html, Trend trend) {
        this.html = html;
        this.trend = trend;
    }

    /// How much each node differed over time, with the runs marked.
    void drift() {
        double most = trend.most();
        Scale scale = Scale.upTo(most);
        begin("How many entries of each node differ over time");
        grid(scale, value -> String.format(Locale.ENGLISH, "%,.0f", value));
        for (int i = 0; i <= TIMES; i++) {
            Duration part = Duration.between(trend.from(), trend.to()).multipliedBy(i);
            Instant at = trend.from().plus(part.dividedBy(TIMES));
            String side = i == 0 ? "start" : i == TIMES ? "end" : "middle";
            text(x(at), HEIGHT - 8, side, time(at));
        }
        trend.runs().stream().filter(run -> !run.at().isBefore(trend.from())).forEach(this::mark);
        for (int i = 0; i < trend.lines().size(); i++) {
            line(trend.lines().get(i), i, scale);
        }
        html.markup("</svg>\n");
        html.element(
                "figcaption",
                "A triangle is a run. A line holds from one scan to the next, and breaks where a"
                        + " node could not be scanned."
                        + (trend.whole() ? "" : " The oldest scans or runs are left out."));
    }

    private String time(Instant at) {
        boolean days = Duration.between(trend.from(), trend.to()).toDays() > TIMES;
        return (days ? DAYS : HOURS).format(at.atZone(ZoneId.systemDefault()));
    }

    private void mark(Ran run) {
        double x = x(run.at());
        String style = run.settled() ? "tip" : "tip bad";
        html.markup(
                "<path class=\"mark\" d=\"M%s %d V%d\"/>"
                        .formatted(exact(x), TOP, HEIGHT - BOTTOM));
        html.markup(
                "<path class=\"%s\" d=\"M%s %d l-4 -7 h8 z\"><title>"
                        .formatted(style, exact(x), TOP));
        html.text((run.rollback() ? "rollback " : "run ") + run.run() + ", " + time(run.at()));
        html.markup("</title></path>\n");
    }

    private void line(Line line, int index, Scale scale) {
        StringBuilder path = new StringBuilder();
        boolean drawn = false;
        for (Point point : line.points()) {
            double x = x(point.at());
            if (drawn) {
                path.append("H" + exact(x));
            }
            if (point.isKnown()) {
                double y = y(point.differing(), scale);
                path.append(drawn ? "V" + exact(y) : "M" + exact(x) + " " + exact(y));
            }
            drawn = point.isKnown();
        }
        String style = "line s" + (index + 1);
        html.markup("<path class=\"" + style + "\" d=\"" + path + "\"/>\n");
        int at = LEFT + index * KEY_WIDTH;
        html.markup("<path class=\"" + style + "\" d=\"M" + at + " 12h28\"/>");
        html.markup("<text class=\"key\" x=\"" + (at + 34) + "\" y=\"16\">");
        html.text(name(line)).markup("</text>\n");
    }

    /// What a line is called.
    static String name(Line line) {
        return line.others() == 0 ? line.name() : "median of " + line.others() + " others";
    }

    /// What each run sent, upon what it saved; the last of them where they are many.
    void bytes() {
        int from = Math.max(0, trend.runs().size() - MOST_BARS);
        List<Ran> runs = trend.runs().subList(from, trend.runs().size());
        long most = runs.stream().mapToLong(run -> run.sent() + run.saved()).max().orElse(0);
        Scale scale = Scale.upTo((double) most);
        begin("Bytes of content that each run sent and saved");
        grid(scale, value -> Figures.bytes((long) value));
        double step = (WIDTH - LEFT - RIGHT) / (double) runs.size();
        double width = Math.min(WIDEST_BAR, step * 0.7);
        for (int i = 0; i < runs.size(); i++) {
            Ran run = runs.get(i);
            double x = LEFT + step * (i + 0.5) - width / 2;
            double top = y((double) run.sent(), scale);
            bar("sent", x, width, top, HEIGHT - BOTTOM);
            bar("saved", x, width, y((double) run.sent() + run.saved(), scale), top);
        }
        text(LEFT, HEIGHT - 8, "start", time(runs.getFirst().at()));
        text(WIDTH - RIGHT, HEIGHT - 8, "end", time(runs.getLast().at()));
        key(0, "sent", "sent");
        key(1, "saved", "saved, since the nodes had it");
        html.markup("</svg>\n");
    }

    private void key(int index, String style, String words) {
        int at = LEFT + index * KEY_WIDTH;
        bar(style, at, 14, 5, 19);
        html.markup("<text class=\"key\" x=\"" + (at + 20) + "\" y=\"16\">" + words + "</text>");
    }

    private void bar(String style, double x, double width, double top, double bottom) {
        String height = exact(Math.max(0, bottom - top));
        html.markup(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                        .formatted(style, exact(x), exact(top), exact(width), height));
    }

    private void begin(String words) {
        html.markup("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"");
        html.text(words).markup("\">\n");
    }

    private void grid(Scale scale, DoubleFunction<String> written) {
        for (double value = 0; value <= scale.end() + scale.step() / 2; value += scale.step()) {
            double y = y(value, scale);
            html.markup(
                    "<path class=\"grid\" d=\"M%d %s H%d\"/>"
                            .formatted(LEFT, exact(y), WIDTH - RIGHT));
            text(LEFT - 8, y + 4, "end", written.apply(value));
        }
    }

    private void text(double x, double y, String anchor, String words) {
        html.markup(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">"
                        .formatted(exact(x), exact(y), anchor));
        html.text(words).markup("</text>\n");
    }

    /// To a tenth, whatever the language of the workstation.
    private static String exact(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private double x(Instant at) {
        double all = Duration.between(trend.from(), trend.to()).toMillis();
        double part = Duration.between(trend.from(), at).toMillis() / all;
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(part, 0.0, 1.0);
    }

    private static double y(double value, Scale scale) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / scale.end();
    }

    /// A vertical axis from 0 with round steps.
    private record Scale(double step, double end) {
        static Scale upTo(double most) {
            double rough = Math.max(1, most / LEAST_ROWS);
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power;
            for (double factor : new double[] {1, 2, 5}) {
                step = power * factor <= rough ? power * factor : step;
            }
            return new Scale(step, step * Math.max(1, Math.ceil(most / step)));
        }
    }
}
