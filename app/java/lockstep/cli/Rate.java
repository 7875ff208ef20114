package lockstep.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Bytes a second as an argument: `500k`, `10M`, `1G`, in powers of a thousand.
final class Rate implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kKmMgG]?)");

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new TypeConversionException(
                    "'" + text + "' is not a rate such as 500k, 10M or 1G bytes a second");
        }
        long unit =
                switch (form.group(2)) {
                    case "k", "K" -> 1_000;
                    case "m", "M" -> 1_000_000;
                    case "g", "G" -> 1_000_000_000;
                    default -> 1;
                };
        return Long.parseLong(form.group(1)) * unit;
    }
}
