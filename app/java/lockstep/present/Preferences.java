package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What an operator has chosen for this workstation, whatever cluster is open. Immutable.
///
/// @param colours of the window
/// @param opening what happens when a cluster is opened
/// @param recent the cluster files that were opened last, absolute, the latest first; at most
///     [#MOST_RECENT]
public record Preferences(Colours colours, Opening opening, List<Path> recent) {
    /// How many cluster files are remembered.
    public static final int MOST_RECENT = 10;

    /// Light on dark or dark on light.
    public enum Colours {
        /// As the system says, also when it changes its mind.
        SYSTEM,
        LIGHT,
        DARK
    }

    /// What happens when a cluster is opened.
    public enum Opening {
        /// Nothing is read on any node before the operator asks for it.
        NOTHING,
        /// A scan by metadata.
        METADATA,
        /// A scan by content.
        CONTENT
    }

    public Preferences {
        recent = recent.stream().distinct().limit(MOST_RECENT).toList();
    }

    /// What holds before anything was chosen.
    public static Preferences standard() {
        return new Preferences(Colours.SYSTEM, Opening.METADATA, List.of());
    }

    public Preferences with(Colours other) {
        return new Preferences(other, opening, recent);
    }

    public Preferences with(Opening other) {
        return new Preferences(colours, other, recent);
    }

    /// With that file as the latest.
    public Preferences opened(Path file) {
        List<Path> files = new ArrayList<>(List.of(file.toAbsolutePath().normalize()));
        files.addAll(recent);
        return new Preferences(colours, opening, files);
    }

    /// Without that file.
    public Preferences forgetting(Path file) {
        Path gone = file.toAbsolutePath().normalize();
        return new Preferences(
                colours, opening, recent.stream().filter(known -> !known.equals(gone)).toList());
    }
}
