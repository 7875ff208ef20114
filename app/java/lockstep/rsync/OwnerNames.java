package lockstep.rsync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import lockstep.fault.Change;
import lockstep.fault.Visible;
import lockstep.tree.Budget;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.TooLarge;
import org.jspecify.annotations.Nullable;

/// The users and groups that chosen entries belong to, with the names that came with their
/// numbers: a target gives a file to whoever has the name there, so a number that has another name
/// now makes another owner.
final class OwnerNames implements EntryReader.Names {
    /// What a number takes in a set or a map.
    private static final int IN_A_MAP = 64;

    private final Budget budget;
    private final boolean zeroNamed;

    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();
    private final Set<Integer> usersUsed = new HashSet<>();
    private final Set<Integer> groupsUsed = new HashSet<>();

    /// @param budget of the node
    /// @param zeroNamed whether number 0 has its name told as well. A relay leaves that out where
    ///     one end cannot, though the source could when it was scanned; the target then takes 0
    ///     for 0
    OwnerNames(Budget budget, boolean zeroNamed) {
        this.budget = budget;
        this.zeroNamed = zeroNamed;
    }

    @Override
    public void user(int uid, byte[] name) throws TooLarge {
        put(users, uid, Visible.bytes(name));
    }

    @Override
    public void group(int gid, byte[] name) throws TooLarge {
        put(groups, gid, Visible.bytes(name));
    }

    private void put(Map<Integer, String> names, int id, String name) throws TooLarge {
        budget.take(bytes(name));
        String before = names.put(id, name);
        budget.give(before == null ? 0 : bytes(before));
    }

    private static long bytes(String name) {
        return IN_A_MAP + Budget.kept(Character.BYTES * name.length());
    }

    /// An entry belongs to these.
    void used(Facts facts) throws TooLarge {
        use(usersUsed, facts.uid);
        use(groupsUsed, facts.gid);
    }

    private void use(Set<Integer> used, int id) throws TooLarge {
        if ((id != 0 || zeroNamed) && used.add(id)) {
            budget.take(IN_A_MAP);
        }
    }

    /// Adds the numbers in use that have another name than they had.
    void judge(String node, Listing seen, Changes changes) {
        judge(new Names("user", usersUsed, users, seen::userName), node, changes);
        judge(new Names("group", groupsUsed, groups, seen::groupName), node, changes);
    }

    private record Names(
            String what,
            Set<Integer> used,
            Map<Integer, String> told,
            IntFunction<@Nullable String> seen) {}

    private static void judge(Names names, String node, Changes changes) {
        for (int id : names.used) {
            String then = named(names.seen.apply(id));
            String now = named(names.told.get(id));
            if (!now.equals(then)) {
                String what = names.what + " " + Integer.toUnsignedString(id);
                changes.add(new Change(node, what, then, now));
            }
        }
    }

    private static String named(@Nullable String name) {
        return name == null ? "without a name" : "named " + name;
    }
}
