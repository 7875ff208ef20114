package lockstep.preflight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lockstep.fault.Visible;
import lockstep.rsync.Endpoint;
import lockstep.tree.TreePath;

/// What is known of one node, and who it is in the run.
///
/// @param target empty for the reference
record Sight(Endpoint endpoint, Optional<Work.Target> target, Question question, Answer answer) {
    /// How many paths a sentence names.
    static final int NAMED = 3;

    private static final int LONG = 200;

    String node() {
        return endpoint.name();
    }

    String root() {
        return Visible.text(endpoint.root(), 300);
    }

    boolean isTarget() {
        return target.isPresent();
    }

    /// Who works there, for a remedy.
    String user() {
        return endpoint.sudo() ? "the user that sudo works as" : "the user that logs in";
    }

    Finding blocks(Kind kind, String what, String remedy) {
        return new Finding(node(), Weight.BLOCKS, kind, what, remedy);
    }

    Finding warns(Kind kind, String what, String remedy) {
        return new Finding(node(), Weight.WARNS, kind, what, remedy);
    }

    Finding tells(Kind kind, String what, String remedy) {
        return new Finding(node(), Weight.TELLS, kind, what, remedy);
    }

    /// The first of these paths, and how many there are beside.
    static String named(List<TreePath> paths) {
        String first =
                paths.stream()
                        .limit(NAMED)
                        .map(path -> cut(path.visible()))
                        .collect(Collectors.joining(", "));
        return paths.size() > NAMED ? first + " and " + (paths.size() - NAMED) + " more" : first;
    }

    private static String cut(String visible) {
        return visible.length() <= LONG ? visible : visible.substring(0, LONG) + "…";
    }
}
