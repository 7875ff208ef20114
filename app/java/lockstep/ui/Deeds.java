package lockstep.ui;

/// What the parts of the window ask the window to do.
interface Deeds {
    /// Asks for a cluster file and opens it.
    void openFile();

    void openDemo();

    /// Asks for the parts of a new cluster, writes its file and opens it.
    void newCluster();

    void closeCluster();

    /// Makes a plan and shows it for approval.
    void sync();

    /// Shows what rolling back what a run changed last would do.
    void rollBack();

    /// Shows what came of the last runs.
    void reports();

    void toggleTheme();

    /// Shows what keys do and signs mean.
    void help();

    void about();
}
