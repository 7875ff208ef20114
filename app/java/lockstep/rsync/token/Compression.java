package lockstep.rsync.token;

import java.util.List;
import java.util.Optional;

/// How content is packed on the wire (`-z`), best first, which is rsync's own order. How many bytes
/// of a file some packed bytes stand for must be known, or the picture of the transfer would be
/// guesswork: each of these can be counted here without being unpacked, or nearly so.
///
/// Every rsync knows [#ZLIB]. Since 3.2 servers name what they know.
public enum Compression {
    ZSTD("zstd"),
    LZ4("lz4"),
    /// Deflate of what is sent.
    ZLIBX("zlibx"),
    /// Deflate that may also copy from what matched.
    ZLIB("zlib"),
    /// Nothing is packed. Two servers that were told `-z` don't take it for an answer (3.5.0 ends
    /// with status 4), so it is never chosen for them.
    NONE("none");

    private final String wireName;

    Compression(String wireName) {
        this.wireName = wireName;
    }

    /// As servers name it.
    public String wireName() {
        return wireName;
    }

    /// The one that `--compress-choice` calls so; empty when it is none of these.
    public static Optional<Compression> named(String name) {
        return List.of(values()).stream().filter(c -> c.wireName.equals(name)).findFirst();
    }

    /// A reader of content that is packed so, for one conversation. The caller closes it.
    public Tokens tokens() {
        return switch (this) {
            case ZSTD -> new PackedTokens(new ZstdLength());
            case LZ4 -> new PackedTokens(new Lz4Length());
            case ZLIBX, ZLIB -> new PackedTokens(new DeflatedLength());
            case NONE -> new PlainTokens();
        };
    }
}
