package lockstep.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads what [ShelfScript#LIST] prints.
final class ListReading {
    /// Characters of what is told about one, beyond which it is none of ours.
    private static final int LONGEST_ABOUT = 20_000;

    private static final int MOST_LISTED = 10_000;

    private final List<Kept> found = new ArrayList<>();
    private Optional<Snapshot> snapshot = Optional.empty();
    private final StringBuilder about = new StringBuilder();
    private Method method = Method.LINKS;
    private Optional<String> pin = Optional.empty();
    private Optional<String> good = Optional.empty();

    void add(byte[] line) {
        if (line.length == 0) {
            return;
        }
        String rest = new String(line, 1, line.length - 1, StandardCharsets.UTF_8);
        switch (line[0]) {
            case ':' -> {
                end();
                snapshot = Snapshot.named(rest);
            }
            case 'a' -> {
                if (about.length() < LONGEST_ABOUT) {
                    about.append(rest).append('\n');
                }
            }
            case 'm' -> method = Method.of(rest).orElse(Method.LINKS);
            case 'p' -> pin = Optional.of(OneLine.of(rest));
            case 'g' -> good = Optional.of(OneLine.of(rest));
            default -> {}
        }
    }

    private void end() {
        if (found.size() <= MOST_LISTED) {
            snapshot.ifPresent(
                    is ->
                            found.add(
                                    new Kept(
                                            is, About.parse(about.toString()), method, pin, good)));
        }
        snapshot = Optional.empty();
        about.setLength(0);
        method = Method.LINKS;
        pin = Optional.empty();
        good = Optional.empty();
    }

    /// The newest first; empty for more than anybody makes.
    Optional<List<Kept>> all() {
        end();
        if (found.size() > MOST_LISTED) {
            return Optional.empty();
        }
        Comparator<Snapshot> newest = Comparator.comparing(Snapshot::at).reversed();
        found.sort(Comparator.comparing(Kept::snapshot, newest.thenComparing(Snapshot::run)));
        return Optional.of(List.copyOf(found));
    }
}
