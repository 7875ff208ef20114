package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lies between the lists of incremental recursion.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingListsTest {
    /// The root, a file, and two directories, whose numbers are 1 and 2.
    private static Bytes first() {
        return Entries.rooted().directory("d").directory("e").file("f", 1).end();
    }

    private static Bytes more(Bytes indices, int directory, Entries entries) {
        return new Bytes().raw(indices.index(-101 - directory).bytes()).raw(entries.end().bytes());
    }

    private static void isBroken(Bytes lie, String how) throws Exception {
        isBroken(new Bytes(), lie, how);
    }

    private static void isBroken(Bytes judged, Bytes lie, String how) throws Exception {
        Duet duet =
                Duet.incremental(first())
                        .source(
                                stage -> {
                                    stage.say(judged);
                                    stage.say(lie);
                                });

        duet.isBrokenBy("web1", how);

        duet.targetHeardAtMost(new Bytes().raw(first().bytes()).raw(judged.bytes()).bytes());
    }

    @Test
    void aListOfNoDirectory() throws Exception {
        isBroken(more(new Bytes(), 3, new Entries()), "the unknown directory 3");
        isBroken(more(new Bytes(), 1 << 30, new Entries()), "the unknown directory");
    }

    @Test
    void anEntryOfAnotherDirectory() throws Exception {
        isBroken(more(new Bytes(), 1, new Entries().file("e/x", 1)), "in the list of \"d\"");
        isBroken(more(new Bytes(), 1, new Entries().file("d/y/x", 1)), "in the list of \"d\"");
        isBroken(more(new Bytes(), 1, new Entries().file("x", 1)), "in the list of \"d\"");
        isBroken(more(new Bytes(), 1, Entries.rooted()), "in the list of \"d\"");
        isBroken(more(new Bytes(), 1, new Entries().directory("d")), "in the list of \"d\"");
    }

    @Test
    void aNameOfTwoKinds() throws Exception {
        Entries entries = new Entries().link("d/a", "/etc").file("d/b", 1).directory("d/a");
        isBroken(more(new Bytes(), 1, entries), "twice");
    }

    @Test
    void aDirectoryListedTwice() throws Exception {
        Bytes indices = new Bytes();
        Bytes good = more(indices, 1, new Entries().directory("d/x"));
        Bytes again = new Bytes().u8(0xff, 0xfe, 0x80, 102, 0, 0);
        again.raw(new Entries().link("d/x", "/etc").end().bytes());

        isBroken(good, again, "a second list of \"d\"");
    }

    @Test
    void theRootListedTwice() throws Exception {
        isBroken(more(new Bytes(), 0, new Entries().link("d", "/etc")), "a second list of \".\"");
    }

    @Test
    void aFirstListThatGoesDeeper() throws Exception {
        Duet duet = Duet.incremental(Entries.rooted().directory("d").link("d/x", "/").end());

        duet.isBrokenBy("web1", "in the list of \".\"");
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @Test
    void aListAfterTheLast() throws Exception {
        Bytes end = new Bytes().index(-2);
        Bytes lie = new Bytes().u8(0xff, 100).raw(new Entries().end().bytes());
        isBroken(end, lie, "the index -102");
    }

    @Test
    void theEndTwice() throws Exception {
        isBroken(new Bytes().index(-2), new Bytes().u8(0xff, 0), "the index -2");
    }

    @Test
    void anAnswerForTheGapBetweenLists() throws Exception {
        isBroken(new Bytes().index(5).u16(0), "the index 5, which no list holds");
    }
}
