package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Arguments.Side;
import lockstep.rsync.Arguments.Terms;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Effect;
import lockstep.rsync.Request.Recursion;
import lockstep.tree.TreePath;
import lockstep.wire.WireOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Terms TERMS = new Terms(Arguments.LETTERS, 99);
    private static final Endpoint END =
            new Endpoint(new Actor("web1", _ -> 0), "/srv/it's $(here)", false);
    private static final Request ALL = Request.of(List.of("- /cache/"));

    private static List<String> words(Side side, Request request) {
        return words(END, side, request);
    }

    private static List<String> words(Endpoint end, Side side, Request request) {
        return Arguments.words(Requested.end(end, side, request), Requested.manner(request), TERMS);
    }

    @Test
    void noCommandLineHoldsAPathOrAnOption() {
        assertThat(Arguments.command(Requested.end(END, Side.SENDER, ALL), Side.SENDER))
                .containsExactly("rsync", "--server", "--sender", "-s");
        assertThat(Arguments.command(Requested.end(END, Side.RECEIVER, ALL), Side.RECEIVER))
                .containsExactly("rsync", "--server", "-s");
    }

    @Test
    void theSameLettersAndTheSameSeedForBothEnds() {
        List<String> sender = words(Side.SENDER, ALL);
        List<String> receiver = words(Side.RECEIVER, ALL);

        assertThat(sender)
                .containsExactly(
                        "rsync",
                        "-e.LsfxCIvu",
                        "--checksum-seed=99",
                        "-logDtpr",
                        ".",
                        "/srv/it's $(here)/");
        assertThat(receiver)
                .containsExactly(
                        "rsync",
                        "-e.LsfxCIvu",
                        "--checksum-seed=99",
                        "-logDtpr",
                        "--partial-dir=.lockstep-partial",
                        "--log-format=%i",
                        ".",
                        "/srv/it's $(here)/");
    }

    @Test
    void everythingARequestCanAsk() {
        Request request =
                ALL.with(Content.BY_DIGEST)
                        .with(Recursion.INCREMENTAL)
                        .with(Effect.PREVIEW)
                        .with(Deletion.EXTRAS)
                        .limited(3_000_000);

        assertThat(words(Side.SENDER, request))
                .contains("-logDtprcn", "-e.iLsfxCIvu", "--bwlimit=2929")
                .noneMatch(w -> w.startsWith("--delete"));
        assertThat(words(Side.RECEIVER, request))
                .contains("-logDtprcn", "-e.iLsfxCIvu", "--delete-delay")
                .noneMatch(w -> w.startsWith("--bwlimit"));
    }

    /// With a selection nothing recurses, so nothing but the chosen can be deleted.
    @Test
    void aSelectionTakesTheRest() {
        Request request =
                ALL.with(Deletion.EXTRAS)
                        .with(Recursion.INCREMENTAL)
                        .only(Set.of(TreePath.of("a b")));

        assertThat(words(Side.SENDER, request))
                .contains("-logDtpR", "-e.LsfxCIvu", "--files-from=-", "--from0")
                .doesNotContain("a b");
        assertThat(words(Side.RECEIVER, request))
                .contains("--delete-missing-args", "--no-implied-dirs", "--force")
                .doesNotContain("--delete-delay", "a b");
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.only(Set.of(TreePath.ROOT)));
    }

    @Test
    void wordsAreSentBeforeAnythingElse() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arguments.send(new WireOut(out), List.of("rsync", "-x", "\u00e9"));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("rsync\0-x\0\u00e9\0\0");
    }

    @Test
    void theRootOfAllStaysOneSlash() {
        Endpoint end = new Endpoint(new Actor("web1", _ -> 0), "/", false);

        assertThat(words(end, Side.SENDER, ALL)).last().isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "srv", "-e", "~/www", "/a\0b", "/a\nb"})
    void rootsThatAreNone(String root) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(new Actor("web1", _ -> 0), root, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyRuleWouldEndTheRules(String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of(List.of("- /a", rule, "- /b")));
    }

    @Test
    void whatOnlyOneSideUnderstoodIsLeftOut() {
        assertThat(Compat.unshared(Stage.WHOLE, Stage.WHOLE)).isEmpty();
        assertThat(Compat.unshared(Stage.WHOLE, Stage.WHOLE & ~2)).isEmpty();
        assertThat(Compat.unshared(Stage.INCREMENTAL, Stage.WHOLE & ~128)).isEqualTo("iv");
        assertThat(Compat.unshared(0, 8 | 16 | 32 | 256)).isEqualTo("fxCu");
    }

    @Test
    void theBestDigestThatAllKnow() {
        assertThat(Digest.best(List.of(List.of("md5", "xxh64"), List.of("xxh3", "xxh64", "md5"))))
                .contains(Digest.XXH64);
        assertThat(Digest.best(List.of(List.of("md5"), List.of("sha1")))).isEmpty();
    }
}
