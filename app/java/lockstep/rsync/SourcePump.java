package lockstep.rsync;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import lockstep.rsync.Outcome.Statistics;
import lockstep.rsync.Outcome.Traffic;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.Index;
import lockstep.wire.WireIn;

/// Passes on what the source says: its lists, then for every request the file's blocks and bytes.
/// A list goes on only when all of it was judged; an answer only when it is the one that is due.
///
/// An answer: index, flags, a basis byte where flagged, and where content is sent the sum head
/// (count, block length, sum length, remainder), tokens, and the whole file's digest. A token is
/// an int32: n > 0 says that n literal bytes follow, -(n + 1) that the target has block n, 0 ends.
final class SourcePump {
    /// The most that is held back, which is a whole list: some ten million entries.
    private static final int MAX_HELD = 1 << 28;

    private static final int MAX_LITERAL = 1 << 20;
    private static final int LISTED_EVERY = 512;

    private final Peer source;
    private final Peer target;
    private final FileTable files;
    private final Requests requests;
    private final Opening.Settled settled;
    private final RelayEvents events;
    private final EntryReader reader;
    private final boolean whole;
    private final boolean preview;
    private final boolean facts;
    private final Optional<Set<TreePath>> gone;
    private final Index index = new Index();
    private boolean listsEnded;
    private int dones;
    private volatile boolean unreadable;
    private long sent;
    private long literal;
    private long matched;
    private long listBytes;
    private Tally deleted = Tally.NONE;
    private Statistics counted = Statistics.NONE;

    SourcePump(Talk talk) {
        this.source = talk.source();
        this.target = talk.target();
        this.files = talk.files();
        this.requests = talk.requests();
        this.settled = talk.settled();
        this.events = talk.events();
        this.reader = new EntryReader(settled.form(talk.manner()), EntryReader.Names.NONE);
        this.whole = !settled.incremental();
        this.listsEnded = whole;
        this.preview = talk.preview();
        this.facts = talk.manner().has(Trait.FACTS);
        this.gone = talk.manner().choice().flatMap(Choice::gone);
    }

    void run() throws IOException {
        WireIn in = source.in;
        in.passTo(target.out, MAX_HELD);
        files.begin();
        list(in);
        boolean statistics = false;
        while (!in.atEnd()) {
            int next = index.read(in);
            if (next >= 0) {
                answer(in, next);
            } else if (next == Index.DONE) {
                dones++;
            } else if (next == Index.DELETE_STATISTICS) {
                deleted = Tally.of(Index.readDeleteStatistics(in));
            } else if (next <= Index.LIST_OFFSET && !listsEnded) {
                files.begin(Index.LIST_OFFSET - next);
                list(in);
            } else if (next == Index.LISTS_END && !listsEnded) {
                listsEnded = true;
            } else {
                throw new Broken("the index " + next);
            }
            in.forward();
            if (!statistics && dones == files.listCount() + 2) {
                statistics = true;
                statistics(in);
            }
        }
        if (!statistics) {
            throw new IOException("the conversation ended early");
        }
        target.out.flush();
        target.finishOutput();
    }

    private void list(WireIn in) throws IOException {
        long count = 0;
        long from = in.consumed();
        while (reader.next(in)) {
            Outdated.refuse(reader, gone);
            files.add(reader);
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
        in.forward();
    }

    private void answer(WireIn in, int file) throws IOException {
        long from = in.consumed();
        Item item = Item.read(in, file);
        TreePath path = files.path(file);
        boolean content = item.isTransfer() && !preview;
        SumHead head = content ? SumHead.read(in, settled.digest()) : SumHead.NONE;
        requests.answered(item, head);
        if (facts) {
            Itemized told = new Itemized(path, files.listed(file), item.flags(), Listed.NOTHING);
            events.item(told);
            if (content) {
                byte[] digest = content(in, head, path, files.size(file));
                long bytes = in.consumed() - from;
                events.itemSent(told, new Itemized.Sent(bytes, head.sumBytes(), digest));
            }
        } else if (content) {
            content(in, head, path, files.size(file));
        }
    }

    /// Gives the digest that the source ended with.
    private byte[] content(WireIn in, SumHead head, TreePath path, long size) throws IOException {
        events.fileBegun(path, size, head.count() == 0 ? 0 : head.blockLength());
        in.forward();
        long at = 0;
        for (int token = in.int32(); token != 0; token = in.int32()) {
            if (token > MAX_LITERAL) {
                throw new Broken("a literal run of " + token + " bytes");
            }
            if (token > 0) {
                in.through(token);
                events.literal(at, token);
                literal += token;
                at += token;
            } else {
                long length = head.lengthOf(-(token + 1));
                in.forward();
                events.matched(at, length);
                matched += length;
                at += length;
            }
        }
        byte[] digest = new byte[settled.digest().length()];
        in.fully(digest, 0, digest.length);
        in.forward();
        sent++;
        events.fileDone(path);
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

    /// What went through; read when the pump has ended.
    Traffic traffic(Peer from, Peer to) {
        return new Traffic(
                sent,
                literal,
                matched,
                from.in.received(),
                from.out.sent(),
                to.in.received(),
                to.out.sent());
    }
}
