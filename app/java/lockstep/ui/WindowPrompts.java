package lockstep.ui;

import static lockstep.present.Strings.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import lockstep.link.Prompts;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Asks the operator, in the window, what only a person can say while a connection is made.
///
/// Called from any thread but the window's; each question waits for its answer, at most
/// [#PATIENCE_MINUTES], after which there is none.
public final class WindowPrompts implements Prompts {
    private static final long PATIENCE_MINUTES = 10;

    private final Overlay overlay;
    private final Executor screen;

    /// @param screen runs what it is given on the window's thread
    public WindowPrompts(Overlay overlay, Executor screen) {
        this.overlay = overlay;
        this.screen = screen;
    }

    @Override
    public char @Nullable [] passphrase(Path file, int attempt) {
        String title = text("ask.passphrase", String.valueOf(file.getFileName()));
        return secret(title, text(attempt > 1 ? "ask.again" : "ask.file", file));
    }

    @Override
    public char @Nullable [] password(String where, String user, int attempt) {
        String title = text("ask.password", user, where);
        return secret(title, text(attempt > 1 ? "ask.again" : "ask.password.text"));
    }

    private char @Nullable [] secret(String title, String words) {
        List<char[]> answers =
                ask(
                        answer ->
                                fields(
                                        new QuestionCard(Feather.KEY, title).saying(words),
                                        List.of(new Prompts.Question(title, false)),
                                        answer));
        return answers == null ? null : answers.getFirst();
    }

    @Override
    public @Nullable List<char[]> answers(Challenge challenge) {
        String title =
                challenge.title().isBlank()
                        ? text("ask.challenge", challenge.where())
                        : challenge.title();
        return ask(
                answer -> {
                    QuestionCard card =
                            new QuestionCard(Feather.KEY, title).saying(challenge.where());
                    if (!challenge.instruction().isBlank()) {
                        card.saying(challenge.instruction());
                    }
                    return fields(card, challenge.questions(), answer);
                });
    }

    @Override
    public HostKeyAnswer acceptHostKey(HostKey key) {
        HostKeyAnswer answer = ask(given -> hostKey(key, given));
        return answer == null ? HostKeyAnswer.NO : answer;
    }

    private QuestionCard hostKey(HostKey key, CompletableFuture<Optional<HostKeyAnswer>> answer) {
        Label print = new Label(text("ask.key.print", key.type(), key.fingerprint()));
        print.getStyleClass().add("fingerprint");
        print.setWrapText(true);
        return new QuestionCard(Feather.SHIELD, text("ask.key", key.where()))
                .saying(text("ask.key.text", key.address()))
                .with(print)
                .saying(text("ask.key.compare"))
                .offering(
                        "key-no",
                        text("ask.key.no"),
                        () -> answer.complete(Optional.of(HostKeyAnswer.NO)))
                .offering(
                        "key-once",
                        text("ask.key.once"),
                        () -> answer.complete(Optional.of(HostKeyAnswer.ONCE)))
                .offering(
                        "key-always",
                        text("ask.key.always"),
                        () -> answer.complete(Optional.of(HostKeyAnswer.ALWAYS)));
    }

    /// Adds a field for each question, and buttons that give all answers or none.
    private static QuestionCard fields(
            QuestionCard card,
            List<Prompts.Question> questions,
            CompletableFuture<Optional<List<char[]>>> answer) {
        List<TextField> fields = new ArrayList<>();
        for (Prompts.Question question : questions) {
            TextField field = question.echo() ? new TextField() : new PasswordField();
            field.setId("answer-" + fields.size());
            field.setAccessibleText(question.text());
            if (questions.size() > 1 || question.echo()) {
                card.saying(question.text());
            }
            fields.add(field);
            card.with(field);
        }
        Supplier<List<char[]>> typed =
                () -> fields.stream().map(field -> field.getText().toCharArray()).toList();
        return card.offering(
                        "answer-cancel", text("cancel"), () -> answer.complete(Optional.empty()))
                .offering(
                        "answer-ok",
                        text("ask.ok"),
                        () -> answer.complete(Optional.of(typed.get())),
                        "accent");
    }

    /// Shows what `card` makes and waits for its answer; null when the operator leaves the card or
    /// gives no answer in time.
    private <T> @Nullable T ask(Function<CompletableFuture<Optional<T>>, QuestionCard> card) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        AtomicReference<@Nullable QuestionCard> shown = new AtomicReference<>();
        screen.execute(
                () -> {
                    QuestionCard made = card.apply(answer);
                    shown.set(made);
                    overlay.show(made, () -> answer.complete(Optional.empty()));
                });
        try {
            return answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES).orElse(null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException | ExecutionException _) {
            return null;
        } finally {
            screen.execute(() -> close(shown.get()));
        }
    }

    private void close(@Nullable QuestionCard card) {
        if (card != null) {
            overlay.close(card);
        }
    }
}
