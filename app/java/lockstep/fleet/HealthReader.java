package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The `[health]` table to a [Health]. What it asks says which keys it has.
final class HealthReader {
    private HealthReader() {}

    static Health read(Section section) {
        Health.Question question = question(section);
        Machine from = Machine.of(section.choice("from", Machine.words(), Machine.NODE.word()));
        Health health =
                new Health(
                        question,
                        from,
                        section.number("times", 3),
                        section.time("every", Duration.ofSeconds(1)),
                        section.time("timeout", Duration.ofSeconds(5)),
                        section.time("limit", Duration.ofSeconds(60)));
        section.end();
        return health;
    }

    private static Health.Question question(Section section) {
        Optional<String> url = section.textIfAny("http");
        Optional<Integer> port = section.numberIfAny("tcp");
        List<String> command = section.texts("command");
        if (Stream.of("http", "tcp", "command").filter(section::has).count() != 1) {
            section.wrong("there must be one of \"http\", \"tcp\" and \"command\" here");
        }
        if (section.has("tcp")) {
            return new Health.Tcp(port.orElse(0));
        }
        if (section.has("command")) {
            return new Health.Command(command);
        }
        return new Health.Http(
                url.orElse(""), section.numberIfAny("status"), section.textIfAny("contains"));
    }
}
