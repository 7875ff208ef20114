package lockstep.ui;

import java.nio.file.Path;
import lockstep.drift.DriftTree;
import lockstep.present.Watching;

/// What the parts of the window ask the window to do.
interface Deeds {
    /// Asks for a cluster file and opens it.
    void openFile();

    /// Opens a cluster file that was opened before.
    void openRecent(Path file);

    void openDemo();

    /// Asks for the parts of a new cluster, writes its file and opens it.
    void newCluster();

    /// Looks for the nodes of a new cluster in what other programs are told.
    void importNodes();

    /// Shows the opened cluster for changing, and how its file would change.
    void editCluster();

    void closeCluster();

    /// Makes a plan and shows it for approval.
    void sync();

    /// Shows what rolling back what a run changed last would do.
    void rollBack();

    /// Asks how a row of the last scan is to be left out of this cluster.
    void ignore(DriftTree tree, int row);

    /// Watches the opened cluster in this way from now on.
    void watch(Watching how);

    /// Shows what came of the last runs.
    void reports();

    void toggleTheme();

    /// Asks what the operator prefers on this workstation.
    void preferences();

    /// Shows what keys do and signs mean.
    void help();

    void about();
}
