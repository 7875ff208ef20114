package lockstep.rsync;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.Fault.PlanOutdated.Reach;
import lockstep.fault.FaultException;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Holds a relay to what was approved, or to nothing where it is bound to nothing.
///
/// First the source's list, while it is held back, and the looks at the target that go on
/// meanwhile: all that has changed is gathered, and none of the list goes on when there is
/// anything. Then every request, every told deletion, and the digest behind every content: the
/// first that is not in the plan ends the relay. The list's judge belongs to the source's thread.
final class Bound {
    private final @Nullable Approved approved;
    private final @Nullable ListJudge judge;
    private final String source;
    private final String target;
    private final Changes changes;
    private final Looks looks;
    private final @Nullable Digest digest;

    private Bound(Choice choice, Approved approved, Ends ends, Opening.Settled settled) {
        this.approved = approved;
        this.source = ends.source;
        this.target = ends.target;
        this.changes = ends.changes;
        this.looks = ends.looks;
        this.judge = ListJudge.source(source, approved, choice.paths(), changes);
        this.digest = approved.digest().filter(settled.digest()::equals).orElse(null);
        judge.settled(settled, ends.budget);
    }

    private Bound(Ends ends) {
        this.approved = null;
        this.source = ends.source;
        this.target = ends.target;
        this.changes = ends.changes;
        this.looks = ends.looks;
        this.judge = null;
        this.digest = null;
    }

    /// The two ends, by name, and the looks at them that were begun.
    ///
    /// @param changes where the looks gather what has changed
    /// @param budget of the source
    record Ends(String source, String target, Looks looks, Changes changes, Budget budget) {}

    static Bound of(Script.Manner manner, Ends ends, Opening.Settled settled) {
        if (manner.choice().isPresent() && manner.choice().get().approved().isPresent()) {
            Choice choice = manner.choice().get();
            return new Bound(choice, choice.approved().get(), ends, settled);
        }
        return new Bound(ends);
    }

    /// Takes the names of users and groups that come with the source's list.
    EntryReader.Names names() {
        return judge == null ? EntryReader.Names.NONE : judge.names();
    }

    void listed(EntryReader entry) throws IOException {
        if (judge != null) {
            judge.entry(entry);
        }
    }

    /// The source's list has ended; waits for the looks.
    ///
    /// @throws Halt when anything is not as it was approved, or a look failed
    void listEnded() throws Halt {
        if (judge != null) {
            judge.end();
        }
        try {
            looks.await();
        } catch (FaultException e) {
            throw new Halt(e);
        }
        refuse(Reach.NOTHING_WRITTEN);
    }

    private void refuse(Reach reach) throws Halt {
        Optional<Fault> fault = changes.fault(reach);
        if (fault.isPresent()) {
            throw new Halt(fault.get());
        }
    }

    private void refuse(String node, TreePath path, String then, String now) throws Halt {
        changes.add(new Change(node, path.visible(), then, now));
        refuse(Reach.UNDER_WAY);
    }

    /// The target told what it does to an entry, or asked for content.
    ///
    /// @throws Halt when that is not what was approved
    void asked(TreePath path, Item item, SumHead head) throws Halt {
        Approved plan = approved;
        if (plan == null || !item.isTransfer() && (item.flags() & ItemFlags.IS_NEW) == 0) {
            return;
        }
        int from = plan.source().find(path);
        int to = plan.target().find(path);
        if (item.isTransfer()) {
            if (!plan.paths().contains(path) || from < 0 || !plan.sends(from, to)) {
                refuse(target, path, "its content stays", "other content");
            }
            askedFor(path, item, head, to);
        }
        boolean mayBeNew =
                from >= 0 && (to < 0 || plan.target().kind(to) != plan.source().kind(from));
        if ((item.flags() & ItemFlags.IS_NEW) != 0 && !mayBeNew) {
            refuse(target, path, then(plan, to), from < 0 ? "made anew" : Difference.ABSENT);
        }
    }

    /// What the target had there.
    private static String then(Approved plan, int row) {
        return row < 0 ? Difference.ABSENT : Difference.describe(plan.target(), row);
    }

    /// Block sums tell how long the file is that the target starts from.
    private void askedFor(TreePath path, Item item, SumHead head, int to) throws Halt {
        Approved plan = approved;
        boolean elsewhere = (item.flags() & ItemFlags.BASIS_FOLLOWS) != 0;
        if (plan == null || elsewhere || head.count() == 0) {
            return;
        }
        boolean file = to >= 0 && plan.target().kind(to) == Kind.FILE;
        if (!file || plan.target().bytes(to) != head.length()) {
            refuse(target, path, then(plan, to), "a file of " + bytes(head.length()));
        }
    }

    /// The target told that it deleted a path.
    void deleted(TreePath path) throws Halt {
        if (approved != null && !approved.mayGo(path)) {
            int row = approved.target().find(path);
            String then =
                    row < 0 ? "not seen" : Difference.describe(approved.target(), row) + ", stays";
            refuse(target, path, then, "deleted");
        }
    }

    /// The source sends more of a file than it listed, which is what was approved.
    void over(TreePath path, long length) throws Halt {
        if (approved != null) {
            refuse(source, path, approvedLength(approved, path), "at least " + bytes(length));
        }
    }

    private static String approvedLength(Approved plan, TreePath path) {
        int row = plan.source().find(path);
        return row < 0 ? Difference.ABSENT : bytes(plan.source().bytes(row));
    }

    private static String bytes(long length) {
        return Difference.bytes(length);
    }

    /// The source ended a file's content of `length` bytes with this digest; the target accepts
    /// content with no other.
    void sent(TreePath path, long length, byte[] told) throws Halt {
        if (approved == null) {
            return;
        }
        int row = approved.source().find(path);
        if (row >= 0 && approved.source().bytes(row) != length) {
            refuse(source, path, approvedLength(approved, path), bytes(length));
        }
        if (digest == null) {
            return;
        }
        byte[] then = row < 0 ? null : approved.source().digest(row);
        if (then != null && !Arrays.equals(then, told)) {
            refuse(source, path, Difference.content(then), Difference.content(told));
        }
    }
}
