package lockstep.rsync;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Arguments.Side;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;
import lockstep.wire.Broken;
import lockstep.wire.Index;

/// One conversation with a sender in which nothing but the list crosses the wire: the sender is
/// asked for no file, and thanked as often as the protocol wants.
final class Lister {
    private static final int PROGRESS_EVERY = 512;

    private final Endpoint endpoint;
    private final Request request;
    private final Optional<Digest> digest;
    private final Rsync.Progress progress;
    private long fileBytes;
    private boolean trouble;

    Lister(Endpoint endpoint, Request request, Optional<Digest> digest, Rsync.Progress progress) {
        this.endpoint = endpoint;
        this.request = request.with(Request.Effect.PREVIEW);
        this.digest = digest;
        this.progress = progress;
    }

    Listing list(Cancel cancel) throws FaultException {
        List<byte[]> rules = Requested.manner(request).rules();
        return list(rules, Filter.of(rules), cancel);
    }

    /// With other rules than the request's, as bytes. What they hide is listed if the node lists
    /// it: one of many rules, each for one path, would be looked at for each path.
    Listing list(List<byte[]> rules, Cancel cancel) throws FaultException {
        return list(rules, Filter.of(List.of()), cancel);
    }

    private Listing list(List<byte[]> rules, Filter filter, Cancel cancel) throws FaultException {
        return Alone.hold(
                Requested.end(endpoint, Side.SENDER, request),
                Requested.manner(request).limits(),
                cancel,
                "its file list",
                peer -> converse(peer, rules, filter, cancel));
    }

    private Listing converse(Peer peer, List<byte[]> rules, Filter filter, Cancel cancel)
            throws IOException, FaultException {
        Script.Manner manner = Requested.manner(request);
        Opening.Settled settled = Opening.sender(peer, manner, digest);
        peer.in.beforeWait(peer.out);
        peer.messages.hooks(troubleHooks());
        Opening.rules(peer, rules);
        EntryReader.Form form = settled.form(manner);
        ListingBuilder builder = new ListingBuilder(form.digestLength(), peer.budget);
        if (form.digestLength() > 0) {
            builder.digestsAre(settled.digest().wireName());
        }
        EntryReader reader = new EntryReader(form, new Names(builder), peer.budget);
        Incoming incoming = new Incoming(peer, reader, builder, filter);
        entries(incoming);
        Farewell farewell = new Farewell(peer, settled.version());
        if (settled.incremental()) {
            lists(incoming, farewell);
        } else {
            reader.idLists(peer.in, Compat.ID0_NAMES.in(settled.flags()));
            farewell.allLists();
            farewell.rest(new Index());
        }
        progress.listed(builder.count(), fileBytes);
        trouble |= reader.ioError() != 0;
        return finish(peer, builder, cancel);
    }

    private Messages.Hooks troubleHooks() {
        return new Messages.Hooks() {
            @Override
            public void ioError(int bits) {
                trouble |= bits != 0;
            }
        };
    }

    /// What comes, and what it is held against and added to.
    private record Incoming(Peer peer, EntryReader reader, ListingBuilder builder, Filter filter) {}

    private void entries(Incoming incoming) throws IOException {
        EntryReader reader = incoming.reader;
        ListingBuilder builder = incoming.builder;
        while (reader.next(incoming.peer.in)) {
            Kind kind = Kind.of(reader.facts.mode);
            incoming.filter.judge(reader, kind == Kind.DIRECTORY);
            try {
                builder.add(reader.path, reader.length, reader.facts);
            } catch (MalformedTree e) {
                throw new Broken(e.reason());
            }
            if (kind == Kind.FILE) {
                fileBytes += Math.min(reader.facts.size, Long.MAX_VALUE - fileBytes);
            }
            if (builder.count() % PROGRESS_EVERY == 0) {
                progress.listed(builder.count(), fileBytes);
            }
        }
    }

    /// Incremental recursion: a list a directory, until their end is told.
    private void lists(Incoming incoming, Farewell farewell) throws IOException {
        Peer peer = incoming.peer;
        Index index = new Index();
        BitSet listed = new BitSet();
        int next = index.read(peer.in);
        while (next != Index.LISTS_END) {
            int directory = Index.LIST_OFFSET - next;
            if (next == Index.DONE) {
                farewell.heard();
            } else if (directory >= 0
                    && directory < incoming.builder.count()
                    && !listed.get(directory)) {
                listed.set(directory);
                entries(incoming);
                farewell.anotherList();
            } else {
                throw new Broken("index " + next + " where a list was due");
            }
            next = index.read(peer.in);
        }
        farewell.allLists();
        farewell.rest(index);
    }

    private Listing finish(Peer peer, ListingBuilder builder, Cancel cancel) throws FaultException {
        int status = peer.exitStatus();
        cancel.check(peer.name());
        List<Problem> problems = peer.messages.problems();
        if (!Peer.hasListed(status) || builder.count() == 0) {
            throw new FaultException(peer.ended(status));
        }
        boolean laid = true;
        for (Problem p : problems) {
            if (p.path().isPresent()) {
                builder.unreadable(p.path().get(), Complaints.reason(p.text()));
            } else {
                laid &= p.text().startsWith("rsync error:");
            }
        }
        boolean explained = laid && !problems.isEmpty() && !peer.messages.problemsLeftOut();
        if ((trouble || status != 0) && !explained) {
            builder.incomplete();
        }
        try {
            return builder.build();
        } catch (MalformedTree e) {
            throw new FaultException(new Fault.ProtocolBroken(peer.name(), e.reason()), e);
        } catch (TooLarge e) {
            throw new FaultException(peer.tooLarge(e), e);
        }
    }

    private record Names(ListingBuilder builder) implements EntryReader.Names {
        @Override
        public void user(int uid, byte[] name) throws TooLarge {
            builder.user(uid, name);
        }

        @Override
        public void group(int gid, byte[] name) throws TooLarge {
            builder.group(gid, name);
        }
    }
}
