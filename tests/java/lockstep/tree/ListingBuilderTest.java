package lockstep.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingBuilderTest {
    private static final int FILE = Kind.FILE.mode(0644);
    private static final int DIRECTORY = Kind.DIRECTORY.mode(0755);
    private static final int PIPE = Kind.FIFO.mode(0644);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                "./a",
                "/",
                "/etc/passwd",
                "a//b",
                "a/",
                "//",
                "a\0b",
                "\0",
                "absent/child",
                "file/child",
                "file/child/grandchild"
            })
    void refusesPathsThatNoSafeTreeHas(String path) throws MalformedTree, TooLarge {
        ListingBuilder builder = started();
        add(builder, "a", DIRECTORY);
        add(builder, "file", FILE);

        assertThatExceptionOfType(MalformedTree.class).isThrownBy(() -> add(builder, path, FILE));
    }

    @Test
    void refusesALongNameAndALongPath() throws MalformedTree, TooLarge {
        ListingBuilder builder = started();
        add(builder, "n".repeat(255), FILE);

        assertThatExceptionOfType(MalformedTree.class)
                .isThrownBy(() -> add(builder, "n".repeat(256), FILE));
        assertThatExceptionOfType(MalformedTree.class)
                .isThrownBy(() -> add(builder, "d/".repeat(2_048) + "f", FILE));
    }

    @Test
    void holdsTheDeepestTreeThatAPathCanName() throws MalformedTree, TooLarge {
        ListingBuilder builder = started();
        String path = "d";
        while (path.length() <= TreePath.MAX_LENGTH) {
            add(builder, path, DIRECTORY);
            path += "/d";
        }

        Listing listing = builder.build();

        assertThat(listing.size()).isEqualTo(1 + TreePath.MAX_LENGTH / 2);
        assertThat(listing.find(listing.path(listing.size() - 1))).isEqualTo(listing.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0644, 0030644, 0170644, 0177777})
    void refusesAnUnknownFileType(int mode) {
        ListingBuilder builder = started();
        assertThatExceptionOfType(MalformedTree.class).isThrownBy(() -> add(builder, "a", mode));
    }

    /// A directory that changes while it is read may show a name again.
    @Test
    void keepsTheFirstOfAFileThatCameAgain() throws MalformedTree, TooLarge {
        ListingBuilder builder = started();
        add(builder, "z", DIRECTORY);
        add(builder, "z/same", FILE);
        ListingBuilder.Facts other = facts(FILE);
        other.size = 4711;
        builder.add(bytes("z/same"), 6, other);
        builder.add(bytes("z/same"), 6, other);
        add(builder, "a", FILE);
        add(builder, "z/a", FILE);

        Listing listing = builder.build();

        assertThat(listing.size()).isEqualTo(5);
        assertThat(listing.path(1).visible()).isEqualTo("a");
        assertThat(listing.path(4).visible()).isEqualTo("z/same");
        assertThat(listing.entry(4).size()).isEqualTo(facts(FILE).size);
        assertThat(listing.parent(4)).isEqualTo(2);
        assertThat(listing.subtreeEnd(2)).isEqualTo(5);
    }

    @Test
    void refusesANameThatCameBefore() throws MalformedTree, TooLarge {
        for (int first : new int[] {FILE, DIRECTORY, PIPE}) {
            for (int second : new int[] {FILE, DIRECTORY}) {
                if (first == FILE && second == FILE) {
                    continue;
                }
                ListingBuilder builder = started();
                add(builder, "aa", FILE);
                add(builder, "same", first);
                add(builder, "zz", DIRECTORY);
                add(builder, "same", second);

                assertThatExceptionOfType(MalformedTree.class)
                        .isThrownBy(builder::build)
                        .withMessageContaining("same");
            }
        }
    }

    @Test
    void refusesALateRootAFileAsRootAndAnEmptyList() throws MalformedTree, TooLarge {
        ListingBuilder late = new ListingBuilder(0);
        add(late, "a", FILE);
        assertThatExceptionOfType(MalformedTree.class).isThrownBy(() -> add(late, ".", DIRECTORY));

        ListingBuilder twice = started();
        assertThatExceptionOfType(MalformedTree.class).isThrownBy(() -> add(twice, ".", DIRECTORY));

        assertThatExceptionOfType(MalformedTree.class)
                .isThrownBy(() -> add(new ListingBuilder(0), ".", FILE));
        assertThatExceptionOfType(MalformedTree.class)
                .isThrownBy(() -> new ListingBuilder(0).build());
    }

    @Test
    void makesUpARootThatNeverCame() throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(0);
        add(builder, "a", FILE);

        Listing listing = builder.build();

        assertThat(listing.isDirectory(0)).isTrue();
        assertThat(listing.visibleName(0)).isEqualTo(".");
        assertThat(listing.parent(1)).isZero();
    }

    @Test
    void refusesFactsThatNoFileHas() {
        ListingBuilder.Facts negative = facts(FILE);
        negative.size = -1;
        ListingBuilder.Facts nanos = facts(FILE);
        nanos.nanos = 1_000_000_000;
        ListingBuilder.Facts before = facts(FILE);
        before.nanos = -1;
        ListingBuilder.Facts digest = facts(FILE);
        digest.digest = new byte[3];
        ListingBuilder.Facts target = facts(Kind.SYMLINK.mode(0777));
        target.target = new byte[TreePath.MAX_LENGTH + 1];
        for (ListingBuilder.Facts facts :
                new ListingBuilder.Facts[] {negative, nanos, before, digest, target}) {
            ListingBuilder builder = new ListingBuilder(16);
            assertThatExceptionOfType(MalformedTree.class)
                    .isThrownBy(() -> builder.add(bytes("a"), 1, facts));
        }
    }

    @Test
    void keepsOnlyTheFactsThatAKindHas() throws MalformedTree, TooLarge {
        ListingBuilder builder = new ListingBuilder(16);
        ListingBuilder.Facts facts = facts(FILE);
        facts.target = bytes("left over from the entry before");
        facts.device = 5;
        facts.size = 3;
        facts.digest = bytes("0123456789abcdef");
        builder.add(bytes("file"), 4, facts);
        facts.mode = Kind.SYMLINK.mode(0777);
        builder.add(bytes("link"), 4, facts);
        facts.mode = Kind.BLOCK_DEVICE.mode(0600);
        builder.add(bytes("node"), 4, facts);

        Listing listing = builder.build();

        assertThat(listing.target(1)).isNull();
        assertThat(listing.device(1)).isZero();
        assertThat(listing.hasDigest(1)).isTrue();
        assertThat(listing.target(2)).isNotNull();
        assertThat(listing.device(2)).isZero();
        assertThat(listing.hasDigest(2)).isFalse();
        assertThat(listing.bytes(2)).isZero();
        assertThat(listing.target(3)).isNull();
        assertThat(listing.device(3)).isEqualTo(5);
    }

    @Test
    void refusesADigestThatNoColumnCouldHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListingBuilder(ListingBuilder.MAX_DIGEST_LENGTH + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListingBuilder(-1));
        long last = (long) ListingBuilder.MAX_ENTRIES * ListingBuilder.MAX_DIGEST_LENGTH;
        assertThat(last).isLessThan(Integer.MAX_VALUE - 8);
    }

    @Test
    void stopsRecordingPlacesAndSaysThatItIsIncomplete() throws MalformedTree, TooLarge {
        ListingBuilder builder = started();
        for (int i = 0; i <= ListingBuilder.MAX_UNREADABLE; i++) {
            builder.unreadable(TreePath.of("p" + i), "Permission denied");
        }

        Listing listing = builder.build();

        assertThat(listing.unreadable()).hasSize(ListingBuilder.MAX_UNREADABLE);
        assertThat(listing.complete()).isFalse();
    }

    @Test
    void directoriesWhoseNamesWereChosenToCollideCostNoMore() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(6),
                () -> {
                    ListingBuilder builder = started();
                    for (int i = 0; i < 1 << 16; i++) {
                        StringBuilder name = new StringBuilder();
                        for (int bit = 0; bit < 16; bit++) {
                            name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                        }
                        add(builder, name.toString(), DIRECTORY);
                        add(builder, name + "/f", FILE);
                    }
                    assertThat(builder.build().size()).isEqualTo(1 + (2 << 16));
                });
    }

    /// A plan is held against names, so none may be let go.
    @Test
    void namesOfManyOwners() throws Exception {
        ListingBuilder builder = started();
        for (int id = 0; id < 150_000; id++) {
            builder.user(id, bytes("u" + id));
            builder.group(id, bytes("g" + id));
        }
        Listing listing = builder.build();

        for (int id : new int[] {0, 99_999, 100_000, 149_999}) {
            assertThat(listing.userName(id)).isEqualTo("u" + id);
            assertThat(listing.groupName(id)).isEqualTo("g" + id);
        }
    }

    @Test
    void noiseEndsInMalformedTreeAndNothingElse() throws TooLarge {
        byte[] alphabet = bytes("ab./\0\n\\\u00e9");
        int refused = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            ListingBuilder builder = new ListingBuilder(4);
            ListingBuilder.Facts facts = new ListingBuilder.Facts();
            try {
                for (int i = 0; i < 20; i++) {
                    byte[] path = new byte[random.nextInt(6)];
                    for (int j = 0; j < path.length; j++) {
                        path[j] = alphabet[random.nextInt(alphabet.length)];
                    }
                    facts.mode = random.nextInt(9) == 0 ? random.nextInt() : DIRECTORY;
                    facts.size = random.nextInt(50) == 0 ? random.nextLong() : 1;
                    facts.mtime = random.nextLong();
                    facts.nanos = random.nextInt(50) == 0 ? random.nextInt() : 0;
                    facts.digest = new byte[random.nextInt(50) == 0 ? random.nextInt(9) : 4];
                    facts.device = random.nextLong();
                    tryAdd(builder, path, facts);
                }
                whole(builder.build());
            } catch (MalformedTree _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 2_999);
    }

    private static void tryAdd(ListingBuilder builder, byte[] path, ListingBuilder.Facts facts)
            throws TooLarge {
        int before = builder.count();
        try {
            builder.add(path, path.length, facts);
        } catch (MalformedTree _) {
            assertThat(builder.count()).isBetween(before, before + 1);
        }
    }

    private static void whole(Listing listing) {
        for (int row = 0; row < listing.size(); row++) {
            assertThat(listing.find(listing.path(row))).isEqualTo(row);
            assertThat(listing.entry(row).path()).isEqualTo(listing.path(row));
        }
    }

    private static ListingBuilder started() {
        ListingBuilder builder = new ListingBuilder(0);
        try {
            add(builder, ".", DIRECTORY);
        } catch (MalformedTree | TooLarge e) {
            throw new AssertionError(e);
        }
        return builder;
    }

    private static void add(ListingBuilder builder, String path, int mode)
            throws MalformedTree, TooLarge {
        byte[] bytes = bytes(path);
        builder.add(bytes, bytes.length, facts(mode));
    }

    private static ListingBuilder.Facts facts(int mode) {
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = mode;
        return facts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
