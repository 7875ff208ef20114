package lockstep.rsync;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.rsync.Arguments.Terms;
import lockstep.rsync.Script.Manner;
import lockstep.rsync.token.Compression;

/// Starts one or two peers and brings them to the point where the filter rules go out: versions
/// agreed, capabilities alike, one digest, one seed.
final class Opening {
    /// What was settled.
    record Settled(int version, int flags, Digest digest, Compression compression) {
        EntryReader.Form form(Manner manner) {
            Manner held = incremental() ? manner : manner.without(Trait.INCREMENTAL);
            return new EntryReader.Form(
                    held.traits(),
                    Compat.VARINT.in(flags),
                    version < 31,
                    manner.has(Trait.DIGESTS) ? digest.length() : 0);
        }

        boolean incremental() {
            return Compat.INCREMENTAL.in(flags);
        }

        /// Whether long extended attributes are asked for in every item that says that they
        /// differ, or not where it makes a link.
        boolean linksAskAttributes() {
            return version < 31 || Compat.AVOID_XATTR.in(flags);
        }
    }

    private Opening() {}

    /// Opens a conversation with a sender alone.
    ///
    /// @param digest the one to use, so that several nodes can be compared; empty for the best
    static Settled sender(Peer peer, Manner manner, Optional<Digest> digest)
            throws IOException, FaultException {
        Terms terms = new Terms(Arguments.LETTERS, seed());
        Arguments.send(peer.out, Arguments.words(peer.end, manner, terms));
        Handshake hand = new Handshake(peer, manner);
        int version = Math.min(manner.limits().newestProtocol(), hand.readVersion());
        hand.agree(version, Arguments.capabilities(manner, terms));
        Digest chosen = choose(peer.name(), List.of(hand.digests()), digest);
        Compression compression =
                compression(peer.name(), List.of(hand.compressions()), manner, hand.flags());
        hand.choose(chosen, compression);
        return new Settled(version, hand.flags(), chosen, compression);
    }

    /// Goes as far as the server tells what it can do.
    static Rsync.Ability ability(Peer peer, Manner manner) throws IOException, FaultException {
        Terms terms = new Terms(Arguments.LETTERS, seed());
        Arguments.send(peer.out, Arguments.words(peer.end, manner, terms));
        Handshake hand = new Handshake(peer, manner);
        int theirs = hand.readVersion();
        hand.agree(
                Math.min(manner.limits().newestProtocol(), theirs),
                Arguments.capabilities(manner, terms));
        return new Rsync.Ability(theirs, hand.digests());
    }

    /// Opens a relay's two conversations; empty when the two understood different letters, which
    /// are then added to `left` for another try with fresh peers.
    static Optional<Settled> both(Peer source, Peer target, Manner manner, StringBuilder left)
            throws IOException, FaultException {
        Terms terms = new Terms(without(Arguments.LETTERS, left), seed());
        Manner asked = left.indexOf("i") < 0 ? manner : manner.without(Trait.INCREMENTAL);
        Arguments.send(source.out, Arguments.words(source.end, asked, terms));
        Arguments.send(target.out, Arguments.words(target.end, asked, terms));
        Handshake from = new Handshake(source, manner);
        Handshake to = new Handshake(target, manner);
        int theirs = Math.min(from.readVersion(), to.readVersion());
        int version = Math.min(manner.limits().newestProtocol(), theirs);
        String letters = Arguments.capabilities(asked, terms);
        from.agree(version, letters);
        to.agree(version, letters);
        String unshared = Compat.unshared(from.flags(), to.flags());
        if (!unshared.isEmpty()) {
            left.append(unshared);
            return Optional.empty();
        }
        Optional<Digest> approved =
                manner.choice().flatMap(Choice::approved).flatMap(Approved::digest);
        String where = source.name() + " and " + target.name();
        Digest chosen =
                choose(where, List.of(from.digests(), to.digests()), approved.or(manner::digest));
        Compression compression =
                compression(
                        where,
                        List.of(from.compressions(), to.compressions()),
                        manner,
                        from.flags());
        from.choose(chosen, compression);
        to.choose(chosen, compression);
        return Optional.of(new Settled(version, from.flags(), chosen, compression));
    }

    private static Digest choose(String where, List<List<String>> offers, Optional<Digest> wanted)
            throws FaultException {
        Optional<Digest> best =
                wanted.isPresent()
                                && offers.stream()
                                        .allMatch(o -> o.contains(wanted.get().wireName()))
                        ? wanted
                        : wanted.isPresent() ? Optional.empty() : Digest.best(offers);
        return best.orElseThrow(
                () -> nothingInCommon(where, "checksum", offers, wanted.map(Digest::wireName)));
    }

    private static FaultException nothingInCommon(
            String where, String algorithm, List<List<String>> offers, Optional<String> wanted) {
        String known =
                offers.stream()
                        .map(names -> String.join(" ", names))
                        .collect(Collectors.joining(", the other "));
        String asked = wanted.map(name -> ", asked for was " + name).orElse("");
        return new FaultException(
                new Fault.NothingInCommon(
                        where,
                        "There is no %s that every side knows: one knows %s%s."
                                .formatted(algorithm, Visible.text(known, 300), asked),
                        "Ask for another, leave the choice to rsync, or install a current one."));
    }

    /// Tells a sender what is wanted of it: the rules, and the names where it reads them from us.
    static void wishes(Peer sender, Manner manner, int version) throws IOException {
        rules(sender, RuleSide.SENDER.of(manner.rules()));
        if (manner.names().isPresent()) {
            names(sender, manner.names().get(), version);
        }
        sender.out.flush();
    }

    /// A target of 3.2.0 offers zstd and fails at the first block that it has already. It is the
    /// older of those that offer anything and know no name for id 0: for them, deflate.
    private static Compression compression(
            String where, List<List<String>> offers, Manner manner, int flags)
            throws FaultException {
        if (!manner.has(Trait.COMPRESSED)) {
            return Compression.NONE;
        }
        Compression best = Compat.ID0_NAMES.in(flags) ? Compression.ZSTD : Compression.ZLIBX;
        Set<Compression> wanted =
                manner.compression().map(EnumSet::of).orElse(EnumSet.range(best, Compression.ZLIB));
        return wanted.stream()
                .filter(c -> offers.stream().allMatch(o -> o.contains(c.wireName())))
                .findFirst()
                .orElseThrow(
                        () ->
                                nothingInCommon(
                                        where,
                                        "compression",
                                        offers,
                                        manner.compression().map(Compression::wireName)));
    }

    /// Sends the filter rules: each its length and text, then a zero.
    static void rules(Peer peer, List<byte[]> rules) throws IOException {
        for (byte[] text : rules) {
            peer.out.int32(text.length);
            peer.out.bytes(text, 0, text.length);
        }
        peer.out.int32(0);
    }

    /// Sends the names that the source is to list, each ended by NUL, and one more NUL. Before
    /// version 31 they go without frames.
    static void names(Peer peer, List<byte[]> names, int version) throws IOException {
        if (version < 31) {
            peer.out.stopFrames();
        }
        for (byte[] name : names) {
            peer.out.bytes(name, 0, name.length);
            peer.out.unsignedByte(0);
        }
        peer.out.unsignedByte(0);
        if (version < 31) {
            peer.out.startFrames();
        }
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
