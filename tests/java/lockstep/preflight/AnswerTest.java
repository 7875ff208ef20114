package lockstep.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node answers is believed only where it is what the script prints.
class AnswerTest {
    private static final String WHOLE =
            """
            begin
            time 1000
            me 33 33 100
            rsync rsync  version 3.4.1  protocol version 32
            link 0 /srv/www
            root directory
            access -rwx
            blocks //nas/a share 2000 1000 900 53% /mnt/a b
            inodes none 0 0 0 - /
            mounted rw,ro
            attributes yes
            shut 1
            fixed 2
            id 3 1000
            id 4 unknown games
            time 1003
            end
            """;

    private static Optional<Answer> answer(String text) {
        return Answer.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWholeOneIsRead() {
        Answer answer = answer("Welcome!\n" + WHOLE).orElseThrow();

        assertThat(answer.uid()).isEqualTo(33);
        assertThat(answer.groups()).containsExactlyInAnyOrder(33L, 100L);
        assertThat(answer.hasRsync(3, 4)).isTrue();
        assertThat(answer.hasRsync(3, 5)).isFalse();
        assertThat(answer.links()).containsExactly(new Answer.Link(0, "/srv/www"));
        assertThat(answer.can("rwx")).isTrue();
        assertThat(answer.blocks()).contains(new Answer.Volume(2000, 900));
        assertThat(answer.inodes()).as("a file system that counts none").isEmpty();
        assertThat(answer.isReadOnly()).isTrue();
        assertThat(answer.owned(3).orElseThrow().id()).hasValue(1000);
        assertThat(answer.owned(4).orElseThrow().holder()).isEqualTo("games");
        assertThat(answer.took()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "end",
                "me 33 33 100",
                "root directory",
                "time 1003",
            })
    void oneWithoutAPartIsNone(String part) {
        assertThat(answer(WHOLE.replace(part + "\n", ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time 99999999999999999999",
                "me root",
                "me 99999999999 1",
                "root somewhere",
                "shut all",
                "fixed -1",
                "shut 99999999999",
                "link me /x",
                "id 3",
                "id 3 99999999999",
                "Password:",
                "password please"
            })
    void oneThatSaysAnythingElseIsNone(String line) {
        String word = line.replaceAll(" .*", "");
        String lying = WHOLE.replaceFirst("(?m)^" + word + "\\b.*$", line);
        String more = lying.equals(WHOLE) ? WHOLE.replace("access", line + "\naccess") : lying;

        assertThat(answer(more)).isEmpty();
    }

    @Test
    void itsTextsAreMadeVisible() {
        Answer answer =
                answer(WHOLE.replace("/srv/www", "/srv/\u001b[31mred").replace("games", "a\u202eb"))
                        .orElseThrow();

        assertThat(answer.links().getFirst().path()).isEqualTo("/srv/\u241b[31mred");
        assertThat(answer.owned(4).orElseThrow().holder()).isEqualTo("a\\u{202e}b");
    }

    /// The script took 3 s of its own clock, and the answer 4 s of this one: it cannot be told
    /// when in between the node looked at its clock.
    @Test
    void aClockIsOnlyOffAsFarAsThatIsSure() {
        Answer answer = answer(WHOLE).orElseThrow();

        assertThat(sure(answer, 998)).isEqualTo(Duration.ZERO);
        assertThat(sure(answer, 900)).isEqualTo(Duration.ofSeconds(98));
        assertThat(sure(answer, 1100)).isEqualTo(Duration.ofSeconds(-99));
    }

    private static Duration sure(Answer answer, long sent) {
        return Skew.of(Instant.ofEpochSecond(sent), Instant.ofEpochSecond(sent + 4), answer).sure();
    }

    @Test
    void theFirstThatBlocksIsTheFault() {
        Finding note = new Finding("a", Weight.TELLS, Kind.LINK, "A link.", "Nothing.");
        Finding first = new Finding("b", Weight.BLOCKS, Kind.ROOT, "No root.", "Make it.");
        Finding second = new Finding("c", Weight.BLOCKS, Kind.SPACE, "Full.", "Delete.");

        assertThat(new Findings(List.of(note)).fault()).isEmpty();
        assertThat(new Findings(List.of(note, first, second)).fault())
                .contains(
                        new Fault.GuardTripped(
                                "b",
                                "No root. One more finding blocks.",
                                "Make it. Nothing was changed."));
    }

    /// As long as may be read at all: no form may be tried from every place in it.
    @ParameterizedTest
    @ValueSource(strings = {"blocks", "inodes", "me 1", "link 0", "mounted"})
    @Timeout(20)
    void oneWithALineLongerThanAnyPathIsNone(String begin) {
        for (String filling : List.of(" ", " 1", "1", " 1 1 1% x")) {
            String line = begin + filling.repeat(400_000 / filling.length());

            assertThat(answer(WHOLE.replace("shut 1", line))).isEmpty();
        }
    }

    @Test
    void aUserInManyGroupsIsRead() {
        String groups = " 12345678".repeat(800);

        assertThat(answer(WHOLE.replace("me 33", "me 33" + groups)).orElseThrow().groups())
                .contains(12345678L, 100L);
    }

    @Test
    void aVolumeBehindManyBlanksIsRead() {
        String blanks = " ".repeat(2000);
        String row = "blocks a b%1$s2000%1$s1000%1$s900 53%% /mnt".formatted(blanks);

        assertThat(answer(WHOLE.replaceFirst("blocks .*", row)).orElseThrow().blocks())
                .contains(new Answer.Volume(2000, 900));
    }
}
