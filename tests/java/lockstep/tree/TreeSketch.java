package lockstep.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Builds listings for tests in a few words: an entry is begun by its kind, and what follows
/// changes the facts of that entry. Unless said otherwise entries belong to 0:0, are 0644 or 0755,
/// and are from second 1,000.
public final class TreeSketch {
    private static final int DIGEST = 8;

    private final ListingBuilder builder;
    private final boolean byContent;
    private byte @Nullable [] path;
    private ListingBuilder.Facts facts = new ListingBuilder.Facts();

    private TreeSketch(boolean byContent) {
        this.byContent = byContent;
        builder = new ListingBuilder(byContent ? DIGEST : 0);
        builder.digestsAre(byContent ? "xxh64" : "");
        directory(".");
    }

    public static TreeSketch byMetadata() {
        return new TreeSketch(false);
    }

    public static TreeSketch byContent() {
        return new TreeSketch(true);
    }

    public TreeSketch directory(String path) {
        return begin(path, Kind.DIRECTORY.mode(0755));
    }

    public TreeSketch file(String path, String content) {
        begin(path, Kind.FILE.mode(0644));
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        facts.size = bytes.length;
        facts.digest = byContent ? digest(bytes) : null;
        return this;
    }

    public TreeSketch link(String path, String target) {
        begin(path, Kind.SYMLINK.mode(0777));
        facts.target = target.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public TreeSketch device(String path, int major, int minor) {
        begin(path, Kind.CHARACTER_DEVICE.mode(0600));
        facts.device = (long) major << 32 | minor;
        return this;
    }

    public TreeSketch mode(int permissions) {
        facts.mode = facts.mode & ~07777 | permissions;
        return this;
    }

    public TreeSketch time(long seconds) {
        facts.mtime = seconds;
        return this;
    }

    public TreeSketch nanos(int nanos) {
        facts.nanos = nanos;
        return this;
    }

    public TreeSketch owner(int uid, int gid) {
        facts.uid = uid;
        facts.gid = gid;
        return this;
    }

    /// As rsync tells that a file could not be read while it took digests.
    public TreeSketch unread() {
        facts.digest = new byte[DIGEST];
        return this;
    }

    public TreeSketch user(int uid, String name) {
        try {
            builder.user(uid, name.getBytes(StandardCharsets.UTF_8));
        } catch (TooLarge e) {
            throw new AssertionError(e);
        }
        return this;
    }

    public TreeSketch group(int gid, String name) {
        try {
            builder.group(gid, name.getBytes(StandardCharsets.UTF_8));
        } catch (TooLarge e) {
            throw new AssertionError(e);
        }
        return this;
    }

    public TreeSketch unreadable(String path) {
        builder.unreadable(TreePath.of(path), "Permission denied (13)");
        return this;
    }

    public TreeSketch incomplete() {
        builder.incomplete();
        return this;
    }

    public Listing build() {
        flush();
        try {
            return builder.build();
        } catch (MalformedTree | TooLarge e) {
            throw new AssertionError(e);
        }
    }

    private TreeSketch begin(String newPath, int mode) {
        flush();
        path = newPath.getBytes(StandardCharsets.UTF_8);
        facts = new ListingBuilder.Facts();
        facts.mode = mode;
        facts.mtime = 1_000;
        return this;
    }

    private void flush() {
        if (path != null) {
            try {
                builder.add(path, path.length, facts);
            } catch (MalformedTree | TooLarge e) {
                throw new AssertionError(e);
            }
            path = null;
        }
    }

    private static byte[] digest(byte[] content) {
        byte[] digest = new byte[DIGEST];
        Arrays.fill(digest, (byte) 1);
        int hash = Arrays.hashCode(content);
        for (int i = 0; i < 4; i++) {
            digest[i] = (byte) (hash >> 8 * i);
        }
        return digest;
    }
}
