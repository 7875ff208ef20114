package lockstep.fleet;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.tomlj.TomlPosition;

/// What was found wrong in one file, with the places, so that an operator mends all of it at once.
final class Findings {
    private static final int MOST_TOLD = 10;

    private final String file;
    private final TreeSet<Finding> found =
            new TreeSet<>(
                    Comparator.comparingInt(Finding::line)
                            .thenComparingInt(Finding::column)
                            .thenComparing(Finding::reason));
    private final Map<String, TomlPosition> places = new HashMap<>();

    private record Finding(int line, int column, String reason) {}

    Findings(String file) {
        this.file = file;
    }

    /// Notes where the value of a path (as in [Cluster.Problem#at]) stands.
    void place(String path, TomlPosition at) {
        places.put(path, at);
    }

    void add(TomlPosition at, String reason) {
        found.add(new Finding(at.line(), at.column(), reason));
    }

    /// Adds a problem at its own place or, when the file leaves the value out, at the nearest
    /// thing around it.
    void add(Cluster.Problem problem) {
        String path = problem.at();
        while (!places.containsKey(path)) {
            path = path.substring(0, Math.max(0, path.lastIndexOf('.')));
            if (path.isEmpty()) {
                break;
            }
        }
        add(places.getOrDefault(path, TomlPosition.positionAt(1, 1)), problem.reason());
    }

    /// @throws FaultException `FileInvalid` at the first finding, telling the next ones too
    void raiseIfAny() throws FaultException {
        if (found.isEmpty()) {
            return;
        }
        List<Finding> all = List.copyOf(found);
        String further =
                all.stream()
                        .skip(1)
                        .limit(MOST_TOLD - 1)
                        .map(
                                f ->
                                        "; line "
                                                + f.line()
                                                + ", column "
                                                + f.column()
                                                + ": "
                                                + f.reason())
                        .collect(Collectors.joining());
        String more = all.size() > MOST_TOLD ? "; and " + (all.size() - MOST_TOLD) + " more" : "";
        Finding first = all.getFirst();
        throw new FaultException(
                new Fault.FileInvalid(
                        file, first.line(), first.column(), first.reason() + further + more + "."));
    }
}
