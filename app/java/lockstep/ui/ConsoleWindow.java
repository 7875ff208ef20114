package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import lockstep.desktop.Notifications;
import lockstep.present.ClusterModel;
import lockstep.present.ConsoleModel;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;

/// The one window: a cluster when one is open, else the ways to begin; problems and questions
/// above either.
public final class ConsoleWindow {
    private static final KeyCombination LEAVE = KeyCombination.valueOf("Esc");
    private static final KeyCombination SYNC = KeyCombination.valueOf("Shortcut+Enter");
    private static final KeyCombination BACK = KeyCombination.valueOf("Shortcut+Z");
    private static final KeyCombination THEME = KeyCombination.valueOf("Shortcut+L");
    private static final KeyCombination HELP = KeyCombination.valueOf("F1");
    private static final Set<KeyCombination> ANSWERS = Set.of(LEAVE, SYNC);

    /// Longer than a run may take to come to a safe stop.
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final ConsoleModel model;
    private final Theme theme;
    private final InstantSource clock;
    private final Overlay overlay = new Overlay();
    private final BorderPane content = new BorderPane();
    private final StackPane root = new StackPane(content, overlay.node());
    private final Screens screens = new Screens(content);
    private final Deeds deeds;
    private final Map<KeyCombination, Runnable> keys = new LinkedHashMap<>();
    private @Nullable ClusterView view;
    private boolean closing;

    public ConsoleWindow(ConsoleModel model, Theme theme, InstantSource clock) {
        this.model = model;
        this.theme = theme;
        this.clock = clock;
        deeds = new WindowDeeds(model, theme, overlay, screens, this::view);
        root.setId("console");
        content.setTop(new ProblemBar(model, overlay));
        bindKeys();
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        root.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        model.preferencesProperty().subscribe(now -> theme.prefer(now.colours()));
        model.clusterProperty().subscribe(this::show);
    }

    /// What the window's scene holds.
    public Parent root() {
        return root;
    }

    /// Where questions from elsewhere are shown, such as those for a passphrase.
    public Overlay overlay() {
        return overlay;
    }

    /// Puts the console into a stage and shows it. Closing the window ends the program in order:
    /// the cluster, every popup, then the toolkit, which crashes when a popup outlives it.
    public void show(Stage stage) {
        Scene scene = new Scene(root, 1440, 900);
        theme.dress(scene);
        stage.setTitle(text("window.title"));
        stage.getIcons().setAll(Theme.icons());
        stage.setScene(scene);
        stage.setOnCloseRequest(
                e -> {
                    e.consume();
                    close();
                });
        new Notices(model, Notifications.ofThisMachine(), Notices.inFront(stage));
        stage.show();
    }

    /// Asks first while a run goes on: it would stop half way. Asks once, however often the window
    /// is told to close.
    void close() {
        if (!closing) {
            closing = true;
            RunQuestion.before("quit", model, overlay, this::quit, () -> closing = false);
        }
    }

    /// Waits, behind the stage, until a run has stopped at a safe place, every connection is closed
    /// and the demo cluster is gone.
    private void quit() {
        content.setDisable(true);
        if (model.running().isPresent()) {
            RunQuestion.stopping(overlay, ConsoleWindow::leaveToolkit);
        }
        model.close();
        Thread.ofVirtual()
                .name("quit")
                .start(
                        () -> {
                            try {
                                model.awaitReleased(PATIENCE);
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            Platform.runLater(ConsoleWindow::leaveToolkit);
                        });
    }

    private static void leaveToolkit() {
        List.copyOf(Window.getWindows()).forEach(Window::hide);
        Platform.exit();
    }

    /// What shows the opened cluster; null without one.
    @Nullable ClusterView view() {
        return view;
    }

    private void show(@Nullable ClusterModel cluster) {
        if (cluster == null) {
            view = null;
            screens.usual(new FirstRunView(model, deeds));
        } else {
            ClusterView opened = new ClusterView(cluster, deeds, overlay, clock);
            opened.recent(model.preferencesProperty());
            view = opened;
            screens.usual(opened);
            opened.focusMatrix();
        }
    }

    private void bindKeys() {
        keys.put(KeyCombination.valueOf("F5"), () -> scan(Criterion.METADATA));
        keys.put(KeyCombination.valueOf("Shift+F5"), () -> scan(Criterion.CONTENT));
        keys.put(SYNC, deeds::sync);
        keys.put(KeyCombination.valueOf("Shortcut+O"), deeds::openFile);
        keys.put(THEME, deeds::toggleTheme);
        keys.put(KeyCombination.valueOf("Shortcut+Comma"), deeds::preferences);
        keys.put(KeyCombination.valueOf("Shortcut+F"), this::focusFilter);
        keys.put(HELP, deeds::help);
        keys.put(LEAVE, this::leave);
        keys.put(BACK, deeds::rollBack);
    }

    /// Our keys come before anything that has the focus. While a question is shown they do
    /// nothing, and those that agree or leave are the question's.
    private void pressed(KeyEvent e) {
        for (Map.Entry<KeyCombination, Runnable> key : keys.entrySet()) {
            if (!key.getKey().match(e) || isTypedBack(key.getKey())) {
                continue;
            }
            if (screens.isVisited() && !overlay.isShowing()) {
                visited(e, key.getKey());
            } else if (!overlay.isShowing()) {
                e.consume();
                key.getValue().run();
            } else if (!ANSWERS.contains(key.getKey())) {
                e.consume();
            }
            return;
        }
    }

    /// While something is edited, keys would act on what is not seen; and none leaves it, for
    /// what was typed would be gone.
    private void visited(KeyEvent e, KeyCombination key) {
        if (!key.equals(LEAVE)) {
            e.consume();
        }
        if (List.of(THEME, HELP).contains(key)) {
            keys.getOrDefault(key, () -> {}).run();
        }
    }

    /// Where it stands on the keyboard differs, so what was typed is looked at.
    private void typed(KeyEvent e) {
        if (e.getCharacter().equals("?") && !overlay.isShowing() && !isTyping()) {
            e.consume();
            deeds.help();
        }
    }

    /// What was typed is taken back by the field that it was typed into.
    private boolean isTypedBack(KeyCombination key) {
        return key.equals(BACK) && isTyping();
    }

    private boolean isTyping() {
        Scene scene = root.getScene();
        return scene != null && scene.getFocusOwner() instanceof TextInputControl;
    }

    private void scan(Criterion criterion) {
        ClusterModel cluster = model.clusterProperty().get();
        if (cluster != null) {
            cluster.scans().scan(criterion);
        }
    }

    private void focusFilter() {
        ClusterView shown = view;
        if (shown != null) {
            shown.filterField().requestFocus();
        }
    }

    /// Esc: stops a scan, else empties the filter, and gives the focus back to the matrix.
    private void leave() {
        ClusterModel cluster = model.clusterProperty().get();
        ClusterView shown = view;
        if (cluster == null || shown == null) {
            return;
        }
        if (cluster.scans().scanningProperty().get()) {
            cluster.scans().cancel();
        } else {
            shown.leaveFilter();
        }
    }
}
