package lockstep.rsync;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whole-file digests, best first. MD5 is what every rsync since 3.0 knows.
public enum Digest {
    XXH128("xxh128", 16),
    XXH3("xxh3", 8),
    XXH64("xxh64", 8),
    MD5("md5", 16);

    private final String wireName;
    private final int length;

    Digest(String wireName, int length) {
        this.wireName = wireName;
        this.length = length;
    }

    /// What rsync calls it.
    public String wireName() {
        return wireName;
    }

    /// In bytes.
    public int length() {
        return length;
    }

    /// The one with that name, which is also what `--checksum-choice` calls it.
    public static Optional<Digest> named(String wireName) {
        return Arrays.stream(values()).filter(d -> d.wireName.equals(wireName)).findFirst();
    }

    /// A digest as people write it, from what is on the wire: those of the xxHash family are sent
    /// as numbers, low byte first.
    byte[] written(byte[] onWire) {
        byte[] digest = onWire.clone();
        if (this != MD5) {
            for (int i = 0; i < digest.length; i++) {
                digest[i] = onWire[digest.length - 1 - i];
            }
        }
        return digest;
    }

    /// The best one that all of these lists name.
    static Optional<Digest> best(List<List<String>> offers) {
        for (Digest d : values()) {
            if (offers.stream().allMatch(o -> o.contains(d.wireName))) {
                return Optional.of(d);
            }
        }
        return Optional.empty();
    }
}
