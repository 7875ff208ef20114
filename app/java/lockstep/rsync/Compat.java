package lockstep.rsync;

import lockstep.wire.Broken;

/// Compatibility flags that a server answers with: what of the client's letters it understood.
enum Compat {
    INCREMENTAL(1, 'i'),
    SYMLINK_TIMES(2, 'L'),
    SAFE_LIST(8, 'f'),
    AVOID_XATTR(16, 'x'),
    SEED_FIX(32, 'C'),
    INPLACE_PARTIAL(64, 'I'),
    VARINT(128, 'v'),
    ID0_NAMES(256, 'u');

    /// The flags that change what is on the wire, or what a block in it refers to: both ends of a
    /// relay must have them alike.
    private static final Compat[] ALIKE = {
        INCREMENTAL, SAFE_LIST, AVOID_XATTR, SEED_FIX, INPLACE_PARTIAL, VARINT, ID0_NAMES
    };

    private final int bit;
    private final char letter;

    Compat(int bit, char letter) {
        this.bit = bit;
        this.letter = letter;
    }

    boolean in(int flags) {
        return (flags & bit) != 0;
    }

    /// Refuses flags that change what is on the wire and were not among the letters offered.
    static void requireOffered(int flags, String letters) throws Broken {
        for (Compat c : ALIKE) {
            if (c.in(flags) && letters.indexOf(c.letter) < 0) {
                throw new Broken("the capability '" + c.letter + "', which it was not offered");
            }
        }
    }

    /// The letters that only one of two peers understood: to be left out for both.
    static String unshared(int flags, int others) {
        StringBuilder letters = new StringBuilder();
        for (Compat c : ALIKE) {
            if (c.in(flags) != c.in(others)) {
                letters.append(c.letter);
            }
        }
        return letters.toString();
    }
}
