package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import lockstep.desktop.Login;
import lockstep.present.FakeOperations;
import org.junit.jupiter.api.Test;

/// Terminals on the nodes, from the matrix and from the inspector.
class TerminalMenuTest {
    private static final String CONF =
            "ssh -t -- web2.example.org 'cd /srv/htdocs/conf.d && exec $SHELL -l'";

    private final List<Login> opened = new CopyOnWriteArrayList<>();

    private ConsoleStage open(boolean found) {
        ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3));
        StageHand.run(
                () ->
                        stage.cluster()
                                .terminals()
                                .openBy(
                                        login -> {
                                            opened.add(login);
                                            return found;
                                        }));
        stage.scan();
        return stage;
    }

    private static String copied() {
        return StageHand.onFx(
                () -> Optional.ofNullable(Clipboard.getSystemClipboard().getString()).orElse(""));
    }

    @Test
    void aTerminalIsOpenedWhereTheRowIs() {
        try (ConsoleStage stage = open(true)) {
            StageHand hand = stage.hand();
            hand.rightClick(stage.row("payment.ini"));
            hand.click("#matrix-terminal");
            hand.awaitNode("#matrix-terminal-web2");
            hand.photograph("terminal-menu");
            hand.click("#matrix-terminal-web2");
            hand.await("the terminal", () -> opened.size() == 1);
            assertThat(opened.getFirst().asText()).isEqualTo(CONF);
            hand.awaitShown(
                    ".status-bar .label",
                    l -> ((Label) l).getText().equals("A terminal on web2 is opening."));
        }
    }

    @Test
    void theInspectorOffersTheSame() {
        try (ConsoleStage stage = open(true)) {
            stage.select("img");
            stage.hand().click("#inspector-terminals");
            stage.hand().click("#inspector-terminal");
            stage.hand().click("#inspector-terminal-web3");
            stage.hand().await("the terminal", () -> opened.size() == 1);
            assertThat(opened.getFirst().argv().getLast())
                    .isEqualTo("cd /srv/htdocs/assets/img && exec $SHELL -l");
        }
    }

    @Test
    void withoutATerminalTheCommandIsOffered() {
        try (ConsoleStage stage = open(false)) {
            StageHand hand = stage.hand();
            hand.rightClick(stage.row("payment.ini"));
            hand.click("#matrix-terminal");
            hand.click("#matrix-terminal-web2");
            Label command = (Label) hand.awaitNode("#terminal-command");
            assertThat(StageHand.onFx(command::getText)).isEqualTo(CONF);
            hand.photograph("terminal-none");
            hand.click("#terminal-copy");
            hand.await("the command", () -> copied().equals(CONF));
            assertThat(hand.has("#terminal-command")).isFalse();
        }
    }

    @Test
    void theCommandIsCopied() {
        try (ConsoleStage stage = open(true)) {
            StageHand hand = stage.hand();
            hand.rightClick(stage.row("payment.ini"));
            hand.click("#matrix-ssh");
            hand.click("#matrix-ssh-web2");
            hand.await("the command", () -> copied().equals(CONF));
            assertThat(opened).isEmpty();
        }
    }
}
