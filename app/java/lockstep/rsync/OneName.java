package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import lockstep.tree.Budget;
import lockstep.wire.Broken;

/// Passes on the names of users and groups, one for each number: of two a target would take one
/// and whoever judges here perhaps the other. An empty name is none: so number 0 is told, which has
/// its place on the wire, where the node has no name for it.
final class OneName implements EntryReader.Names {
    private final EntryReader.Names to;
    private final Budget budget;
    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    /// @param budget pays for the names
    OneName(EntryReader.Names to, Budget budget) {
        this.to = to;
        this.budget = budget;
    }

    @Override
    public void user(int uid, byte[] name) throws IOException {
        once(users, uid, name);
        if (name.length > 0) {
            to.user(uid, name);
        }
    }

    @Override
    public void group(int gid, byte[] name) throws IOException {
        once(groups, gid, name);
        if (name.length > 0) {
            to.group(gid, name);
        }
    }

    private void once(Map<Integer, String> names, int id, byte[] name) throws IOException {
        String told = new String(name, StandardCharsets.ISO_8859_1);
        String before = names.putIfAbsent(id, told);
        if (before == null) {
            budget.take(2 * Budget.kept(name.length)); // the number is an object as well
        } else if (!before.equals(told)) {
            throw new Broken("two names for number " + Integer.toUnsignedString(id));
        }
    }
}
