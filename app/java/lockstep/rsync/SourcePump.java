package lockstep.rsync;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lockstep.rsync.Outcome.Statistics;
import lockstep.rsync.Outcome.Traffic;
import lockstep.tree.Budget;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Index;
import lockstep.wire.WireIn;

/// Passes on what the source says: its lists, then for every request the file's blocks and bytes.
/// A list goes on only when all of it was judged; an answer only when it is the one that is due.
///
/// An answer: index, flags, a basis byte and a name where flagged, the extended attributes that
/// were asked for, see [XattrSets], and where content is sent the sum head (count, block length,
/// sum length, remainder), [Tokens], and the whole file's digest.
final class SourcePump {
    private static final int PHASES = 2;
    private static final int LISTED_EVERY = 512;

    /// What a path takes in a set beside what it is.
    private static final int IN_A_SET = 64;

    private final Talk talk;
    private final Peer source;
    private final Peer target;
    private final FileTable files;
    private final Requests requests;
    private final Opening.Settled settled;
    private final RelayEvents events;
    private final InFlight flight;
    private final Tokens tokens;
    private final EntryReader reader;
    private final boolean whole;
    private final boolean preview;
    private final boolean facts;
    private final Bound bound;
    private final Appending appending;
    private final Set<TreePath> changedMeanwhile = new LinkedHashSet<>();
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
        this.flight = new InFlight(files, events, bound::over);
        this.tokens = settled.compression().tokens();
        EntryReader.Form form = settled.form(talk.manner());
        this.reader = new EntryReader(form, bound.names(), talk.xattrs(), source.budget);
        this.whole = !settled.incremental();
        this.listsEnded = whole;
        this.preview = talk.preview();
        this.facts = talk.manner().has(Trait.FACTS);
        this.appending = new Appending(talk.manner());
    }

    void run() throws IOException {
        try (tokens) {
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
                byte[] digest = content(in, head, path, file);
                long bytes = in.consumed() - from;
                events.itemSent(
                        told,
                        new Itemized.Sent(
                                bytes, flight.sumBytes(), settled.digest().written(digest)));
            }
        } else if (content) {
            content(in, head, path, file);
        }
        requests.finished();
        in.itemDone();
    }

    /// Gives the digest that the source ended with.
    private byte[] content(WireIn in, SumHead head, TreePath path, int file) throws IOException {
        boolean adds = appending.addsTo(file);
        flight.begin(path, files.size(file), head);
        if (adds) {
            flight.onlyAdded();
        }
        in.forward();
        tokens.pass(in, flight);
        byte[] digest = new byte[settled.digest().length()];
        in.fully(digest, 0, digest.length);
        bound.sent(path, flight.length(), digest);
        if (adds || files.isAsListed(file, flight.length(), digest)) {
            changedMeanwhile.remove(path);
        } else if (changedMeanwhile.add(path)) {
            source.budget.take(IN_A_SET + Budget.kept(path.length()));
        }
        in.forward();
        flight.end();
        return digest;
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

    /// Sends the target a message with a number.
    void message(int tag, int value) throws IOException {
        target.out.message(
                tag,
                new byte[] {
                    (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
                });
    }

    /// The source said that it could not read something.
    void toldUnreadable(int bits) {
        unreadable |= bits != 0;
    }

    boolean sourceUnreadable() {
        return unreadable;
    }

    /// The files that were sent otherwise than they were listed, by size or digest. Read when the
    /// pump has ended.
    List<TreePath> changedMeanwhile() {
        return List.copyOf(changedMeanwhile);
    }

    /// What went through; read when the pump has ended.
    Traffic traffic(Peer from, Peer to) {
        return new Traffic(
                flight.sent(),
                flight.literal(),
                flight.matched(),
                from.in.received(),
                from.out.sent(),
                to.in.received(),
                to.out.sent());
    }
}
