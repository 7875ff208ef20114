package lockstep.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.fleet.Node;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    @TempDir private Path directory;

    private static Node node(String address, String root) {
        return new Node("web2", address, root, false);
    }

    private static Login login(String address, String path) throws FaultException {
        return Login.of(node(address, "/srv/htdocs"), TreePath.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "web2, ssh -t -- web2",
        "deploy@web2.example.org, ssh -t -- deploy@web2.example.org",
        "deploy@web2:2222, ssh -t -p 2222 -- deploy@web2",
        "[2001:db8::2], ssh -t -- 2001:db8::2",
        "deploy@[2001:db8::2]:22, ssh -t -p 22 -- deploy@2001:db8::2"
    })
    void theAddressIsKept(String address, String before) throws FaultException {
        List<String> argv = login(address, "conf.d").argv();
        assertThat(String.join(" ", argv.subList(0, argv.size() - 1))).isEqualTo(before);
        assertThat(argv.getLast()).isEqualTo("cd /srv/htdocs/conf.d && exec $SHELL -l");
    }

    @Test
    void theDirectoryIsOneWordOfTheNodesShell() throws FaultException {
        assertThat(login("web2", "it's $(here)").argv().getLast())
                .isEqualTo("cd '/srv/htdocs/it'\\''s $(here)' && exec $SHELL -l");
        assertThat(Login.of(node("web2", "/"), TreePath.of("-rf")).argv().getLast())
                .isEqualTo("cd /-rf && exec $SHELL -l");
        assertThat(Login.of(node("web2", "/srv"), TreePath.ROOT).argv().getLast())
                .isEqualTo("cd /srv && exec $SHELL -l");
    }

    @Test
    void whatAPersonPastesIsQuotedOnceMore() throws FaultException {
        assertThat(login("web2", "a b").asText())
                .isEqualTo("ssh -t -- web2 'cd '\\''/srv/htdocs/a b'\\'' && exec $SHELL -l'");
    }

    @Test
    void thisMachineNeedsNoSsh() throws FaultException {
        assertThat(login("local", "a b").argv())
                .containsExactly(
                        "sh",
                        "-c",
                        "cd \"$1\" && exec \"${SHELL:-sh}\" -l",
                        "sh",
                        "/srv/htdocs/a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak", "bell\u0007", "escape\u001b]0;x", "c1\u009b"})
    void controlCharactersAreRefused(String name) {
        assertThatThrownBy(() -> login("web2", name))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("it holds control characters");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws MalformedTree {
        byte[] latin = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        TreePath path = TreePath.checked(latin, 0, latin.length);
        assertThatThrownBy(() -> Login.of(node("web2", "/srv"), path))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("caf\\xe9")
                .hasMessageContaining("no text of UTF-8");
    }

    /// The very text that the node's shell would be given is run by one here.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two words",
                "it's",
                "\"quoted\"",
                "$(touch pwned)",
                "`touch pwned`",
                "; touch pwned;",
                "&& touch pwned",
                "$HOME",
                "back\\slash",
                "-rf",
                "--",
                "*",
                "~",
                "!!",
                "#no comment",
                "caf\u00e9 \u65e5\u672c",
                "'; touch pwned; '"
            })
    void aShellGoesThereAndDoesNothingElse(String name) throws Exception {
        Path hostile = made(name);
        String command = Login.remote(hostile.toString());
        assertThat(ran(command)).isEqualTo(hostile.toRealPath() + "\n");
        assertThat(directory.resolve("pwned")).doesNotExist();
        assertThat(hostile.resolve("pwned")).doesNotExist();
    }

    @Test
    void andSoItDoesFromThePastedLine() throws Exception {
        Path hostile = made("$(touch pwned) 'x' \"y\"");
        Login local =
                Login.of(
                        node("local", directory.toString()),
                        TreePath.of(hostile.getFileName().toString()));
        assertThat(ran(local.asText())).isEqualTo(hostile.toRealPath() + "\n");
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    private Path made(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    /// What `sh` says to the line; the login shell is a program that tells where it is.
    private String ran(String line) throws Exception {
        Path shell = directory.resolve("where");
        Files.writeString(shell, "#!/bin/sh\npwd -P\n");
        assertThat(shell.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line);
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("SHELL", shell.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
