package lockstep.fleet;

import java.util.ArrayList;
import java.util.List;

/// The fewest steps from one list to another, in the order in which they can be taken one after
/// the other. Places count in the list as it is then.
final class ListDifference {
    private static final int MOST_COMPARED = 4_000_000;

    private final List<String> from;
    private final List<String> to;
    private final List<Step> steps = new ArrayList<>();

    /// One change of a list.
    sealed interface Step {
        record Replace(int at, String value) implements Step {}

        record Insert(int at, String value) implements Step {}

        record Remove(int at) implements Step {}
    }

    private ListDifference(List<String> from, List<String> to) {
        this.from = from;
        this.to = to;
    }

    /// @throws TomlUnclear when they are too long to compare
    static List<Step> of(List<String> from, List<String> to) throws TomlUnclear {
        int same = 0;
        while (same < Math.min(from.size(), to.size()) && from.get(same).equals(to.get(same))) {
            same++;
        }
        ListDifference rest =
                new ListDifference(from.subList(same, from.size()), to.subList(same, to.size()));
        if ((long) rest.from.size() * rest.to.size() > MOST_COMPARED) {
            throw new TomlUnclear("a list of " + from.size() + " values");
        }
        rest.walk(same);
        return rest.steps;
    }

    /// A value that goes where another comes is replaced.
    private void walk(int start) {
        int[][] common = common();
        int i = 0;
        int j = 0;
        int at = start;
        while (i < from.size() || j < to.size()) {
            boolean left = i < from.size();
            boolean right = j < to.size();
            if (left && right && from.get(i).equals(to.get(j))) {
                i++;
                j++;
                at++;
            } else if (left && right && common[i + 1][j + 1] == common[i][j]) {
                steps.add(new Step.Replace(at++, to.get(j++)));
                i++;
            } else if (right && common[i][j + 1] == common[i][j]) {
                steps.add(new Step.Insert(at++, to.get(j++)));
            } else {
                steps.add(new Step.Remove(at));
                i++;
            }
        }
    }

    /// How many values are common to what is left behind each pair of places.
    private int[][] common() {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] =
                        from.get(i).equals(to.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
