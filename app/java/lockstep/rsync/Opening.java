package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import lockstep.fault.FaultException;
import lockstep.rsync.Arguments.Side;
import lockstep.rsync.Arguments.Terms;
import lockstep.wire.Broken;

/// Starts one or two peers and brings them to the point where the filter rules go out: versions
/// agreed, capabilities alike, one digest, one seed.
final class Opening {
    /// What was settled.
    record Settled(int version, int flags, Digest digest) {
        EntryReader.Form form(Request request) {
            boolean digests = request.content() == Request.Content.BY_DIGEST;
            return new EntryReader.Form(
                    Compat.VARINT.in(flags), version < 31, digests ? digest.length() : 0);
        }

        boolean incremental() {
            return Compat.INCREMENTAL.in(flags);
        }
    }

    private Opening() {}

    /// Opens a conversation with a sender alone.
    ///
    /// @param digest the one to use, so that several nodes can be compared; empty for the best
    static Settled sender(Peer peer, Request request, Optional<Digest> digest)
            throws IOException, FaultException {
        Terms terms = new Terms(Arguments.LETTERS, seed());
        Arguments.send(peer.out, Arguments.words(peer.endpoint, Side.SENDER, request, terms));
        Handshake hand = new Handshake(peer);
        int version = Math.min(Handshake.NEWEST, hand.readVersion());
        hand.agree(version, Arguments.capabilities(request, terms));
        Digest chosen = choose(List.of(hand.digests()), digest);
        hand.choose(chosen);
        return new Settled(version, hand.flags(), chosen);
    }

    /// Goes as far as the server tells what it can do.
    static Rsync.Ability ability(Peer peer, Request request) throws IOException, FaultException {
        Terms terms = new Terms(Arguments.LETTERS, seed());
        Arguments.send(peer.out, Arguments.words(peer.endpoint, Side.SENDER, request, terms));
        Handshake hand = new Handshake(peer);
        int theirs = hand.readVersion();
        hand.agree(Math.min(Handshake.NEWEST, theirs), Arguments.capabilities(request, terms));
        return new Rsync.Ability(theirs, hand.digests());
    }

    /// Opens a relay's two conversations; empty when the two understood different letters, which
    /// are then added to `left` for another try with fresh peers.
    static Optional<Settled> both(Peer source, Peer target, Request request, StringBuilder left)
            throws IOException, FaultException {
        Terms terms = new Terms(without(Arguments.LETTERS, left), seed());
        Request asked = left.indexOf("i") < 0 ? request : request.with(Request.Recursion.WHOLE);
        Arguments.send(source.out, Arguments.words(source.endpoint, Side.SENDER, asked, terms));
        Arguments.send(target.out, Arguments.words(target.endpoint, Side.RECEIVER, asked, terms));
        Handshake from = new Handshake(source);
        Handshake to = new Handshake(target);
        int theirs = Math.min(from.readVersion(), to.readVersion());
        int version = Math.min(Handshake.NEWEST, theirs);
        String letters = Arguments.capabilities(asked, terms);
        from.agree(version, letters);
        to.agree(version, letters);
        String unshared = Compat.unshared(from.flags(), to.flags());
        if (!unshared.isEmpty()) {
            left.append(unshared);
            return Optional.empty();
        }
        Digest chosen = choose(List.of(from.digests(), to.digests()), Optional.empty());
        from.choose(chosen);
        to.choose(chosen);
        return Optional.of(new Settled(version, from.flags(), chosen));
    }

    private static Digest choose(List<List<String>> offers, Optional<Digest> wanted) throws Broken {
        Optional<Digest> best =
                wanted.isPresent()
                                && offers.stream()
                                        .allMatch(o -> o.contains(wanted.get().wireName()))
                        ? wanted
                        : wanted.isPresent() ? Optional.empty() : Digest.best(offers);
        return best.orElseThrow(() -> new Broken("no digest that every side knows"));
    }

    /// Sends the filter rules: each its length and text, then a zero.
    static void rules(Peer peer, List<String> rules) throws IOException {
        for (String rule : rules) {
            byte[] text = rule.getBytes(StandardCharsets.UTF_8);
            peer.out.int32(text.length);
            peer.out.bytes(text, 0, text.length);
        }
        peer.out.int32(0);
    }

    private static String without(String letters, CharSequence left) {
        StringBuilder out = new StringBuilder(letters);
        left.chars()
                .map(c -> out.indexOf(Character.toString(c)))
                .filter(i -> i >= 0)
                .forEach(out::deleteCharAt);
        return out.toString();
    }

    private static int seed() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
}
