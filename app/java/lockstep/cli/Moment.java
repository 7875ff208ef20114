package lockstep.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A moment to come as an argument: a length of time from now (`2h`), a time of day (`18:30`, the
/// next one), a date and time of this machine's zone, or one with a zone of its own.
final class Moment implements ITypeConverter<Instant> {
    private final Clock clock;

    /// As picocli makes it.
    Moment() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    Moment(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        Instant moment = parse(text);
        if (moment.isBefore(clock.instant())) {
            throw new TypeConversionException("'" + text + "' is in the past");
        }
        return moment;
    }

    private Instant parse(String text) {
        try {
            if (text.matches("\\d{1,2}:\\d{2}")) {
                return next(LocalTime.parse(text.length() == 4 ? "0" + text : text));
            }
            if (text.matches("\\d+[smh]?")) {
                Duration span = new Span().convert(text);
                return clock.instant().plus(span);
            }
            return text.endsWith("Z") || text.matches(".*T.*[+-]\\d{2}:\\d{2}")
                    ? ZonedDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a moment such as 2h, 18:30 or 2026-12-24T08:00");
        }
    }

    private Instant next(LocalTime time) {
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        ZonedDateTime today = now.with(time);
        return (today.isBefore(now) ? today.plusDays(1) : today).toInstant();
    }
}
