package lockstep.desktop;

/// Shows notifications of this workstation's desktop.
public interface Notifications {
    /// Shows one. Blocks for a moment, until the desktop has taken it.
    ///
    /// @param title one line of visible text
    /// @param text more of it; may be empty
    /// @return false where this desktop has none, or did not take it
    boolean show(String title, String text);

    /// Those of this workstation.
    static Notifications ofThisMachine() {
        return new SystemNotifications(
                new NotificationCommand(
                        System.getenv(),
                        System.getProperty("os.name", ""),
                        ProgramPath::isProgram));
    }
}
