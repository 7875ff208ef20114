package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts as rsync 3.5.0 and older ones print them.
class ComplaintsTest {
    private static Optional<TreePath> path(String latin1) {
        return Complaints.path(latin1.getBytes(StandardCharsets.ISO_8859_1), "/srv/www");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "rsync: [sender] opendir \"/srv/www/secret\" failed: Permission denied (13)|secret",
                "rsync: [sender] send_files failed to open \"/srv/www/a/b c\": Permission denied (13)|a/b c",
                "file has vanished: \"/srv/www/gone\"|gone",
                "rsync: [receiver] mkstemp \"/srv/www/d/.f.AbCdEf\" failed: No space left on device (28)|d/.f.AbCdEf",
                "rsync: [receiver] rename \"/srv/www/.f.Ab\" -> \"f\": Permission denied (13)|.f.Ab",
                "rsync: [generator] symlink \"/srv/www/l\" -> \"../x\" failed: File exists (17)|l",
                "skipping non-regular file \"p\"|p",
                "rsync: [sender] change_dir \"/srv/www\" failed: No such file or directory (2)|.",
                "rsync: [sender] link_stat \"/srv/www/.\" failed: No such file or directory (2)|.",
                "rsync error: some files/attrs were not transferred (code 23)|-",
                "rsync: [sender] opendir \"/srv/wwwroot/x\" failed: Permission denied (13)|-",
                "rsync: [sender] opendir \"/etc/x\" failed: Permission denied (13)|-",
                "rsync: [sender] opendir \"/srv/www/../x\" failed: Permission denied (13)|-",
                "rsync: [sender] opendir \"/srv/www/a\"b\" failed: Permission denied (13)|-",
                "rsync: [sender] opendir \"/srv/www/a|-",
                "\"\"|."
            })
    void paths(String text, String path) {
        assertThat(path(text).map(TreePath::visible).orElse("-")).isEqualTo(path);
    }

    @Test
    void escapedBytesAreBytesAgain() {
        assertThat(path("opendir \"/srv/www/n\\#012l\\#134#012\\#377\u00e9\" failed: x"))
                .hasValueSatisfying(
                        p ->
                                assertThat(p.toBytes())
                                        .isEqualTo(
                                                "n\nl\\#012\u00ff\u00e9"
                                                        .getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(path("opendir \"/srv/www/\\#12\\#412\\x\" failed: x").orElseThrow().toBytes())
                .isEqualTo("\\#12\\#412\\x".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(path("opendir \"/srv/www/a\\#000b\" failed: x")).isEmpty();
    }

    @Test
    void belowTheRootOfAll() {
        byte[] text = "opendir \"/etc/x\" failed: no".getBytes(StandardCharsets.US_ASCII);

        assertThat(Complaints.path(text, "/")).contains(TreePath.of("etc/x"));
    }

    @Test
    void reasons() {
        assertThat(Complaints.reason("opendir \"x\" failed: Permission denied (13)"))
                .isEqualTo("Permission denied (13)");
        assertThat(Complaints.reason("file has vanished: \"x\""))
                .isEqualTo("file has vanished: \"x\"");
    }

    private static Optional<Fault> fault(String text) {
        return Complaints.fault(new Problem("web2", path(text), text), "/srv/www");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device (28)", "Disk quota exceeded (122)"})
    void fullDisks(String reason) {
        assertThat(fault("rsync: [receiver] write failed on \"/srv/www/x\": " + reason))
                .get()
                .isInstanceOf(Fault.DiskFull.class)
                .returns("web2", Fault::where);
    }

    @Test
    void rootsThatAreMissingOrClosed() {
        assertThat(fault("change_dir \"/srv/www\" failed: No such file or directory (2)"))
                .contains(new Fault.RootMissing("web2", "/srv/www"));
        assertThat(fault("opendir \"/srv/www\" failed: Permission denied (13)"))
                .contains(new Fault.Unreadable("web2", "/srv/www", "Permission denied (13)"));
        assertThat(fault("opendir \"/srv/www/x\" failed: Permission denied (13)")).isEmpty();
    }
}
