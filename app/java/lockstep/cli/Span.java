package lockstep.cli;

import java.time.Duration;
import lockstep.fleet.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A length of time as an argument, in the form of [Durations].
final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.parse(text)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'"
                                                + text
                                                + "' is not a time such as 90s, 5m or 1h, of at"
                                                + " most a day"));
    }
}
