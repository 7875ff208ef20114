package lockstep.rsync.token;

import lockstep.wire.Broken;

/// Tells how many bytes of a file packed bytes stand for; what bytes, nobody here needs to know.
/// Its memory does not depend on what it is given.
sealed interface PackedLength extends AutoCloseable permits DeflatedLength, Lz4Length, ZstdLength {
    /// A file begins.
    void begin();

    /// The length of what these give beyond all before them.
    long of(byte[] packed, int length) throws Broken;

    /// Something other than packed bytes comes: gives the length of what was still inside, and
    /// refuses bytes that end where a sender's cannot.
    long pause() throws Broken;

    @Override
    default void close() {}
}
