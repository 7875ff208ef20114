package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an operator has chosen for this workstation, whatever cluster is open. Immutable.
///
/// @param colours of the window
/// @param opening what happens when a cluster is opened
/// @param notices whether notifications are shown
/// @param watched how clusters were watched that are watched, by the absolute path of their files
/// @param recent the cluster files that were opened last, absolute, the latest first; at most
///     [#MOST_RECENT]
public record Preferences(
        Colours colours,
        Opening opening,
        Notices notices,
        Map<Path, Watching> watched,
        List<Path> recent) {
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

    /// What is told while the window is not in front.
    public enum Notices {
        SHOWN,
        NONE
    }

    public Preferences {
        recent = recent.stream().distinct().limit(MOST_RECENT).toList();
        watched = Map.copyOf(watched);
    }

    /// What holds before anything was chosen.
    public static Preferences standard() {
        return new Preferences(
                Colours.SYSTEM, Opening.METADATA, Notices.SHOWN, Map.of(), List.of());
    }

    public Preferences with(Colours other) {
        return new Preferences(other, opening, notices, watched, recent);
    }

    public Preferences with(Opening other) {
        return new Preferences(colours, other, notices, watched, recent);
    }

    public Preferences with(Notices other) {
        return new Preferences(colours, opening, other, watched, recent);
    }

    /// How the cluster of that file is watched.
    public Watching watching(Path file) {
        return watched.getOrDefault(file.toAbsolutePath().normalize(), Watching.OFF);
    }

    /// The cluster of that file is watched in this way from now on. Only those are remembered that
    /// were opened lately.
    public Preferences watching(Path file, Watching how) {
        Map<Path, Watching> all = new HashMap<>(watched);
        all.put(file.toAbsolutePath().normalize(), how);
        all.keySet().retainAll(recent);
        all.values().removeIf(other -> !other.isOn());
        return new Preferences(colours, opening, notices, all, recent);
    }

    /// With that file as the latest.
    public Preferences opened(Path file) {
        List<Path> files = new ArrayList<>(List.of(file.toAbsolutePath().normalize()));
        files.addAll(recent);
        return new Preferences(colours, opening, notices, watched, files);
    }

    /// Without that file.
    public Preferences forgetting(Path file) {
        Path gone = file.toAbsolutePath().normalize();
        return new Preferences(
                colours,
                opening,
                notices,
                watched,
                recent.stream().filter(known -> !known.equals(gone)).toList());
    }
}
