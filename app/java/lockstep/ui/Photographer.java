package lockstep.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.jspecify.annotations.Nullable;

/// Takes photographs of a scene, in light and in dark, each when what it is to show has come.
///
/// Called on any thread but JavaFX's; every wait has a limit. Where the toolkit runs on its
/// headless platform no display is needed.
final class Photographer {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PULSES_TO_SETTLE = 4;

    private final Scene scene;
    private final Theme theme;
    private final Path directory;
    private final List<Path> taken = new ArrayList<>();

    /// @param directory where the files go; must be there
    Photographer(Scene scene, Theme theme, Path directory) {
        this.scene = scene;
        this.theme = theme;
        this.directory = directory;
    }

    /// The files written so far.
    List<Path> taken() {
        return List.copyOf(taken);
    }

    /// Does that on JavaFX's thread and gives its result.
    ///
    /// @throws FaultException `TimedOut` when the thread does not get to it
    static <T extends @Nullable Object> T on(Callable<T> work) throws FaultException {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new FaultException(new Fault.TimedOut("window", "its thread", LIMIT), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled("window"), e);
        }
    }

    /// Waits until the condition, looked at once a pulse on JavaFX's thread, holds.
    ///
    /// @param what is waited for, in words
    /// @throws FaultException `TimedOut` naming it
    void await(String what, BooleanSupplier condition) throws FaultException {
        CountDownLatch held = new CountDownLatch(1);
        AnimationTimer timer =
                new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        if (condition.getAsBoolean()) {
                            held.countDown();
                        }
                    }
                };
        run(timer::start);
        try {
            if (!held.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new FaultException(new Fault.TimedOut("window", what, LIMIT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled("window"), e);
        } finally {
            run(timer::stop);
        }
    }

    /// Writes `NAME-light.png` and `NAME-dark.png` and leaves the scene in light.
    ///
    /// @throws FaultException `GuardTripped` when the disk refuses
    void take(String name) throws FaultException {
        for (Theme.Appearance appearance : List.of(Theme.Appearance.DARK, Theme.Appearance.LIGHT)) {
            run(() -> theme.choose(appearance));
            int[] left = {PULSES_TO_SETTLE};
            await("the picture", () -> --left[0] <= 0);
            String file = name + "-" + appearance.name().toLowerCase(Locale.ROOT) + ".png";
            develop(on(() -> scene.snapshot(null)), directory.resolve(file));
        }
    }

    private void develop(WritableImage image, Path file) throws FaultException {
        try {
            Files.createDirectories(directory);
            var pixels = Objects.requireNonNull(SwingFXUtils.fromFXImage(image, null));
            if (!ImageIO.write(pixels, "png", file.toFile())) {
                throw new IOException("no writer for PNG");
            }
            taken.add(file);
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            "photographs",
                            "The photograph could not be written: " + e.getMessage() + ".",
                            "Name a directory that you may write to, on a disk with some space."),
                    e);
        }
    }

    /// Does that on JavaFX's thread.
    void run(Runnable work) throws FaultException {
        on(
                () -> {
                    work.run();
                    return true;
                });
    }
}
