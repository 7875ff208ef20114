package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteShellTest {
    @ParameterizedTest
    @CsvSource({
        "ssh, ''",
        "/usr/bin/ssh -p 2222, -p|2222",
        "ssh -p2222 -l me, -p|2222|-l|me",
        "ssh -i 'my key' -J a@b, -i|my key|-J|a@b",
        "'ssh -o Port=22 -o \"User me\"', -o|Port=22|-o|User me",
        "ssh -xTp 22, -p|22",
        "ssh -F \"a\"\"b\", -F|a\"b",
        "ssh -q, ''",
        "ssh -C4 -o Compression=no, -C|-4|-o|Compression=no",
        "ssh -x6p 22 -o LogLevel=ERROR, -6|-p|22|-o|LogLevel=ERROR"
    })
    void isWhatSshUnderstands(String command, String words) throws OptionError {
        List<String> expected = words.isEmpty() ? List.of() : Arrays.asList(words.split("\\|"));

        assertThat(RemoteShell.parse("-e ", command).words()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsh",
                "",
                "ssh host",
                "ssh -A",
                "ssh -c aes128-ctr",
                "ssh -o Ciphers=x",
                "ssh -o LocalCommand=x",
                "ssh -N"
            })
    void whatTheLayerDoesNotDoIsRefused(String command) {
        assertThatThrownBy(() -> RemoteShell.parse("-e ", command))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh -p", "ssh 'x", "ssh -o"})
    void whatIsNotFinishedIsWrong(String command) {
        assertThatThrownBy(() -> RemoteShell.parse("-e ", command))
                .isInstanceOfSatisfying(
                        OptionError.class, e -> assertThat(e.status()).isEqualTo(1));
    }

    @Test
    void aProgramMayHaveArguments() throws OptionError {
        assertThat(RemoteShell.program(Optional.of("sudo -n rsync")))
                .containsExactly("sudo", "-n", "rsync");
        assertThat(RemoteShell.program(Optional.empty())).containsExactly("rsync");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mkdir -p x && rsync", "~/bin/rsync", "A=b rsync", "sudo -u 'a b' rsync"})
    void aLineForAShellGoesToOne(String line) throws OptionError {
        assertThat(RemoteShell.program(Optional.of(line)))
                .containsExactly("sh", "-c", line + " \"$@\"", "rsync");
    }
}
