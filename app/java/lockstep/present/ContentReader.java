package lockstep.present;

import java.util.Arrays;
import java.util.Optional;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.picture.Decoded;
import lockstep.picture.Format;
import lockstep.present.Content.PictureSide;
import lockstep.present.TextDifference.Care;
import lockstep.run.Operations;
import lockstep.tree.Entry;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Reads what two nodes hold under a path, as much of it as is looked at. Blocks.
final class ContentReader {
    private final Operations operations;

    ContentReader(Operations operations) {
        this.operations = operations;
    }

    /// What one node holds there.
    static final class Held {
        private final String node;
        private final Optional<Kind> kind;
        private final byte[] bytes;
        private final long size;
        private final Optional<Format> format;

        /// Something that is no file; nothing when `kind` is empty.
        private Held(String node, Optional<Kind> kind) {
            this.node = node;
            this.kind = kind;
            bytes = new byte[0];
            size = 0;
            format = Optional.empty();
        }

        /// @param bytes the beginning of a file, or all of it
        /// @param size of all of it; the scan that told it may be older
        private Held(String node, byte[] bytes, long size) {
            this.node = node;
            this.kind = Optional.of(Kind.FILE);
            this.bytes = bytes;
            this.size = size;
            format = Format.of(bytes);
        }

        String node() {
            return node;
        }

        private boolean isFile() {
            return kind.equals(Optional.of(Kind.FILE));
        }

        private boolean isCut() {
            return bytes.length >= TextDifference.MAX_BYTES;
        }
    }

    /// Whether the last scan listed a node.
    static boolean isKnown(DriftTree tree, String node) {
        int at = tree.nodeNames().indexOf(node);
        return at >= 0 && tree.listing(at) != null;
    }

    /// @param tree as the last scan found it
    /// @throws FaultException when the file cannot be read there
    Held read(DriftTree tree, int row, String node) throws FaultException {
        Entry entry = entry(tree, row, tree.nodeNames().indexOf(node));
        if (entry == null || entry.kind() != Kind.FILE) {
            return new Held(node, Optional.ofNullable(entry).map(Entry::kind));
        }
        TreePath path = tree.path(row);
        byte[] bytes = operations.read(node, path, TextDifference.MAX_BYTES);
        if (bytes.length < TextDifference.MAX_BYTES) {
            return new Held(node, bytes, bytes.length);
        }
        byte[] more =
                Format.of(bytes).isPresent()
                        ? operations.read(node, path, Decoded.MAX_BYTES + 1)
                        : bytes;
        return new Held(node, more, Math.max(entry.size(), more.length));
    }

    private static @Nullable Entry entry(DriftTree tree, int row, int node) {
        Listing listing = node < 0 ? null : tree.listing(node);
        int at = listing == null ? -1 : tree.listingRow(row, node);
        return listing == null || at < 0 ? null : listing.entry(at);
    }

    /// How they differ.
    static Content compared(Held left, Held right, Care care) {
        for (Held held : new Held[] {left, right}) {
            if (held.kind.isPresent() && !held.isFile()) {
                String kind = Strings.text("kind." + held.kind.get().name());
                return new Content.Said(Strings.text("content.kind", held.node, kind));
            }
        }
        if (!left.isFile() && !right.isFile()) {
            return new Content.Said(Strings.text("content.nowhere", left.node, right.node));
        }
        if (left.format.isPresent() || right.format.isPresent()) {
            return pictures(left, right);
        }
        Optional<FileText> a = FileText.of(left.bytes, left.isCut());
        Optional<FileText> b = FileText.of(right.bytes, right.isCut());
        return a.isPresent() && b.isPresent()
                ? text(side(left, a.get()), side(right, b.get()), care, absence(left, right))
                : new Content.Said(binary(left, right));
    }

    private static TextDifference.Side side(Held held, FileText text) {
        return new TextDifference.Side(held.node, text, held.size);
    }

    private static Content text(
            TextDifference.Side left, TextDifference.Side right, Care care, Optional<String> gone) {
        TextDifference difference = TextDifference.of(left, right, care);
        return new Content.Text(
                gone.map(words -> new TextDifference(difference.rows(), words)).orElse(difference));
    }

    private static Optional<String> absence(Held left, Held right) {
        Optional<Held> gone =
                !left.isFile()
                        ? Optional.of(left)
                        : !right.isFile() ? Optional.of(right) : Optional.empty();
        return gone.map(held -> Strings.text("content.absent", held.node));
    }

    private static String binary(Held left, Held right) {
        Optional<String> gone = absence(left, right);
        if (gone.isPresent()) {
            long size = left.size + right.size;
            return Strings.text("content.binary.lone", gone.get(), Words.number(size));
        }
        String sizes =
                left.size == right.size
                        ? Strings.text("content.size", Words.number(left.size))
                        : Strings.text(
                                "content.sizes",
                                left.node,
                                Words.number(left.size),
                                Words.number(right.size),
                                right.node);
        int mismatch = Arrays.mismatch(left.bytes, right.bytes);
        String where =
                mismatch < 0 ? same(left) : Strings.text("content.first", Words.number(mismatch));
        return Strings.text("content.binary", where, sizes);
    }

    private static String same(Held held) {
        return held.isCut()
                ? Strings.text("content.same.cut", Words.bytes(held.bytes.length))
                : Strings.text("content.same");
    }

    private static Content pictures(Held left, Held right) {
        PictureSide a = picture(left);
        PictureSide b = picture(right);
        return new Content.Pictures(PictureComparison.of(a, b));
    }

    private static PictureSide picture(Held held) {
        if (!held.isFile()) {
            return refused(held, Strings.text("content.absent", held.node));
        }
        if (held.format.isEmpty()) {
            return refused(held, Strings.text("picture.none"));
        }
        Format format = held.format.get();
        if (held.size > Decoded.MAX_BYTES) {
            String most = Words.bytes(Decoded.MAX_BYTES);
            return refused(held, Strings.text("picture.bytes", Words.bytes(held.size), most));
        }
        return switch (Decoded.of(format, held.bytes)) {
            case Decoded.Shown(_, var picture) ->
                    new PictureSide(
                            held.node,
                            facts(held, format, picture.width(), picture.height()),
                            Optional.of(picture),
                            "");
            case Decoded.TooLarge(_, long width, long height) ->
                    new PictureSide(
                            held.node,
                            facts(held, format, width, height),
                            Optional.empty(),
                            Strings.text(
                                    "picture.large",
                                    Words.number(Decoded.MAX_EDGE),
                                    Words.number(Decoded.MAX_PIXELS / 1_000_000)));
            case Decoded.TooSlow _ -> refused(held, Strings.text("picture.slow"));
            case Decoded.Broken(_, String why) ->
                    refused(
                            held,
                            Strings.text("picture.broken", format.name(), Visible.text(why, 200)));
        };
    }

    private static PictureSide refused(Held held, String why) {
        String facts = held.isFile() ? Strings.text("picture.size", size(held)) : "";
        return new PictureSide(held.node, facts, Optional.empty(), why);
    }

    private static String facts(Held held, Format format, long width, long height) {
        String key = format == Format.GIF ? "picture.facts.first" : "picture.facts";
        return Strings.text(
                key, format.name(), Words.number(width), Words.number(height), size(held));
    }

    private static String size(Held held) {
        return Words.number(held.size);
    }
}
