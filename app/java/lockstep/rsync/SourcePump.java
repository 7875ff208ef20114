package lockstep.rsync;

import java.io.IOException;
import java.time.Duration;
import lockstep.rsync.Outcome.Statistics;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Index;
import lockstep.wire.WireIn;

/// Passes on what the source says: its lists, then for every request the file's blocks and bytes.
/// A list goes on only when all of it was judged; an answer only when it is the one that is due.
///
/// An answer: index, flags, a basis byte and a name where flagged, the extended attributes that
/// were asked for, see [XattrSets], and where content is sent the [SumHead], the tokens and the
/// whole file's digest, see [Contents].
final class SourcePump {
    private static final int PHASES = 2;
    private static final int LISTED_EVERY = 512;

    private final Talk talk;
    private final Peer source;
    private final Peer target;
    private final FileTable files;
    private final Requests requests;
    private final Opening.Settled settled;
    private final RelayEvents events;
    private final Contents contents;
    private final EntryReader reader;
    private final boolean whole;
    private final boolean preview;
    private final boolean facts;
    private final Bound bound;
    private final Index index = new Index();
    private boolean listsEnded;
    private int dones;
    private volatile boolean unreadable;
    private long listBytes;
    private Tally deleted = Tally.NONE;
    private Statistics counted = Statistics.NONE;

    SourcePump(Talk talk) {
        this.talk = talk;
        this.source = talk.source();
        this.target = talk.target();
        this.files = talk.files();
        this.requests = talk.requests();
        this.settled = talk.settled();
        this.events = talk.events();
        this.bound = talk.bound();
        this.contents = new Contents(talk);
        EntryReader.Form form = settled.form(talk.manner());
        this.reader = new EntryReader(form, bound.names(), talk.xattrs(), source.budget);
        this.whole = !settled.incremental();
        this.listsEnded = whole;
        this.preview = talk.preview();
        this.facts = talk.manner().has(Trait.FACTS);
    }

    void run() throws IOException {
        try (contents) {
            passAll();
        }
    }

    private void passAll() throws IOException {
        WireIn in = source.in;
        in.passTo(target.out, Long.MAX_VALUE, source.budget); // a whole list, as long as it is
        files.begin();
        list(in);
        boolean statistics = false;
        while (!in.atEnd()) {
            long from = in.consumed();
            int next = index.read(in);
            if (next >= 0) {
                answer(in, next, from);
            } else if (next == Index.DONE) {
                if (++dones > allDones()) {
                    throw new Broken("more DONEs than there are lists and phases");
                }
                in.itemDone();
            } else if (next == Index.DELETE_STATISTICS) {
                deleted = Tally.of(Index.readDeleteStatistics(in));
            } else if (next <= Index.LIST_OFFSET && !listsEnded) {
                files.begin(Index.LIST_OFFSET - next);
                list(in);
            } else if (next == Index.LISTS_END && !listsEnded) {
                listsEnded = true;
                events.listsEnded();
            } else {
                throw new Broken("the index " + next);
            }
            in.forward();
            if (!statistics && dones == files.listCount() + PHASES) {
                statistics = true;
                statistics(in);
            }
        }
        if (dones < allDones()) {
            throw new IOException("the conversation ended early");
        }
        target.out.flush();
        target.finishOutput();
    }

    /// One for every list and every phase, and since version 31 one for goodbye.
    private int allDones() {
        return files.listCount() + PHASES + (settled.version() >= 31 ? 1 : 0);
    }

    private void list(WireIn in) throws IOException {
        long count = 0;
        long from = in.consumed();
        while (reader.next(in)) {
            files.add(reader);
            bound.listed(reader);
            if (++count % LISTED_EVERY == 0) {
                events.listed(files.entries(), files.bytes());
            }
        }
        if (whole) {
            reader.idLists(in, Compat.ID0_NAMES.in(settled.flags()));
        }
        toldUnreadable(reader.ioError());
        files.end();
        listBytes += in.consumed() - from;
        events.listed(files.entries(), files.bytes());
        bound.listEnded();
        if (whole) {
            events.listsEnded();
        }
        in.forward();
    }

    /// @param from where the answer began, as [WireIn#consumed] counts
    private void answer(WireIn in, int file, long from) throws IOException {
        Item item = Item.read(in, file, talk.manner().traits());
        TreePath path = files.path(file);
        if (talk.asksAttributes(item)) {
            XattrSets.answered(in, requests.places(item));
        }
        boolean content = item.isTransfer() && !preview;
        SumHead head = content ? SumHead.read(in, settled.digest()) : SumHead.NONE;
        requests.answered(item, head);
        if (facts) {
            Itemized told = files.itemized(item);
            events.item(told);
            if (content) {
                byte[] digest = contents.pass(in, head, path, file);
                events.itemSent(
                        told,
                        new Itemized.Sent(
                                in.consumed() - from,
                                contents.sumBytes(),
                                settled.digest().written(digest)));
            }
        } else if (content) {
            contents.pass(in, head, path, file);
        }
        requests.finished();
        in.itemDone();
    }

    /// The sender's statistics are for its client, which is us: they must not go on.
    private void statistics(WireIn in) throws IOException {
        counted =
                new Statistics(
                        Tally.NONE,
                        Tally.NONE,
                        0,
                        in.varlong(3),
                        in.varlong(3),
                        in.varlong(3),
                        Duration.ofMillis(in.varlong(3)),
                        Duration.ofMillis(in.varlong(3)));
        in.drop();
    }

    /// What the ends counted; read when the pump has ended.
    Statistics statistics() {
        return new Statistics(
                files.tally(),
                deleted,
                listBytes,
                counted.sourceRead(),
                counted.sourceWritten(),
                counted.totalSize(),
                counted.listBuild(),
                counted.listSend());
    }

    /// The source said that it could not read something.
    void toldUnreadable(int bits) {
        unreadable |= bits != 0;
    }

    boolean sourceUnreadable() {
        return unreadable;
    }

    /// What it passed on of the files' contents.
    Contents contents() {
        return contents;
    }
}
