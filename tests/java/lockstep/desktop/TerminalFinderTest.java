package lockstep.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalFinderTest {
    private static final Login LOGIN =
            new Login("web2", List.of("ssh", "-t", "--", "web2", "cd /srv && exec $SHELL -l"));

    @TempDir private Path directory;

    private static Optional<List<String>> found(
            String system, Map<String, String> environment, String... programs)
            throws FaultException {
        Set<Path> there = Set.copyOf(Stream.of(programs).map(Path::of).toList());
        return new TerminalFinder(environment, system, there::contains).commandLine(LOGIN);
    }

    private static List<String> with(String... terminal) {
        List<String> line = new ArrayList<>(List.of(terminal));
        line.addAll(LOGIN.argv());
        return line;
    }

    @Test
    void theNamedOneComesFirst() throws FaultException {
        Map<String, String> path = Map.of("PATH", "/usr/bin");
        assertThat(
                        found(
                                "Linux",
                                Map.of("LOCKSTEP_TERMINAL", "/opt/kitty", "PATH", "/usr/bin"),
                                "/usr/bin/xterm"))
                .contains(with("/opt/kitty", "-e"));
        assertThat(found("Linux", Map.of("LOCKSTEP_TERMINAL", "gnome-terminal")))
                .contains(with("gnome-terminal", "--"));
        assertThat(found("Mac OS X", Map.of("LOCKSTEP_TERMINAL", " wezterm  start -- ")))
                .contains(with("wezterm", "start", "--"));
        assertThat(found("Linux", path)).isEmpty();
    }

    @Test
    void elseTheUsualOnesInTheirOrder() throws FaultException {
        Map<String, String> path = Map.of("PATH", "relative::/usr/local/bin:/usr/bin");
        assertThat(found("Linux", path, "/usr/bin/xterm", "/usr/bin/gnome-terminal"))
                .contains(with("gnome-terminal", "--"));
        assertThat(found("Linux", path, "/usr/bin/xterm", "/usr/local/bin/x-terminal-emulator"))
                .contains(with("x-terminal-emulator", "-e"));
        assertThat(found("Linux", path, "/usr/bin/xfce4-terminal"))
                .contains(with("xfce4-terminal", "-x"));
        assertThat(found("Linux", path, "/usr/bin/konsole")).contains(with("konsole", "-e"));
        assertThat(found("Linux", path, "/elsewhere/xterm", "relative/xterm")).isEmpty();
    }

    @Test
    void terminalOfMacGetsOneLineInWhichAllIsQuoted() throws FaultException {
        List<String> line = found("Mac OS X", Map.of()).orElseThrow();
        assertThat(line).startsWith("osascript", "-e");
        assertThat(line.getLast()).isEqualTo("ssh -t -- web2 'cd /srv && exec $SHELL -l'");
        assertThat(line.subList(0, line.size() - 1)).noneMatch(word -> word.contains("web2"));
    }

    @Test
    void windowsHasTwoAndHandsOverNothingThatTheyRead() throws FaultException {
        assertThat(found("Windows 11", Map.of("PATH", "")))
                .contains(with("cmd.exe", "/c", "start", ""));
        for (String hostile :
                List.of(
                        "a;b",
                        "a%PATH%",
                        "a\"b",
                        "a^b",
                        "a|b",
                        "a>b",
                        "a!b",
                        "caf\u00e9",
                        "a\\b")) {
            Login login = new Login("web2", List.of("ssh", "--", "web2", "cd /" + hostile));
            TerminalFinder finder = new TerminalFinder(Map.of(), "Windows 11", _ -> false);
            assertThatThrownBy(() -> finder.commandLine(login))
                    .as(hostile)
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("give a meaning to");
        }
    }

    @Test
    void aTerminalThatEndsAtOnceWithAnErrorIsToldAndOneThatHandsOverIsNot() throws Exception {
        assertThat(opening("exit 0").open(LOGIN)).isTrue();
        assertThatThrownBy(() -> opening("exit 3").open(LOGIN))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("it ended at once with status 3");
        TerminalFinder absent =
                new TerminalFinder(
                        Map.of("LOCKSTEP_TERMINAL", directory + "/absent"), "Linux", _ -> false);
        assertThatThrownBy(() -> new SystemTerminals(absent).open(LOGIN))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("The terminal did not open");
        TerminalFinder none = new TerminalFinder(Map.of(), "Linux", _ -> false);
        assertThat(new SystemTerminals(none).open(LOGIN)).isFalse();
    }

    @Test
    void theTerminalGetsTheArgumentsAsTheyAre() throws Exception {
        Path told = directory.resolve("told");
        assertThat(opening("for a; do printf '%s\\n' \"$a\"; done > '" + told + "'").open(LOGIN))
                .isTrue();
        List<String> expected = new ArrayList<>(List.of("-e"));
        expected.addAll(LOGIN.argv());
        assertThat(Files.readAllLines(told)).isEqualTo(expected);
    }

    /// A terminal that does that.
    private SystemTerminals opening(String script) throws Exception {
        Path program = directory.resolve("terminal");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new SystemTerminals(
                new TerminalFinder(
                        Map.of("LOCKSTEP_TERMINAL", program.toString()), "Linux", _ -> false));
    }
}
