package lockstep.rsync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import lockstep.rsync.RelayEvents.Saying;
import lockstep.tree.Budget;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Index;
import lockstep.wire.Tag;
import lockstep.wire.WireIn;

/// Passes on what the target's generator says: which entry differs and how, and for content the
/// sums of the blocks it has. Also takes the target's messages.
final class TargetPump implements Messages.Hooks {
    private static final int MAX_HELD = 1 << 16;

    private static final int PHASES = 2;

    /// What a change takes beside its path.
    private static final int CHANGE = 48;

    /// How often one index may be asked for: once, once more where the first try failed, and as
    /// much again for directories, which are looked at before and after what is in them.
    private static final int TIMES_ASKED = 4;

    private final Talk talk;
    private final Peer target;
    private final Peer source;
    private final FileTable files;
    private final Requests requests;
    private final boolean preview;
    private final boolean facts;
    private final RelayEvents events;
    private final Bound bound;
    private final Digest digest;
    private final Appending appending;
    private final boolean removal;
    private final BitSet removable = new BitSet();
    private final int goodbyes;
    private final Index index = new Index();
    private final List<Outcome.Change> changes = new ArrayList<>();
    private final List<TreePath> deletions = new ArrayList<>();
    private long items;
    private int dones;

    TargetPump(Talk talk) {
        this.talk = talk;
        this.appending = new Appending(talk.manner());
        this.target = talk.target();
        this.source = talk.source();
        this.files = talk.files();
        this.requests = talk.requests();
        this.digest = talk.settled().digest();
        this.goodbyes = talk.settled().version() >= 31 ? 2 : 1;
        this.preview = talk.preview();
        this.facts = talk.manner().has(Trait.FACTS);
        this.events = talk.events();
        this.bound = talk.bound();
        this.removal = talk.manner().has(Trait.SOURCE_REMOVAL);
    }

    void run() throws IOException {
        WireIn in = target.in;
        in.passTo(source.out, MAX_HELD, target.budget);
        while (!in.atEnd()) {
            int next = index.read(in);
            if (next >= 0) {
                item(in, next);
            } else if (next == Index.DELETE_STATISTICS) {
                Index.readDeleteStatistics(in);
            } else if (next != Index.DONE) {
                throw new Broken("the index " + next);
            } else if (++dones > allDones()) {
                throw new Broken("more DONEs than there are lists and phases");
            } else {
                in.itemDone();
            }
            in.forward();
        }
        if (dones < allDones()) {
            throw new IOException("the conversation ended early");
        }
        source.finishOutput();
    }

    /// One for every list and every phase, and what the version says for goodbye.
    private int allDones() {
        return files.listCount() + PHASES + goodbyes;
    }

    private void item(WireIn in, int file) throws IOException {
        Item item = Item.read(in, file, talk.manner().traits());
        TreePath path = files.path(file);
        if (item.isTransfer() && !files.isFile(file)) {
            throw new Broken("the content of \"" + path.visible() + "\", which is no file");
        }
        TreePath other = item.other();
        if (other != null && !(other.isRoot() && talk.manner().has(Trait.OTHER_BASES))) {
            files.requireLinked(file, other);
        }
        if (++items > TIMES_ASKED * (files.entries() + files.listCount())) {
            throw new Broken("more requests than there are entries");
        }
        int[] places =
                talk.asksAttributes(item)
                        ? talk.xattrs().asked(in, files.attributes(file))
                        : XattrSets.NOTHING;
        boolean content = item.isTransfer() && !preview;
        SumHead head = content ? SumHead.read(in, digest) : SumHead.NONE;
        bound.asked(path, item, head);
        requests.asked(item, head, places);
        if (content && !appending.addsTo(file)) {
            in.through(head.sumBytes());
        }
        in.itemDone();
        target.budget.counted();
        if ((item.flags() & ItemFlags.SIGNIFICANT) == 0) {
            return;
        }
        if (preview) {
            target.budget.take(CHANGE + Budget.kept(path.length()));
            changes.add(new Outcome.Change(path, item.flags(), files.size(file)));
        }
        if (!item.isTransfer()) {
            events.changed(path);
        }
    }

    @Override
    public void note(String text) {
        events.message(target.name(), text, false);
    }

    @Override
    public void complaint(String text) {
        events.message(target.name(), text, true);
    }

    @Override
    public void said(Saying saying, byte[] text) {
        if (facts) {
            events.said(target.name(), saying, text);
        }
    }

    /// Passed on for what is in the list, is no directory, and is not still to be sent: a source
    /// removes it without another look.
    @Override
    public void success(int file) throws IOException {
        if (!removal) {
            return;
        }
        TreePath path = files.path(file);
        if (files.isDirectory(file) || requests.isDue(file) || removable.get(file)) {
            throw new Broken("a wish to remove \"" + path.visible() + "\" from the source");
        }
        removable.set(file);
        source.out.message(Tag.SUCCESS, file);
    }

    @Override
    public void deleted(byte[] name) throws IOException {
        int length = name.length > 0 && name[name.length - 1] == 0 ? name.length - 1 : name.length;
        try {
            TreePath path = TreePath.checked(name, 0, length);
            if (path.isRoot()) {
                throw new Broken("a deletion of the root");
            }
            target.budget.counted();
            target.budget.take(Budget.kept(length));
            deletions.add(path);
            bound.deleted(path);
            target.in.itemDone();
            if (length < name.length) {
                events.deletedDirectory(path);
            } else {
                events.deleted(path);
            }
        } catch (MalformedTree e) {
            throw new Broken("a deletion of " + e.reason());
        }
    }

    /// In a preview what would change, in the order the target said it.
    List<Outcome.Change> changes() {
        return changes;
    }

    /// What was or would be deleted.
    List<TreePath> deletions() {
        return deletions;
    }
}
