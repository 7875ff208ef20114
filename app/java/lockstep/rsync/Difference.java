package lockstep.rsync;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;
import lockstep.fault.Visible;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder.Facts;
import org.jspecify.annotations.Nullable;

/// In words, in what an entry that was just read differs from a row of a listing.
final class Difference {
    static final String ABSENT = "not there";
    private static final int PERMISSIONS = 07777;
    private static final int MOST_OF_A_TARGET = 200;

    private final Listing seen;
    private final int row;
    private final Facts facts;
    private final StringJoiner was = new StringJoiner(", ");
    private final StringJoiner is = new StringJoiner(", ");

    /// What is held against each other beyond what always is.
    ///
    /// @param time whether the modification time counts
    /// @param nanos whether nanoseconds are known on both sides
    /// @param digest whether digests were computed alike
    record Scope(boolean time, boolean nanos, boolean digest) {}

    private Difference(Listing seen, int row, Facts facts) {
        this.seen = seen;
        this.row = row;
        this.facts = facts;
    }

    /// What differs; null where nothing does.
    static @Nullable Difference of(Listing seen, int row, Facts facts, Scope scope) {
        Difference d = new Difference(seen, row, facts);
        d.compare(scope);
        return d.was.length() == 0 ? null : d;
    }

    /// The facts that differ, as they were.
    String then() {
        return was.toString();
    }

    /// The same facts, as they are.
    String now() {
        return is.toString();
    }

    private void compare(Scope scope) {
        Kind kind = seen.kind(row);
        if (kind != Kind.of(facts.mode)) {
            differ(describe(seen, row), describe(facts));
            return;
        }
        switch (kind) {
            case FILE -> file(scope);
            case SYMLINK -> link();
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                if (seen.device(row) != facts.device) {
                    differ("device " + device(seen.device(row)), "device " + device(facts.device));
                }
            }
            case DIRECTORY, FIFO, SOCKET -> {}
        }
        if (scope.time) {
            time(scope.nanos);
        }
        if (kind != Kind.SYMLINK && ((seen.mode(row) ^ facts.mode) & PERMISSIONS) != 0) {
            differ("mode " + octal(seen.mode(row)), "mode " + octal(facts.mode));
        }
        if (seen.uid(row) != facts.uid) {
            differ("user " + unsigned(seen.uid(row)), "user " + unsigned(facts.uid));
        }
        if (seen.gid(row) != facts.gid) {
            differ("group " + unsigned(seen.gid(row)), "group " + unsigned(facts.gid));
        }
    }

    private void file(Scope scope) {
        if (seen.bytes(row) != facts.size) {
            differ(bytes(seen.bytes(row)), bytes(facts.size));
        }
        byte[] then = seen.digest(row);
        byte[] now = facts.digest;
        if (scope.digest && then != null && now != null && !Arrays.equals(then, now)) {
            differ(content(then), content(now));
        }
    }

    private void link() {
        byte[] then = seen.target(row);
        byte[] now = facts.target;
        if (!Arrays.equals(then, now)) {
            differ("link to " + target(then), "link to " + target(now));
        }
    }

    private void time(boolean nanos) {
        boolean same = seen.modifiedSeconds(row) == facts.mtime;
        if (!same || nanos && seen.modifiedNanos(row) != facts.nanos) {
            differ(
                    "modified " + (same ? seen.modified(row) : whole(seen.modifiedSeconds(row))),
                    "modified "
                            + (same
                                    ? whole(facts.mtime).plusNanos(facts.nanos)
                                    : whole(facts.mtime)));
        }
    }

    private void differ(String then, String now) {
        was.add(then);
        is.add(now);
    }

    /// A row in a few words.
    static String describe(Listing listing, int row) {
        return describe(listing.kind(row), listing.bytes(row), listing.target(row));
    }

    /// What was read in a few words; an entry without a kind is not there.
    static String describe(Facts facts) {
        Kind kind = Kind.of(facts.mode);
        return kind == null ? ABSENT : describe(kind, facts.size, facts.target);
    }

    private static String describe(Kind kind, long size, byte @Nullable [] target) {
        return switch (kind) {
            case FILE -> "a file of " + bytes(size);
            case DIRECTORY -> "a directory";
            case SYMLINK -> "a link to " + target(target);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
            case FIFO -> "a named pipe";
            case SOCKET -> "a socket";
        };
    }

    static String bytes(long size) {
        return String.format(Locale.ROOT, "%,d bytes", size);
    }

    static String content(byte[] digest) {
        return "content " + HexFormat.of().formatHex(digest);
    }

    private static String target(byte @Nullable [] target) {
        return target == null ? "nothing" : Visible.text(Visible.bytes(target), MOST_OF_A_TARGET);
    }

    private static String device(long numbers) {
        return (numbers >>> 32) + ":" + (numbers & 0xffffffffL);
    }

    private static String octal(int mode) {
        return String.format(Locale.ROOT, "%04o", mode & PERMISSIONS);
    }

    private static String unsigned(int id) {
        return Integer.toUnsignedString(id);
    }

    /// Held within what [Instant] can express: a node may say any number.
    private static Instant whole(long seconds) {
        return Instant.ofEpochSecond(
                Math.clamp(seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
    }
}
