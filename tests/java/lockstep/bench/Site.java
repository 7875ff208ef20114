package lockstep.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;

/// A large site, made up.
public final class Site {
    private static final int FILES_A_DIRECTORY = 99;
    private static final int DIGEST = 16;

    private Site() {}

    /// A site of directories with 99 files each, two levels deep, in the order a disk gives them; a
    /// thousandth of the entries differ from node to node, a thousandth are missing.
    ///
    /// @param node from 0; the first is as the others should be
    public static Listing listing(int node, int entries) throws MalformedTree, TooLarge {
        Random drift = new Random(node);
        ListingBuilder builder = new ListingBuilder(DIGEST);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        byte[] digest = new byte[DIGEST];
        facts.digest = digest;
        facts.mtime = 1_700_000_000;
        put(builder, facts, ".", Kind.DIRECTORY.mode(0755));
        int made = 1;
        for (int i = 0; made < entries; i++) {
            if (i % 100 == 0) {
                put(builder, facts, "d" + i / 100, Kind.DIRECTORY.mode(0755));
                made++;
            }
            String directory = "d" + i / 100 + "/section-" + i;
            put(builder, facts, directory, Kind.DIRECTORY.mode(0755));
            made++;
            for (int j = 0; j < FILES_A_DIRECTORY && made < entries; j++, made++) {
                int number = j * 61 % FILES_A_DIRECTORY;
                if (node > 0 && drift.nextInt(1_000) == 0) {
                    continue;
                }
                new Random(made).nextBytes(digest);
                digest[0] += (byte) (drift.nextInt(1_000) == 0 ? node : 0);
                facts.size = 1_000L + number;
                put(builder, facts, directory + "/picture-xyz" + number, Kind.FILE.mode(0644));
            }
        }
        return builder.build();
    }

    private static void put(
            ListingBuilder builder, ListingBuilder.Facts facts, String path, int mode)
            throws MalformedTree, TooLarge {
        facts.mode = mode;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        builder.add(bytes, bytes.length, facts);
    }
}
