package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.fault.Visible;
import lockstep.rsync.FilterPattern.Name;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;

/// The filter rules that a source was told, held against the names that it lists: what they hide
/// it may not list, whatever rules it followed (CVE-2022-29154). As with rsync the first rule that
/// matches decides, and what is in a hidden directory needs no rule: a list of it is refused for
/// want of the directory, but for one of whole paths, where each directory above is judged.
///
/// Says only what is sure, see [FilterRule#effect]: a truthful rsync of any age is never refused.
/// One thread.
final class Filter {
    private final List<Judged> rules = new ArrayList<>();
    private final Name name = new Name();

    /// A directory that was judged, with all above it.
    private final byte[] before = new byte[TreePath.MAX_LENGTH];

    private int beforeLength;

    private record Judged(FilterRule rule, FilterPattern pattern, boolean shows) {}

    private Filter() {}

    /// By the rules that the source was told, in their order.
    static Filter of(List<byte[]> told) {
        Filter filter = new Filter();
        boolean sure = true;
        for (byte[] text : told) {
            FilterRule rule = FilterRule.read(text);
            FilterRule.Effect effect = rule.effect();
            switch (effect) {
                case HIDES, SHOWS -> filter.add(rule, effect, sure);
                case PERHAPS_HIDES -> {}
                case PERHAPS_SHOWS -> sure = false;
                case CLEARS, CLEARS_AND_SHOWS -> {
                    filter.rules.clear();
                    sure = effect == FilterRule.Effect.CLEARS;
                }
            }
        }
        return filter.rules.stream().allMatch(Judged::shows) ? new Filter() : filter;
    }

    private void add(FilterRule rule, FilterRule.Effect effect, boolean sure) {
        if (sure) {
            boolean shows = effect == FilterRule.Effect.SHOWS;
            FilterPattern pattern = new FilterPattern(rule.pattern(), rule.has('!'), shows);
            rules.add(new Judged(rule, pattern, shows));
        }
    }

    /// Refuses an entry that the rules hide. The root is never hidden.
    ///
    /// @throws Broken that names the entry and the rule
    void judge(EntryReader entry, boolean directory) throws Broken {
        if (!rules.isEmpty()) {
            judge(entry, entry.length, directory);
        }
    }

    /// As [#judge(EntryReader, boolean)] in a list of what arguments name. A directory that only
    /// stands above an argument is not held against the rules; any other above the entry may be
    /// missing from a list of whole paths, and was.
    void judge(EntryReader entry, boolean directory, Roots roots) throws Broken {
        if (rules.isEmpty()) {
            return;
        }
        if (roots.wholePaths()) {
            judgeAbove(entry, roots);
        }
        if (!roots.isOnlyAbove(entry)) {
            judge(entry, entry.length, directory);
        }
    }

    /// A directory that the entry shares with the one before was judged with that: names may have
    /// two thousand levels.
    private void judgeAbove(EntryReader entry, Roots roots) throws Broken {
        int same = Arrays.mismatch(entry.path, 0, entry.length, before, 0, beforeLength);
        if (same < 0) {
            same = entry.length; // the entry is that directory itself
        }
        int last = 0;
        for (int i = 0; i < entry.length; i++) {
            if (entry.path[i] == '/') {
                boolean judged = i < same || i == same && i == beforeLength;
                if (!judged && !roots.isAbove(entry, i)) {
                    judge(entry, i, true);
                }
                last = i;
            }
        }
        System.arraycopy(entry.path, 0, before, 0, last);
        beforeLength = last;
    }

    private void judge(EntryReader entry, int length, boolean directory) throws Broken {
        if (length == 1 && entry.path[0] == '.') {
            return;
        }
        name.set(entry.path, length, directory);
        for (Judged judged : rules) {
            if (judged.pattern.applies(name)) {
                if (judged.shows) {
                    return;
                }
                throw new Broken(
                        "\""
                                + Visible.bytes(entry.path, 0, entry.length)
                                + "\", which the rule \""
                                + judged.rule.visible()
                                + "\" hides");
            }
        }
    }
}
