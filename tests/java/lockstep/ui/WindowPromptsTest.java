package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import lockstep.link.Prompts;
import lockstep.present.FakeOperations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Questions of a connection, asked from a working thread, answered in the window.
class WindowPromptsTest {
    private static final Prompts.HostKey KEY =
            new Prompts.HostKey(
                    "web2",
                    "web2.example.org:22",
                    "ssh-ed25519",
                    "SHA256:0hBPGHYb0tZmVeWn0Ed4sPZ8pUeG3dCk1xVm6Zr2aQc");

    private static <T extends @Nullable Object> CompletableFuture<T> behind(Supplier<T> asks) {
        return CompletableFuture.supplyAsync(asks, Executors.newVirtualThreadPerTaskExecutor());
    }

    private static Prompts prompts(ConsoleStage stage) {
        return new WindowPrompts(stage.overlay(), Platform::runLater);
    }

    @Test
    void anUnknownHostKeyIsShownAndAccepted() throws Exception {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            var answer = behind(() -> prompts(stage).acceptHostKey(KEY));
            stage.hand().awaitNode(".fingerprint");
            stage.hand().photograph("console-hostkey");
            stage.hand().click("#key-always");
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Prompts.HostKeyAnswer.ALWAYS);
            assertThat(stage.hand().has(".fingerprint")).isFalse();
        }
    }

    @Test
    void leavingTheQuestionAcceptsNothing() throws Exception {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            var answer = behind(() -> prompts(stage).acceptHostKey(KEY));
            stage.hand().awaitNode(".fingerprint");
            stage.hand().press("Esc");
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Prompts.HostKeyAnswer.NO);
        }
    }

    @Test
    void aPassphraseIsTypedUnseen() throws Exception {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            var answer =
                    behind(
                            () ->
                                    prompts(stage)
                                            .passphrase(Path.of("/home/ops/.ssh/id_ed25519"), 2));
            stage.hand().awaitNode("#answer-0");
            stage.hand().type("secret 7");
            stage.hand().photograph("console-passphrase");
            stage.hand().press("Enter");
            assertThat(Objects.requireNonNull(answer.get(10, TimeUnit.SECONDS)))
                    .containsExactly("secret 7".toCharArray());
        }
    }

    @Test
    void everyQuestionOfAServerIsAnsweredInOrder() throws Exception {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            var challenge =
                    new Prompts.Challenge(
                            "web2",
                            "",
                            "Two factors",
                            List.of(
                                    new Prompts.Question("Password:", false),
                                    new Prompts.Question("Code:", true)));
            var answer = behind(() -> prompts(stage).answers(challenge));
            stage.hand().awaitNode("#answer-1");
            stage.hand().type("one");
            stage.hand().click("#answer-1");
            stage.hand().type("2");
            stage.hand().click("#answer-ok");
            assertThat(Objects.requireNonNull(answer.get(10, TimeUnit.SECONDS)))
                    .extracting(String::new)
                    .containsExactly("one", "2");
        }
    }
}
