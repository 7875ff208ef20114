package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    @TempDir Path directory;

    private static List<String> texts(List<byte[]> rules) {
        return rules.stream().map(r -> new String(r, StandardCharsets.ISO_8859_1)).toList();
    }

    private static RuleLists lists(String... words) throws OptionError {
        return RuleLists.of(
                Parser.parse(List.of(words)),
                new Surroundings(
                        Map.of(),
                        Path.of(""),
                        new ByteArrayInputStream("in\n+ put\n".getBytes(StandardCharsets.UTF_8))));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource({
        "'- x', '- x'",
        "'-_x', '- x'",
        "'+ x y', '+ x y'",
        "'-  x', '-  x'",
        "'exclude x', '- x'",
        "'include,s x', '+s x'",
        "'H x', '-s x'",
        "'show x', '+s x'",
        "'P x', '-r x'",
        "'risk,p x', '+rp x'",
        "'protect,p x', '-rp x'",
        "'hide,! x', '-!s x'",
        "'-,p x', '-p x'",
        "'-/ /a', '-/ /a'",
        "'-x user.a', '-x user.a'",
        "': /.f', ': /.f'",
        "'dir-merge,n .f', ':n .f'",
        "':n- .f', ':-n .f'",
        "':C', ':C .cvsignore'",
        "'-C', '-C '",
        "'- hide', '- hide'",
        "'include x', '+ x'"
    })
    void hasATextForm(String given, String told) throws OptionError {
        assertThat(new String(Rule.parse(given).bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "foo bar", "-", "- ", "-q x", "H,s x", "! x", ".", ":z f", "-p,r d"
            })
    void isNoRule(String text) {
        assertThatThrownBy(() -> Rule.parse(text))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(1));
    }

    @Test
    void eachEndHearsItsOwn() throws OptionError {
        RuleLists lists = lists("-f", "H hid", "-f", "P kept", "--exclude=both", "-f", "-rs two");

        assertThat(texts(lists.source())).containsExactly("-s hid", "- both", "-sr two");
        assertThat(texts(lists.target())).containsExactly("-r kept", "- both", "-sr two");
    }

    @Test
    void whenTheExcludedGoesTheTargetHearsOnlyItsOwn() throws OptionError {
        RuleLists lists = lists("--delete-excluded", "--exclude=a", "-f", "P b", "-C");

        assertThat(texts(lists.source())).containsExactly("- a");
        assertThat(texts(lists.target())).containsExactly("-r b");
    }

    /// A file in a directory may hold rules for the target, unless it holds patterns alone.
    @Test
    void whenTheExcludedGoesTheTargetStillHearsOfFilesThatMayProtect() throws OptionError {
        RuleLists lists =
                lists(
                        "--delete-excluded",
                        "-F",
                        "-f",
                        ":n .a",
                        "-f",
                        ":- .b",
                        "-f",
                        ":+ .c",
                        "-f",
                        ":C",
                        "-f",
                        ":s .d",
                        "-f",
                        ":r- .e");

        assertThat(texts(lists.target())).containsExactly(": /.rsync-filter", ":n .a", ":-r .e");
    }

    @Test
    void anEmptyRuleIsNone() throws OptionError {
        assertThat(texts(lists("--exclude=", "--include=", "--filter=", "-f", "- x").source()))
                .containsExactly("- x");
    }

    @ParameterizedTest
    @ValueSource(strings = {".part/", "./.part", ".//.part//.", "x/../.part"})
    void aDirectoryForPartialFilesIsNamedInOneWay(String directory) throws OptionError {
        assertThat(texts(lists("--partial-dir=" + directory).source()))
                .containsExactly("-p .part/");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "././", "./."})
    void aDirectoryForBackupsThatIsTheTargetItselfIsNone(String directory) throws OptionError {
        assertThat(
                        texts(
                                lists(
                                                "-r",
                                                "--delete",
                                                "--backup-dir=" + directory,
                                                "--suffix=.bak")
                                        .target()))
                .containsExactly("-r *.bak");
    }

    @Test
    void oldPatternsMayTurnRound() throws OptionError {
        assertThat(
                        texts(
                                lists(
                                                "--exclude=x",
                                                "--exclude=!",
                                                "--include=- y",
                                                "--exclude=+ z")
                                        .source()))
                .containsExactly("- y", "+ z");
    }

    @Test
    void filesAreMergedHere() throws Exception {
        Path inner = file("inner", "- deep\n");
        Path rules = file("rules", "# no\n\n- a\n+ b c\n;no\n. " + inner + "\n");
        Path words = file("words", "- a + b -s c\n");
        Path sided = file("sided", "- only\n");

        assertThat(texts(lists("-f", ". " + rules).source()))
                .containsExactly("- a", "+ b c", "- deep");
        assertThat(texts(lists("-f", ".w " + words).source()))
                .containsExactly("- a", "+ b", "-s c");
        assertThat(texts(lists("-f", ".- " + sided).source())).containsExactly("- - only");
        assertThat(texts(lists("-f", ".s " + sided).target())).isEmpty();
        assertThat(texts(lists("-f", ".x " + rules).source()))
                .containsExactly("- a", "+ b c", "- deep");
        assertThat(texts(lists("-f", ".e " + sided).source())).containsExactly("- sided", "- only");
        assertThat(texts(lists("--exclude-from=-").source())).containsExactly("- in", "+ put");
    }

    @Test
    void aFileMayNotIncludeItself() throws Exception {
        Path rules = directory.resolve("rules");
        Files.writeString(rules, ". " + rules + "\n");

        assertThatThrownBy(() -> lists("-f", ". " + rules))
                .isInstanceOf(OptionError.class)
                .hasMessageContaining("too deeply");
    }

    @Test
    void thereMayBeOnlySoManyRules() throws Exception {
        Path rules = file("rules", "x\n".repeat(1_000_002));

        assertThatThrownBy(() -> lists("--exclude-from=" + rules))
                .isInstanceOf(OptionError.class)
                .hasMessageContaining("more than 1000000 filter rules");
    }

    @Test
    void whyAFileCannotBeReadIsSaidInWords() throws Exception {
        String name = "x".repeat(300);

        assertThatThrownBy(() -> lists("--exclude-from=" + name))
                .hasMessage("failed to open --exclude-from file " + name + ": File name too long");
    }

    @Test
    void aMissingFileEndsWithEleven() {
        assertThatThrownBy(() -> lists("--exclude-from=" + directory.resolve("none")))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(11));
    }

    @Test
    void whatRsyncAddsStandsAtTheEnd() throws OptionError {
        assertThat(texts(lists("-rb", "--delete", "--partial-dir=p", "--exclude=x").target()))
                .containsExactly("- x", "-p p/", "-r *~");
        assertThat(texts(lists("--delay-updates").source())).containsExactly("-p .~tmp~/");
        assertThat(texts(lists("-C", "-r", "--delete").target()))
                .containsExactly(":C .cvsignore", "-C ");
    }
}
