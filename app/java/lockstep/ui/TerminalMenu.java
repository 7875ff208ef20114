package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import lockstep.fault.Visible;
import lockstep.present.InspectorModel.Subject;
import lockstep.present.TerminalModel;
import org.kordamp.ikonli.feather.Feather;

/// Opens terminals on nodes, where a row of the matrix is, or copies the command that would.
final class TerminalMenu {
    private final TerminalModel model;
    private final List<String> nodes;
    private final Overlay overlay;
    private final Consumer<String> told;

    /// @param told what was done
    TerminalMenu(TerminalModel model, List<String> nodes, Overlay overlay, Consumer<String> told) {
        this.model = model;
        this.nodes = nodes;
        this.overlay = overlay;
        this.told = told;
    }

    /// New items for a menu, an item a node in each.
    ///
    /// @param id what their own ids begin with
    List<MenuItem> items(String id, Supplier<Optional<Subject>> subject) {
        return List.of(
                menu(id + "-terminal", "terminal.open", subject, this::open),
                menu(id + "-ssh", "terminal.copy", subject, this::copy));
    }

    private MenuItem menu(
            String id,
            String key,
            Supplier<Optional<Subject>> subject,
            BiConsumer<Subject, String> deed) {
        Menu menu = new Menu(text(key));
        menu.setId(id);
        for (String node : nodes) {
            MenuItem item = new MenuItem(text(key + ".on", node));
            item.setId(id + "-" + node);
            item.setOnAction(_ -> subject.get().ifPresent(now -> deed.accept(now, node)));
            menu.getItems().add(item);
        }
        return menu;
    }

    private void open(Subject subject, String node) {
        model.open(
                subject,
                node,
                () -> told.accept(text("terminal.opened", node)),
                command -> offer(node, command));
    }

    private void copy(Subject subject, String node) {
        model.command(subject, node, this::copy);
    }

    private void copy(String command) {
        ClipboardContent content = new ClipboardContent();
        content.putString(command);
        Clipboard.getSystemClipboard().setContent(content);
        told.accept(text("matrix.copied"));
    }

    /// No terminal was found; the command may be of use elsewhere.
    private void offer(String node, String command) {
        QuestionCard card =
                new QuestionCard(Feather.TERMINAL, text("terminal.none"))
                        .saying(text("terminal.none.text", node));
        Label shown = new Label(Visible.text(command));
        shown.setWrapText(true);
        shown.getStyleClass().add("fingerprint");
        shown.setId("terminal-command");
        card.with(shown)
                .offering("terminal-close", text("problem.close"), () -> overlay.close(card))
                .offering(
                        "terminal-copy",
                        text("terminal.none.copy"),
                        () -> {
                            overlay.close(card);
                            copy(command);
                        },
                        "accent");
        overlay.show(card);
    }
}
