package lockstep.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A length of time as an argument: `90`, `90s`, `5m`, `1h`; at most a day.
final class Span implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})([smh]?)");
    private static final Duration MOST = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not a time such as 90s, 5m or 1h");
        }
        long count = Long.parseLong(form.group(1));
        Duration span =
                switch (form.group(2)) {
                    case "h" -> Duration.ofHours(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofSeconds(count);
                };
        if (span.compareTo(MOST) > 0) {
            throw new TypeConversionException("'" + text + "' is more than a day");
        }
        return span;
    }
}
