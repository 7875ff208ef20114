package lockstep.rsync;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.Index;

/// The end of a conversation with a sender that was asked for nothing: it wants a DONE for every
/// list and two more, answers each, tells its statistics, and says goodbye.
///
/// A list is only thanked for when the next one has come or the end was told: a sender that has
/// no list left takes a DONE for the end of a phase.
final class Farewell {
    private static final int PHASES = 2;
    private static final int STATISTICS = 5;

    private final Peer peer;
    private final int goodbyes;
    private int lists = 1;
    private int said;
    private int heard;

    Farewell(Peer peer, int version) {
        this.peer = peer;
        this.goodbyes = version >= 31 ? 2 : 1;
    }

    /// Another list has come, so the one before is done.
    void anotherList() throws IOException {
        lists++;
        say(1);
    }

    /// A DONE came before the lists ended.
    void heard() throws Broken {
        if (++heard > said) {
            throw new Broken("more DONEs than were said");
        }
    }

    /// No list follows: everything that is still to be said is said.
    void allLists() throws IOException {
        say(lists + PHASES - said + goodbyes);
        peer.out.flush();
    }

    /// Hears the sender out.
    void rest(Index index) throws IOException {
        while (heard < lists + PHASES) {
            if (index.read(peer.in) != Index.DONE) {
                throw new Broken("an answer to nothing");
            }
            heard++;
            peer.in.itemDone();
        }
        for (int i = 0; i < STATISTICS; i++) {
            peer.in.varlong(3);
        }
        if (goodbyes > 1 && index.read(peer.in) != Index.DONE) {
            throw new Broken("no goodbye");
        }
        if (!peer.in.atEnd()) {
            throw new Broken("more after the goodbye");
        }
    }

    private void say(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            Index.writeDone(peer.out);
        }
        said += times;
    }
}
