package lockstep.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.plan.PlanHeader.Place;
import lockstep.plan.PlanWords.Totals;
import lockstep.tree.TreePath;

/// Reads a saved plan once, from its first line to its last.
final class PlanReader {
    private static final int MAX_RULES = 10_000;
    private static final int MAX_TARGETS = 1_000;
    private static final Pattern SOURCE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,127}) ([0-9a-f]{64})");

    private final PlanLines lines;
    private final PlanParser parser;
    private List<Place> targets = List.of();

    PlanReader(PlanLines lines) {
        this.lines = lines;
        this.parser = new PlanParser(lines);
    }

    /// What stands above the rows; comes first.
    PlanHeader head() throws FaultException, IOException {
        first(lines.next());
        String cluster = parser.quoted("cluster ");
        String digest = digest(lines.next());
        List<String> rules = new ArrayList<>();
        String line = lines.next();
        while (line.startsWith(PlanWords.RULE) && rules.size() < MAX_RULES) {
            rules.add(parser.quoted(PlanWords.RULE, line));
            line = lines.next();
        }
        Place reference = place(PlanWords.REFERENCE, line);
        targets = targets(reference);
        return new PlanHeader(cluster, digest, rules, reference, targets);
    }

    private void first(String line) throws FaultException {
        if (line.equals(PlanWords.FIRST)) {
            return;
        }
        throw lines.wrong(
                line.startsWith("lockstep plan ")
                        ? "this version reads \""
                                + PlanWords.FIRST
                                + "\", and this is "
                                + PlanLines.shown(line)
                                + ": save the plan again"
                        : "this is no saved plan");
    }

    private String digest(String line) throws FaultException {
        if (line.equals(PlanWords.BY_FACTS)) {
            return "";
        }
        String word = PlanWords.BY_DIGEST;
        if (line.startsWith(word) && line.substring(word.length()).matches("[a-z0-9]{1,20}")) {
            return line.substring(word.length());
        }
        throw lines.wrong("how nodes were compared was expected, not " + PlanLines.shown(line));
    }

    /// How many there are stands above them.
    private List<Place> targets(Place reference) throws FaultException, IOException {
        String word = "targets ";
        String line = lines.next();
        String count = line.startsWith(word) ? line.substring(word.length()) : "";
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) > MAX_TARGETS) {
            throw lines.wrong("the number of targets was expected, not " + PlanLines.shown(line));
        }
        lines.same(line, word + Integer.parseInt(count));
        List<Place> places = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < Integer.parseInt(count); i++) {
            Place place = target(lines.next());
            boolean itself = place.snapshot().isEmpty() && place.node().equals(reference.node());
            if (itself || !names.add(place.node())) {
                throw lines.wrong("a node comes twice: " + PlanLines.shown(place.node()));
            }
            places.add(place);
        }
        return places;
    }

    private Place target(String line) throws FaultException, IOException {
        if (!line.startsWith(PlanWords.BACK)) {
            return place(PlanWords.TARGET, line);
        }
        Matcher source = SOURCE.matcher(line.substring(PlanWords.BACK.length()));
        if (!source.matches()) {
            throw lines.wrong("a snapshot was expected, not " + PlanLines.shown(line));
        }
        PlanHeader.Source from = new PlanHeader.Source(source.group(1), source.group(2));
        return place(PlanWords.TARGET, lines.next()).from(from);
    }

    private Place place(String word, String line) throws FaultException, IOException {
        String node = parser.quoted(word, line);
        String address = parser.quoted(PlanWords.ADDRESS);
        String root = lines.next();
        boolean sudo = root.startsWith(PlanWords.SUDO_ROOT);
        String before = sudo ? PlanWords.SUDO_ROOT : PlanWords.ROOT;
        return new Place(node, address, parser.quoted(before, root), sudo);
    }

    /// Everything after the head.
    ///
    /// @return the digest of all that was read, which is the one at its end
    String rows(SavedPlan.Rows to) throws FaultException, IOException {
        for (int target = 0; target < targets.size(); target++) {
            String line = lines.next();
            long rows = count(line);
            lines.same(line, PlanWords.on(targets.get(target).node(), rows));
            Totals totals = new Totals();
            Set<TreePath> paths = new HashSet<>();
            for (long i = 0; i < rows; i++) {
                SavedRow row = parser.row(lines.next());
                if (!paths.add(row.row().path())) {
                    throw lines.wrong("a path comes twice: " + row.row().path().visible());
                }
                totals.add(row.row());
                to.row(target, row);
            }
            lines.same(lines.next(), totals.line());
        }
        return lines.end(PlanWords.DIGEST);
    }

    private long count(String line) throws FaultException {
        String digits = line.substring(line.lastIndexOf(' ') + 1);
        if (!digits.matches("[0-9]{1,18}")) {
            throw lines.wrong("the number of rows was expected, not " + PlanLines.shown(line));
        }
        return Long.parseLong(digits);
    }
}
