package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource({
        "host:path, host, path",
        "user@host:/a b, user@host, /a b",
        "host:, host, .",
        "host:~, host, .",
        "host:~/x, host, x",
        "host:-x, host, ./-x",
        "host:a:b, host, a:b",
        "[::1]:p, [::1], p",
        "me@[fe80::1]:/p, me@[fe80::1], /p",
        "a/b:c, '', a/b:c",
        "./host:x, '', ./host:x",
        "path, '', path",
        "./-x, '', ./-x",
        "./log@[1]:x, '', ./log@[1]:x",
        "web1:/srv/a@[b]:c, web1, /srv/a@[b]:c",
        "web1:[a]:c, web1, [a]:c",
        "a[b:c, '', a[b:c",
        "[1]/x:y, '', [1]/x:y",
        "[1/2]:x, '', [1/2]:x",
        "[]:x, '', []:x",
        "[ab, '', [ab",
        "local:x, local, x"
    })
    void isAHostAndAPath(String text, String host, String path) throws OptionError {
        Place place = Place.parse(text, Optional.empty());

        assertThat(place.host().orElse("")).isEqualTo(host);
        assertThat(place.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "host::module, 4",
        "rsync://host/module, 4",
        "host:~other/x, 4",
        "-host:x, 1",
        "user@-host:x, 1",
        ":x, 1",
        "'', 1"
    })
    void isRefused(String text, int status) {
        assertThatThrownBy(() -> Place.parse(text, Optional.empty()))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private static Operands operands(String... words) throws OptionError {
        return Operands.of(List.of(words));
    }

    private static Settings settings(String... words) throws OptionError {
        return Parser.parse(List.of(words));
    }

    @ParameterizedTest
    @CsvSource({
        "-a, /srv/x, /srv/x",
        "-R, /srv/x, /./srv/x",
        "-R, //srv/*, /.//srv/*",
        "-R, /srv/./x, /srv/./x",
        "-R, srv/x, srv/x",
        "--files-from=-, /srv/x, /srv/x"
    })
    void wholePathsBeginAtTheRootDirectory(String option, String path, String told)
            throws OptionError {
        assertThat(operands("a:" + path, "b:d").sourcePaths(settings(option)))
                .containsExactly(told);
    }

    @Test
    void severalSourcesAreOnOneHost() throws OptionError {
        Operands operands = operands("a:x", ":y", "a:z", "b:d");

        assertThat(operands.sourcePaths(settings())).containsExactly("x", "y", "z");
        assertThat(operands.sources()).allMatch(p -> p.host().equals(Optional.of("a")));
        assertThat(operands.destination().host()).hasValue("b");
    }

    @ParameterizedTest
    @CsvSource({
        "a:x b:y c:d, All source args must come from the same machine",
        "a:x y c:d, Unexpected local arg",
        "x a:y c:d, Unexpected remote arg",
        "a:x, without a destination"
    })
    void whatDoesNotGoTogether(String words, String message) {
        assertThatThrownBy(() -> Operands.of(Arrays.asList(words.split(" "))))
                .isInstanceOf(OptionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void theShellHereHasExpandedWildcardsAlready() throws OptionError {
        assertThat(operands("a[1]\\x", "b", "d").sourcePaths(settings()))
                .containsExactly("a\\[1]\\\\x", "b");
        assertThat(operands("a\\x//b[1]/c\\/", "d").sourcePaths(settings()))
                .containsExactly("a\\x//b\\[1]/c\\/");
        assertThat(operands("a\\x", "d").sourcePaths(settings())).containsExactly("a\\x");
        assertThat(operands("h:a*", "d").sourcePaths(settings())).containsExactly("a*");
    }
}
