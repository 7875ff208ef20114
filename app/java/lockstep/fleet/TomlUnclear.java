package lockstep.fleet;

/// A text is laid out in a way that [TomlOutline] does not follow.
final class TomlUnclear extends Exception {
    private static final long serialVersionUID = 1;

    TomlUnclear(String message) {
        super(message);
    }
}
