package lockstep.main;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import javafx.stage.Stage;
import lockstep.demo.Options;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Prompts;
import lockstep.present.ConsoleModel;
import lockstep.present.PreferencesFile;
import lockstep.present.PreferencesModel;
import lockstep.ui.ConsoleWindow;
import lockstep.ui.PhotoWalk;
import lockstep.ui.Theme;
import lockstep.ui.WindowPrompts;

/// The program with its window. Loading this class loads JavaFX, so only the commands that show a
/// window name it.
final class Desktop {
    private static final long LOOK_AGAIN_HOURS = 24;

    /// JavaFX warns that it is on the class path, which is where we want it.
    private final Logger toolkit = Logger.getLogger("javafx");

    private final Options demo;
    private volatile Prompts prompts = Prompts.refusing();

    private Desktop(Options demo) {
        this.demo = demo;
        toolkit.setLevel(Level.SEVERE);
    }

    /// Shows the window and returns when the operator has closed it.
    ///
    /// @param file a cluster file to open at once
    /// @throws FaultException `GuardTripped` when there is no display
    static void show(Optional<Path> file) throws FaultException {
        new Desktop(Options.standard()).show(model -> file.ifPresent(model::open));
    }

    /// Shows the window on a demo cluster made of that.
    static void show(Options demo) throws FaultException {
        new Desktop(demo).show(ConsoleModel::openDemo);
    }

    /// Photographs every screen on a demo cluster made of that, without a display where JavaFX was
    /// told to be headless.
    static List<Path> photograph(Options demo, Path directory) throws FaultException {
        return PhotoWalk.through(new WindowClusters(demo, Prompts::refusing), directory);
    }

    private void show(Consumer<ConsoleModel> opening) throws FaultException {
        PreferencesFile file = new PreferencesFile(PreferencesFile.place(System.getenv()));
        PreferencesModel preferences = new PreferencesModel(file.read(), file::write);
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try {
            Platform.setImplicitExit(false);
            Platform.startup(() -> start(preferences, opening, closed));
            awaitClosed(closed);
        } catch (UnsupportedOperationException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            "window",
                            "No window can be shown here: " + e.getMessage() + ".",
                            "Use a session with a display, or the commands: lockstep --help."),
                    e);
        }
    }

    /// An operator may leave the window open for weeks.
    private static void awaitClosed(CompletableFuture<Boolean> closed) {
        while (!closed.isDone()) {
            try {
                closed.get(LOOK_AGAIN_HOURS, TimeUnit.HOURS);
            } catch (TimeoutException _) {
                // Still open.
            } catch (ExecutionException e) {
                throw new IllegalStateException("the window did not start", e.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void start(
            PreferencesModel preferences,
            Consumer<ConsoleModel> opening,
            CompletableFuture<Boolean> closed) {
        try {
            show(preferences, opening, () -> closed.complete(true));
        } catch (RuntimeException e) {
            closed.completeExceptionally(e);
        }
    }

    private void show(
            PreferencesModel preferences, Consumer<ConsoleModel> opening, Runnable closed) {
        ConsoleModel model =
                new ConsoleModel(
                        new WindowClusters(demo, () -> prompts),
                        InstantSource.system(),
                        Platform::runLater,
                        preferences);
        ConsoleWindow window = new ConsoleWindow(model, new Theme(), InstantSource.system());
        prompts = new WindowPrompts(window.overlay(), Platform::runLater);
        Stage stage = new Stage();
        stage.setOnHidden(_ -> closed.run());
        window.show(stage);
        opening.accept(model);
    }
}
