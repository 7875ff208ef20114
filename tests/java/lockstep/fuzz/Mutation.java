package lockstep.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lockstep.wire.Bytes;

/// Damages a tape, the same way for the same seed.
final class Mutation {
    private static final int[] NUMBERS = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        1 << 17,
        1 << 20,
        1 << 24,
        1 << 28,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -101,
        -102
    };
    private static final byte[] BYTES = {0, 1, 2, '.', '/', 0x7f, (byte) 0x80, (byte) 0xfe, -1};
    private static final int[] STATUSES = {0, 0, 0, 1, 12, 23, 24, 127, 255, -1};

    private final Random random;

    Mutation(long seed) {
        random = new Random(seed);
    }

    /// Whether the source's tapes are damaged, and not the target's.
    boolean isAtSource() {
        return random.nextBoolean();
    }

    /// The tapes with one of them damaged.
    Map<Tape.Part, Tape> of(Map<Tape.Part, Tape> tapes) {
        List<Tape.Part> parts = tapes.keySet().stream().sorted().toList();
        Map<Tape.Part, Tape> damaged = new EnumMap<>(tapes);
        damaged.computeIfPresent(parts.get(random.nextInt(parts.size())), (_, tape) -> of(tape));
        return damaged;
    }

    /// A tape with one to three damages; at times the status too.
    private Tape of(Tape tape) {
        List<Tape.Piece> pieces = new ArrayList<>(tape.pieces());
        for (int i = random.nextInt(3); i >= 0; i--) {
            damage(pieces);
        }
        int status =
                random.nextInt(4) == 0 ? STATUSES[random.nextInt(STATUSES.length)] : tape.status();
        return new Tape(pieces, status);
    }

    private void damage(List<Tape.Piece> pieces) {
        int which = random.nextInt(pieces.size());
        Tape.Piece piece = pieces.get(which);
        byte[] bytes = piece.bytes();
        if (bytes.length == 0) {
            return;
        }
        int at = random.nextInt(bytes.length);
        int some = Math.min(bytes.length - at, 1 + random.nextInt(12));
        byte[] damaged =
                switch (random.nextInt(12)) {
                    case 0, 1 -> flipped(bytes, at);
                    case 2, 3 -> with(bytes, at, BYTES[random.nextInt(BYTES.length)]);
                    case 4 -> numbered(bytes, at);
                    case 5 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + some), 0);
                    case 6 -> joined(bytes, at, new byte[0], some);
                    case 7 -> joined(bytes, at, noise(some), some);
                    case 8, 9, 10 -> joined(bytes, at, new Bytes().varint(number()).bytes(), 1);
                    default -> {
                        pieces.subList(which + 1, pieces.size()).clear();
                        yield Arrays.copyOf(bytes, at);
                    }
                };
        pieces.set(which, new Tape.Piece(damaged, piece.after()));
    }

    private byte[] flipped(byte[] bytes, int at) {
        return with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] copy = bytes.clone();
        copy[at] = value;
        return copy;
    }

    /// A whole number where one may stand: a length, a count, a token.
    private byte[] numbered(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        int number = number();
        int size = random.nextBoolean() ? 4 : 3;
        for (int i = 0; i < size && at + i < copy.length; i++) {
            copy[at + i] = (byte) (number >> 8 * i);
        }
        return copy;
    }

    private int number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /// `bytes` with `middle` at `at`, where `gone` bytes go.
    private static byte[] joined(byte[] bytes, int at, byte[] middle, int gone) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + middle.length - gone);
        System.arraycopy(middle, 0, all, at, middle.length);
        System.arraycopy(bytes, at + gone, all, at + middle.length, bytes.length - at - gone);
        return all;
    }
}
