package lockstep.ui;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Works one real window on the headless platform for a test: shows it at 1440 × 900, clicks and
/// types with JavaFX's own robot, waits for conditions a pulse at a time, and photographs it.
///
/// Every method is called on the test's thread, does its work on the JavaFX thread and comes back
/// within [#LIMIT_SECONDS], or fails. Nothing sleeps. Use it in a try block: closing hides the
/// window and every popup.
public final class StageHand implements AutoCloseable {
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final long LIMIT_SECONDS = 20;

    private final Stage stage;
    private final Theme theme;
    private final Robot robot;

    private StageHand(Stage stage, Theme theme, Robot robot) {
        this.stage = stage;
        this.theme = theme;
        this.robot = robot;
    }

    /// Starts the toolkit if need be and shows what `root` makes (called on the JavaFX thread with
    /// the window's theme), in light.
    public static StageHand show(Function<Theme, ? extends Parent> root) {
        StageHand hand =
                onFx(
                        () -> {
                            Theme theme = new Theme();
                            theme.choose(Theme.Appearance.LIGHT);
                            Scene scene = new Scene(root.apply(theme), WIDTH, HEIGHT);
                            theme.dress(scene);
                            Stage stage = new Stage();
                            stage.setScene(scene);
                            stage.setX(0);
                            stage.setY(0);
                            stage.show();
                            return new StageHand(stage, theme, new Robot());
                        });
        hand.pulses(2);
        return hand;
    }

