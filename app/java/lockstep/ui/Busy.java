package lockstep.ui;

import javafx.scene.control.ProgressBar;

/// Shows that something goes on of which nobody can say how much is left.
final class Busy {
    private Busy() {}

    /// @param spoken what goes on, for who cannot see it
    static ProgressBar bar(String spoken) {
        ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.getStyleClass().add("small");
        bar.setAccessibleText(spoken);
        return bar;
    }
}
