package lockstep.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationCommandTest {
    private static final String HOSTILE = "-rf $(reboot) <b>&\"'; `id`";

    @TempDir private Path directory;

    private static Optional<List<String>> line(String system, String separator) {
        Map<String, String> environment = Map.of("PATH", "/usr/bin" + separator + "/bin");
        return new NotificationCommand(environment, system, _ -> true).line(HOSTILE, HOSTILE);
    }

    @Test
    void wordsAreArgumentsAndNeverOptionsOrMarkup() {
        List<String> unix = line("Linux", ":").orElseThrow();
        assertThat(unix).startsWith("/usr/bin/notify-send").contains("--");
        assertThat(unix.subList(unix.indexOf("--") + 1, unix.size()))
                .containsExactly(HOSTILE, "-rf $(reboot) &lt;b&gt;&amp;\"'; `id`");
        List<String> mac = line("Mac OS X", ":").orElseThrow();
        assertThat(mac).endsWith("--", HOSTILE, HOSTILE);
        assertThat(mac.subList(0, mac.size() - 2)).noneMatch(word -> word.contains("reboot"));
    }

    @Test
    void norPartOfAScript() {
        assertThat(line("Windows 11", ";").orElseThrow())
                .contains("-NonInteractive")
                .noneMatch(word -> word.contains("reboot"));
        assertThat(NotificationCommand.words("title", HOSTILE))
                .containsEntry("LOCKSTEP_NOTICE_TITLE", "title")
                .containsEntry("LOCKSTEP_NOTICE_TEXT", HOSTILE);
    }

    @Test
    void aDesktopWithoutTheProgramShowsNone() {
        NotificationCommand none =
                new NotificationCommand(Map.of("PATH", "/usr/bin"), "Linux", _ -> false);
        assertThat(none.line("title", "text")).isEmpty();
        assertThat(new SystemNotifications(none).show("title", "text")).isFalse();
    }

    @Test
    void theProgramGetsTheWordsAsTheyAre() throws IOException {
        Path told = directory.resolve("told");
        program("for word; do printf '%s\\n' \"$word\"; done >" + told);
        assertThat(new SystemNotifications(here()).show("shop: web2 differs", "a < b")).isTrue();
        assertThat(told).content().contains("shop: web2 differs\na &lt; b\n");
    }

    @Test
    void oneThatIsNotTakenIsSaidToBeSo() throws IOException {
        program("exit 1");
        assertThat(new SystemNotifications(here()).show("title", "text")).isFalse();
    }

    private NotificationCommand here() {
        Map<String, String> environment = Map.of("PATH", directory.toString());
        return new NotificationCommand(environment, "Linux", ProgramPath::isProgram);
    }

    private void program(String line) throws IOException {
        Path file = directory.resolve("notify-send");
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
