package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static Settings parse(String words) throws OptionError {
        return Parser.parse(words.isEmpty() ? List.of() : Arrays.asList(words.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-B 7 a b",
                "-B7 a b",
                "-B=7 a b",
                "--block-size=7 a b",
                "--block-size 7 a b",
                "a -B 7 b",
                "a b -vB7",
                "-B7 -- a b"
            })
    void aValueStandsInAnyOfItsPlaces(String words) throws OptionError {
        Settings settings = parse(words);

        assertThat(settings.value(Opt.BLOCK_SIZE)).hasValue("7");
        assertThat(settings.operands()).containsExactly("a", "b");
    }

    @Test
    void lettersCombine() throws OptionError {
        Settings settings = parse("-avvzP a b");

        assertThat(settings.count(Opt.VERBOSE)).isEqualTo(2);
        assertThat(
                        List.of(
                                Opt.RECURSIVE,
                                Opt.LINKS,
                                Opt.PERMS,
                                Opt.TIMES,
                                Opt.GROUP,
                                Opt.OWNER,
                                Opt.DEVICES,
                                Opt.SPECIALS,
                                Opt.COMPRESS,
                                Opt.PARTIAL,
                                Opt.PROGRESS))
                .allMatch(settings::has);
    }

    @Test
    void theLastWordCounts() throws OptionError {
        assertThat(parse("-a --no-D").has(Opt.DEVICES)).isFalse();
        assertThat(parse("--no-D -a").has(Opt.DEVICES)).isTrue();
        assertThat(parse("-T a --temp-dir=b").value(Opt.TEMP_DIR)).hasValue("b");
        assertThat(parse("--link-dest=a --link-dest b").values(Opt.LINK_DEST))
                .containsExactly("a", "b");
    }

    @Test
    void behindTwoDashesAreOperands() throws OptionError {
        assertThat(parse("-- -a --delete").operands()).containsExactly("-a", "--delete");
        assertThat(parse("- a").operands()).containsExactly("-", "a");
    }

    @Test
    void anHAloneIsHelp() throws OptionError {
        assertThat(parse("-h").has(Opt.HELP)).isTrue();
        assertThat(parse("-h a b").has(Opt.HELP)).isFalse();
        assertThat(parse("-h a b").has(Opt.HUMAN_READABLE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--foo a b, --foo: unknown option, 1",
        "-aJj a b, -j: unknown option, 1",
        "--no-existing a b, --no-existing: unknown option, 1",
        "--archive=x a b, --archive=x: option does not take an argument, 1",
        "a b -B, -B: missing argument, 1",
        "--iconv=utf8 a b, --iconv, 4",
        "-M--fake-super a b, -M, 4",
        "-aM4 a b, -M, 4",
        "-a a\ufffd b, wildcard, 4",
        "-a -- a b\ufffd, wildcard, 4",
        "-a --exclude b\ufffd a b, wildcard, 4",
        "-a -T b\ufffd a b, wildcard, 4",
        "--old-compress a b, --compress-choice, 4",
        "--new-compress a b, --compress-choice, 4",
        "--log-format=%n a b, --out-format, 4",
        "--qsort a b, --qsort, 4",
        "--motd a b, daemon, 4",
        "--write-batch=x a b, --write-batch, 4",
        "--list-only a, --list-only, 4"
    })
    void whatIsNotUnderstoodIsNamed(String words, String message, int status) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOfSatisfying(
                        OptionError.class,
                        e -> {
                            assertThat(e).hasMessageContaining(message);
                            assertThat(e.status()).isEqualTo(status);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--delete a b",
                "-r --delete-before --delete-after a b",
                "--inplace --partial-dir=x a b",
                "--append -W a b",
                "--append --partial-dir=x a b",
                "--inplace --delay-updates a b",
                "--compare-dest=a --link-dest=b a b",
                "-b --suffix=a/b a b",
                "-b --suffix= a b",
                "--chmod=zz a b",
                "--chmod=u=g+w a b",
                "--chmod=zz --chmod=u+w a b",
                "--usermap=a:b --usermap=c:d a b",
                "--usermap=a:b --chown=x a b",
                "--groupmap=a:b --chown=x:y a b",
                "--chown=x:y --groupmap=a:b a b",
                "--chown=a --chown=b a b",
                "--chown=:a --chown=b:c a b",
                "-r --delete-delay --delete-after a b",
                "-r --del --delete-before a b",
                "-b --backup-dir=. a b"
            })
    void contradictionsAreRefused(String words) {
        assertThatThrownBy(() -> Invocation.read(Arrays.asList(words.split(" ")), none()))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(1));
    }

    /// By which option a map was set is what tells the two apart.
    @ParameterizedTest
    @CsvSource({
        "--chown=a --chown=b, You can only specify a user-affecting --chown once.",
        "--chown=:a --chown=:b, You can only specify a group-affecting --chown once.",
        "--chown=a --usermap=b:c, --usermap conflicts with prior --chown.",
        "--groupmap=b:c --chown=:a, --chown conflicts with prior --groupmap.",
        "--usermap=a:b --usermap=c:d, You can only specify --usermap once."
    })
    void anOwnerIsNamedOnce(String words, String message) {
        assertThatThrownBy(() -> parse(words)).hasMessage(message);
    }

    private static Surroundings none() {
        return new Surroundings(Map.of(), Path.of(""), new ByteArrayInputStream(new byte[0]));
    }

    @ParameterizedTest
    @EnumSource(Opt.class)
    void everyOptionIsFoundByItsNamesAndInTheHelp(Opt opt) {
        for (String name : opt.spellings()) {
            assertThat(Opt.named(name)).as(name).hasValue(opt);
            assertThat(Unsupported.reason(name)).as(name).isEmpty();
            assertThat(HelpText.text()).contains(name);
        }
        assertThat(opt.help()).isNotBlank();
    }

    @Test
    void theHelpNamesWhatIsRefused() {
        assertThat(HelpText.text()).contains("--write-batch", "--daemon", "--trust-sender");
        assertThat(HelpText.text()).containsSubsequence("SSH and this machine", "--daemon", "\n  ");
        assertThat(Unsupported.byReason().keySet()).allMatch(HelpText.text()::contains);
        assertThat(HelpText.text().lines()).allMatch(line -> line.length() <= 110);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "1k, 1024",
        "1kb, 1000",
        "1KiB, 1024",
        "1.5m, 1572864",
        "2M-1, 2097151",
        "1b, 1",
        "0, 0"
    })
    void sizes(String text, long bytes) throws OptionError {
        assertThat(Numbers.bytes(Opt.MAX_SIZE, text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1kk", "1e9", "99999999p", "1.2.3"})
    void noSizes(String text) {
        assertThatThrownBy(() -> Numbers.bytes(Opt.MAX_SIZE, text)).isInstanceOf(OptionError.class);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "1.5m, 1536", "0, 0", "512b, 1", "1kb, 1"})
    void rates(String text, long kibibytes) throws OptionError {
        assertThat(Numbers.rate(Opt.BWLIMIT, text)).isEqualTo(kibibytes);
    }
}
