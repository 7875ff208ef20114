package lockstep.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Budget budget = new Budget(1_000);

    @Test
    void whatIsNotThereIsNotTaken() throws TooLarge {
        budget.take(600);

        assertThat(budget.takes(401)).isFalse();
        assertThatExceptionOfType(TooLarge.class).isThrownBy(() -> budget.take(401));
        assertThat(budget.taken()).isEqualTo(600);
        assertThat(budget.takes(400)).isTrue();
        budget.give(1_000);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aRefusalSaysHowFarItCame() {
        for (int i = 0; i < 7; i++) {
            budget.counted();
        }

        assertThatExceptionOfType(TooLarge.class)
                .isThrownBy(() -> budget.take(Long.MAX_VALUE / 2))
                .matches(e -> e.entries() == 7 && e.memoryHelps());
        assertThat(budget.tooMany()).matches(e -> e.entries() == 7 && !e.memoryHelps());
    }

    /// The old and the new one are there together.
    @Test
    void aLongerArrayIsPaidForBesideTheOneBefore() throws TooLarge {
        int[] hundred = budget.resized(new int[0], 100);
        assertThat(budget.taken()).isEqualTo(400);
        hundred[99] = 5;

        assertThatExceptionOfType(TooLarge.class).isThrownBy(() -> budget.resized(hundred, 151));
        assertThat(budget.taken()).isEqualTo(400);
        int[] longer = budget.resized(hundred, 150);

        assertThat(longer).hasSize(150).contains(5);
        assertThat(budget.taken()).isEqualTo(600);
        assertThat(budget.resized(longer, 1)).hasSize(1);
        assertThat(budget.taken()).isEqualTo(4);
    }

    @Test
    void everyKindOfArrayIsPaidForByItsLength() throws TooLarge {
        assertThat(budget.withRoom(new byte[8], 8)).hasSize(8);
        assertThat(budget.taken()).isZero();

        assertThat(budget.withRoom(new byte[0], 8)).hasSize(20);
        assertThat(budget.taken()).isEqualTo(20);
        assertThat(budget.withRoom(new boolean[0], 8)).hasSize(20);
        assertThat(budget.taken()).isEqualTo(40);
        assertThat(budget.withRoom(new int[0], 8)).hasSize(20);
        assertThat(budget.taken()).isEqualTo(120);
        assertThat(budget.withRoom(new long[0], 8)).hasSize(20);
        assertThat(budget.taken()).isEqualTo(280);
    }

    @Test
    void noMemoryHelpsWhereNoArrayIsLongEnough() {
        Budget all = new Budget(Long.MAX_VALUE / 2);

        assertThatExceptionOfType(TooLarge.class)
                .isThrownBy(() -> all.withRoom(new byte[0], Integer.MAX_VALUE))
                .matches(e -> !e.memoryHelps());
    }

    @Test
    void halfOfTheHeapIsSharedEvenly() {
        long half = Runtime.getRuntime().maxMemory() / 2;

        assertThat(Budget.share(1)).isEqualTo(half);
        assertThat(Budget.share(3)).isEqualTo(half / 3);
        assertThat(Budget.share(0)).isEqualTo(half);
    }

    /// A million entries by content of three nodes at once in a heap of 2 GiB; here a tenth of them
    /// in a tenth of that.
    @Test
    void anHonestTreeFitsIntoItsShare() throws Exception {
        int entries = 100_000;
        long limit = (2L << 30) / 2 / 3 / 10;
        Budget share = new Budget(limit);
        ListingBuilder builder = new ListingBuilder(16, share);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.digest = new byte[16];
        Random random = new Random(7);
        String directory = ".";
        for (int i = 0; i < entries; i++) {
            boolean begins = i % 100 == 0;
            directory = i == 0 ? "." : begins ? "section-of-the-site-" + i : directory;
            facts.mode = (begins ? Kind.DIRECTORY : Kind.FILE).mode(0755);
            random.nextBytes(facts.digest);
            String path = begins ? directory : directory + "/a-picture-of-something-" + i + ".jpeg";
            path = path.startsWith("./") ? path.substring(2) : path;
            byte[] bytes = path.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            builder.add(bytes, bytes.length, facts);
        }

        assertThat(builder.build().size()).isEqualTo(entries);
        assertThat(share.taken()).isBetween(limit * 4 / 10, limit * 6 / 10);
    }

    @Test
    void placesThatAreNotPaidForMakeAListingIncomplete() throws Exception {
        Budget all = new Budget(10_000);
        ListingBuilder builder = new ListingBuilder(0, all);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = Kind.DIRECTORY.mode(0755);
        builder.add(new byte[] {'.'}, 1, facts);

        for (int i = 0; i < 100; i++) {
            builder.unreadable(TreePath.of("d" + i), "Permission denied".repeat(2));
        }
        all.give(1_000);
        Listing listing = builder.build();

        assertThat(listing.complete()).isFalse();
        assertThat(listing.unreadable()).hasSizeBetween(20, 60);
    }

    @Test
    void sortingIsPaidForToo() throws Exception {
        int limit = 10_000;
        Budget all = new Budget(limit);
        ListingBuilder builder = new ListingBuilder(0, all);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = Kind.DIRECTORY.mode(0755);
        builder.add(new byte[] {'.'}, 1, facts);
        all.take(limit - all.taken());

        assertThatExceptionOfType(TooLarge.class).isThrownBy(builder::build);
    }
}
