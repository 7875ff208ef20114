package lockstep.present;

/// Preferences with which nothing happens that a test has not asked for, and nothing is kept.
public final class Quiet {
    private Quiet() {}

    public static PreferencesModel preferences() {
        return PreferencesModel.unkept(Preferences.standard().with(Preferences.Opening.NOTHING));
    }
}