    /// As [#show(Function)], for a root that needs no theme.
    public static StageHand show(Callable<? extends Parent> root) {
        return show(
                _ -> {
                    try {
                        return root.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    public Stage stage() {
        return stage;
    }

    public Theme theme() {
        return theme;
    }

    /// Does that on the JavaFX thread and gives its result; what it throws fails the test. Controls
    /// must be made here too: outside of it the toolkit may not yet run.
    public static <T extends @Nullable Object> T onFx(Callable<T> work) {
        Toolkit.start();
        if (Platform.isFxApplicationThread()) {
            return here(work);
        }
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("on the JavaFX thread", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("JavaFX thread busy for " + LIMIT_SECONDS + " s", e);
        }
    }

    private static <T extends @Nullable Object> T here(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new AssertionError("on the JavaFX thread", e);
        }
    }

    /// Does that on the JavaFX thread.
    public static void run(Runnable work) {
        onFx(
                () -> {
                    work.run();
                    return true;
                });
    }

    /// Waits, looking once a pulse on the JavaFX thread, until the condition holds.
    public void await(String what, BooleanSupplier condition) {
        CountDownLatch held = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        AnimationTimer timer =
                new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        try {
                            if (condition.getAsBoolean()) {
                                held.countDown();
                            }
                        } catch (RuntimeException | AssertionError e) {
                            failed.set(e);
                            held.countDown();
                        }
                    }
                };
        run(timer::start);
        boolean came = await(held);
        run(timer::stop);
        Throwable cause = failed.get();
        if (cause != null) {
            throw new AssertionError("while waiting for " + what, cause);
        }
        if (!came) {
            photograph("failed-waiting");
            throw new AssertionError("not within " + LIMIT_SECONDS + " s: " + what);
        }
    }

    /// Lets that many pulses pass, so that style, layout and drawing are done.
    public void pulses(int count) {
        int[] left = {count + 1};
        await(count + " pulses", () -> --left[0] <= 0);
    }

    /// The one visible node that a CSS selector (`#id`, `.class`) finds in the window or a popup.
    public Node find(String selector) {
        return onFx(() -> Objects.requireNonNull(lookup(selector), "nothing is " + selector));
    }

    /// Whether a visible node matches the selector now.
    public boolean has(String selector) {
        return onFx(() -> lookup(selector) != null);
    }

    /// Waits for a visible node and gives it.
    public Node awaitNode(String selector) {
        await(selector, () -> lookup(selector) != null);
        return find(selector);
    }

    /// Waits for a visible node for which `test` holds, in the window or a popup, and gives it.
    public Node awaitShown(String selector, Predicate<Node> test) {
        AtomicReference<@Nullable Node> found = new AtomicReference<>();
        await(
                selector,
                () -> {
                    found.set(lookup(selector, test));
                    return found.get() != null;
                });
        return Objects.requireNonNull(found.get());
    }

    /// The first visible node below the window's root of that type for which `test` holds.
    public <T extends Node> T find(Class<T> type, Predicate<T> test) {
        return onFx(
                () ->
                        stage.getScene().getRoot().lookupAll("*").stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .filter(StageHand::shown)
                                .filter(test)
                                .findFirst()
                                .orElseThrow(
                                        () -> new AssertionError("no such " + type.getName())));
    }

    public void click(String selector) {
        click(awaitNode(selector));
    }

    /// Opens a box by a click and clicks the choice that shows that text.
    public void choose(String box, String text) {
        click(box);
        click(awaitShown(".context-menu .label", label -> text.equals(((Label) label).getText())));
        await("the choice", () -> lookup(".context-menu") == null);
    }

    /// Moves the pointer to the middle of the node and clicks.
    public void click(Node node) {
        click(node, 1);
    }

    /// Clicks `times` in a row.
    public void click(Node node, int times) {
        run(
                () -> {
                    Bounds at = node.localToScreen(node.getLayoutBounds());
                    robot.mouseMove(new Point2D(at.getCenterX(), at.getCenterY()));
                    for (int i = 0; i < times; i++) {
                        robot.mouseClick(MouseButton.PRIMARY);
                    }
                });
        pulses(2);
    }

    /// Moves the pointer over the node.
    ///
    /// @param x from its left edge
    /// @param y from its upper edge
    public void point(Node node, double x, double y) {
        run(() -> robot.mouseMove(node.localToScreen(x, y)));
        pulses(2);
    }

    /// Opens the context menu of the node.
    public void rightClick(Node node) {
        run(
                () -> {
                    Bounds at = node.localToScreen(node.getLayoutBounds());
                    robot.mouseMove(new Point2D(at.getCenterX(), at.getCenterY()));
                    robot.mouseClick(MouseButton.SECONDARY);
                });
        pulses(2);
    }

    /// Clicks the upper left corner of the window, which no card reaches.
    public void clickCorner() {
        run(
                () -> {
                    robot.mouseMove(stage.getX() + 3, stage.getY() + 3);
                    robot.mouseClick(MouseButton.PRIMARY);
                });
        pulses(2);
    }

    /// Types letters, digits and spaces into whatever has the focus.
    public void type(String text) {
        text.chars().forEach(c -> run(() -> robot.keyType(keyOf((char) c))));
        pulses(2);
    }

    /// Presses a chord such as `Ctrl+F`, `Shift+F5` or `Esc`.
    public void press(String chord) {
        KeyCombination parsed = KeyCombination.valueOf(chord);
        if (!(parsed instanceof KeyCodeCombination keys)) {
            throw new IllegalArgumentException(chord);
        }
        run(
                () -> {
                    hold(keys.getControl(), KeyCode.CONTROL, true);
                    hold(keys.getShortcut(), KeyCode.CONTROL, true);
                    hold(keys.getShift(), KeyCode.SHIFT, true);
                    hold(keys.getAlt(), KeyCode.ALT, true);
                    robot.keyType(keys.getCode());
                    hold(keys.getAlt(), KeyCode.ALT, false);
                    hold(keys.getShift(), KeyCode.SHIFT, false);
                    hold(keys.getShortcut(), KeyCode.CONTROL, false);
                    hold(keys.getControl(), KeyCode.CONTROL, false);
                });
        pulses(2);
    }

    /// Writes `target/photographs/NAME-light.png` and `NAME-dark.png` of the window's scene, and
    /// leaves the window in light.
    public void photograph(String name) {
        for (Theme.Appearance appearance : Theme.Appearance.values()) {
            run(() -> theme.choose(appearance));
            pulses(3);
            String suffix = appearance.name().toLowerCase(Locale.ROOT);
            Darkroom.develop(onFx(() -> stage.getScene().snapshot(null)), name + "-" + suffix);
        }
        run(() -> theme.choose(Theme.Appearance.LIGHT));
        pulses(2);
    }

    @Override
    public void close() {
        run(() -> java.util.List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    private static @Nullable Node lookup(String selector) {
        return lookup(selector, _ -> true);
    }

    private static @Nullable Node lookup(String selector, Predicate<Node> test) {
        return Window.getWindows().stream()
                .filter(w -> w.isShowing() && w.getScene() != null)
                .flatMap(w -> w.getScene().getRoot().lookupAll(selector).stream())
                .filter(StageHand::shown)
                .filter(test)
                .findFirst()
                .orElse(null);
    }

    private static boolean shown(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return node.getLayoutBounds().getWidth() > 0;
    }

    private void hold(KeyCombination.ModifierValue wanted, KeyCode key, boolean down) {
        if (wanted != KeyCombination.ModifierValue.DOWN) {
            return;
        }
        if (down) {
            robot.keyPress(key);
        } else {
            robot.keyRelease(key);
        }
    }

    private static KeyCode keyOf(char c) {
        return switch (c) {
            case ' ' -> KeyCode.SPACE;
            case '.' -> KeyCode.PERIOD;
            case '-' -> KeyCode.MINUS;
            case '/' -> KeyCode.SLASH;
            default -> KeyCode.getKeyCode(String.valueOf(c).toUpperCase(Locale.ROOT));
        };
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// The one toolkit of the test's JVM.
    private static final class Toolkit {
        private static final Toolkit STARTED = new Toolkit();

        private Toolkit() {
            CountDownLatch up = new CountDownLatch(1);
            Platform.startup(up::countDown);
            Platform.setImplicitExit(false);
            if (!StageHand.await(up)) {
                throw new AssertionError("no JavaFX toolkit");
            }
        }

        static void start() {
            Objects.requireNonNull(STARTED);
        }
    }
}
