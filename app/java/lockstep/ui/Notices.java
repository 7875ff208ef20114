package lockstep.ui;

import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import lockstep.desktop.Notifications;
import lockstep.present.ConsoleModel;
import lockstep.present.Notice;
import lockstep.present.Preferences;
import org.jspecify.annotations.Nullable;

/// Tells an operator who is not looking at the window: by the desktop's own notifications, or where
/// it has none by a small window in the corner of the screen.
final class Notices {
    private static final Duration SHOWN = Duration.seconds(20);

    private final ConsoleModel model;
    private final Notifications desktop;
    private final BooleanSupplier isInFront;

    /// @param isInFront whether the operator has the window before the eyes anyway
    Notices(ConsoleModel model, Notifications desktop, BooleanSupplier isInFront) {
        this.model = model;
        this.desktop = desktop;
        this.isInFront = isInFront;
        model.clusterProperty()
                .subscribe(
                        cluster -> {
                            if (cluster != null) {
                                cluster.notices().latestProperty().subscribe(this::tell);
                            }
                        });
    }

    private void tell(@Nullable Notice notice) {
        boolean wanted = model.preferencesProperty().get().notices() == Preferences.Notices.SHOWN;
        if (notice == null || !wanted || isInFront.getAsBoolean()) {
            return;
        }
        Thread.ofVirtual()
                .name("notice")
                .start(
                        () -> {
                            if (!desktop.show(notice.title(), notice.text())) {
                                Platform.runLater(() -> pop(notice));
                            }
                        });
    }

    private static void pop(Notice notice) {
        org.controlsfx.control.Notifications.create()
                .title(notice.title())
                .text(notice.text())
                .owner(Screen.getPrimary())
                .hideAfter(SHOWN)
                .show();
    }

    /// Whether a stage has the keys.
    static BooleanSupplier inFront(Stage stage) {
        return () -> stage.isFocused() && !stage.isIconified();
    }
}
