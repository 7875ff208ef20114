package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import lockstep.link.Prompts;
import lockstep.peer.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void thePublicHalfIsKnownWithoutAPassphrase(String type) throws Exception {
        Path file = directory.resolve(type);
        Sshd.generateKey(file, type, "secret");
        KeyBlob beside = new KeyFile(file, Prompts.refusing()).publicKey();
        String algorithm = Algorithms.signatures(beside.type()).getFirst();
        Files.delete(Path.of(file + ".pub"));
        assertThat(new KeyFile(file, Prompts.refusing()).publicKey()).isEqualTo(beside);
        assertThatThrownBy(() -> new KeyFile(file, Prompts.refusing()).sign(new byte[1], algorithm))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no passphrase");
    }

    @Test
    void damagedFilesEndInAnIoException() throws Exception {
        Path file = directory.resolve("key");
        Sshd.generateKey(file, "ed25519", "");
        Files.delete(Path.of(file + ".pub"));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (i % 2 == 0) {
                damaged = whole.clone();
                damaged[random.nextInt(whole.length)] = (byte) random.nextInt(128);
            }
            Files.write(file, damaged);
            try {
                KeyFile key = new KeyFile(file, Prompts.refusing());
                key.sign(new byte[10], key.publicKey().type());
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
