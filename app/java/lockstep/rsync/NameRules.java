package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.rsync.FilterPattern.Name;
import lockstep.tree.TreePath;

/// The rules of a cluster file, held against names: which of them a sender would not list. The
/// first rule that matches decides, as with rsync. What is in a hidden directory is hidden by that
/// directory, which is for whoever asks to see to.
///
/// One thread at a time.
public final class NameRules {
    private final List<Judged> rules;
    private final Name name = new Name();

    private record Judged(FilterPattern pattern, boolean hides) {}

    private NameRules(List<Judged> rules) {
        this.rules = rules;
    }

    /// @param rules as of [lockstep.fleet.Rules]
    public static NameRules of(List<String> rules) {
        return new NameRules(rules.stream().map(NameRules::judged).toList());
    }

    private static Judged judged(String text) {
        FilterRule rule = FilterRule.read(text.getBytes(StandardCharsets.UTF_8));
        FilterPattern pattern = new FilterPattern(rule.pattern(), rule.has('!'), false);
        return new Judged(pattern, rule.effect() == FilterRule.Effect.HIDES);
    }

    /// Whether a directory of that path is hidden. Of a name that one rsync would match and
    /// another would not, it says that it is not.
    public boolean hidesDirectory(TreePath path) {
        byte[] bytes = path.toBytes();
        name.set(bytes, bytes.length, true);
        return !path.isRoot() && hidden();
    }

    /// Whether anything but a directory is hidden, as [#hidesDirectory].
    public boolean hidesFile(TreePath path) {
        byte[] bytes = path.toBytes();
        name.set(bytes, bytes.length, false);
        return hidden();
    }

    private boolean hidden() {
        for (Judged rule : rules) {
            if (rule.pattern().applies(name)) {
                return rule.hides();
            }
        }
        return false;
    }
}
