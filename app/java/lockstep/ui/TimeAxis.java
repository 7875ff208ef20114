package lockstep.ui;

import java.text.DateFormat;
import java.text.SimpleDateFormat;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TimeZone;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.DateTickUnit;
import org.jfree.chart.axis.DateTickUnitType;
import org.jfree.chart.axis.TickUnits;

/// A horizontal axis of moments, in the workstation's time zone: hours of a day, days, months.
final class TimeAxis {
    private static final int[] MINUTES = {1, 2, 5, 10, 15, 30};
    private static final int[] HOURS = {1, 3, 6, 12};
    private static final int[] DAYS = {1, 2, 7, 14};
    private static final int[] MONTHS = {1, 3, 6};

    private TimeAxis() {}

    static DateAxis create() {
        DateAxis axis = new DateAxis(null, zone(), Locale.UK);
        TickUnits units = new TickUnits();
        add(units, DateTickUnitType.MINUTE, MINUTES, "HH:mm");
        add(units, DateTickUnitType.HOUR, HOURS, "d MMM HH:mm");
        add(units, DateTickUnitType.DAY, DAYS, "d MMM");
        add(units, DateTickUnitType.MONTH, MONTHS, "MMM yyyy");
        add(units, DateTickUnitType.YEAR, new int[] {1, 5}, "yyyy");
        axis.setStandardTickUnits(units);
        return axis;
    }

    private static void add(TickUnits units, DateTickUnitType type, int[] steps, String pattern) {
        for (int step : steps) {
            units.add(new DateTickUnit(type, step, written(pattern)));
        }
    }

    /// How a moment is written on such an axis.
    static DateFormat written(String pattern) {
        DateFormat format = new SimpleDateFormat(pattern, Locale.UK);
        format.setTimeZone(zone());
        return format;
    }

    private static TimeZone zone() {
        return TimeZone.getTimeZone(ZoneId.systemDefault());
    }
}
