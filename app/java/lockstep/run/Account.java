package lockstep.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.rsync.Ledger;
import lockstep.tree.TreePath;

/// What a sync that broke off had done, in words for the operator. Nothing is claimed of a file
/// but how much of it had gone over; whether it is in place only the next scan can say.
final class Account {
    private static final int MOST_PATHS = 20;

    private Account() {}

    /// @param rows the plan's, of that target
    static List<String> of(Ledger ledger, List<Row> rows) {
        Set<TreePath> sent = new HashSet<>(ledger.sent());
        List<TreePath> left = new ArrayList<>();
        int planned = 0;
        sent.addAll(ledger.changed());
        for (Row row : rows) {
            if (row.chosen()) {
                planned++;
                boolean made = row.action() == Action.CREATE || row.action() == Action.UPDATE;
                if (made && !sent.contains(row.path())) {
                    left.add(row.path());
                }
            }
        }
        List<String> words = new ArrayList<>();
        words.add(reached(ledger, planned));
        ledger.inFlight().ifPresent(part -> left.remove(part.path()));
        if (!left.isEmpty()) {
            words.add("not reached: " + names(left));
        }
        return words;
    }

    private static String reached(Ledger ledger, int planned) {
        int files = ledger.sent().size();
        String sent =
                (files == 0 ? "no file" : files == 1 ? "1 file" : files + " files")
                        + " had been sent whole, of a plan of "
                        + planned
                        + (planned == 1 ? " row" : " rows");
        String last = files == 0 ? "" : "; the last may not be in place";
        return sent
                + last
                + ledger.inFlight()
                        .map(
                                part ->
                                        "; %s was being sent, %d of %d bytes"
                                                .formatted(
                                                        part.path().visible(),
                                                        part.through(),
                                                        part.size()))
                        .orElse("");
    }

    private static String names(List<TreePath> paths) {
        List<String> names = paths.stream().limit(MOST_PATHS).map(TreePath::visible).toList();
        int more = paths.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
