package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Request.Recursion;
import lockstep.tree.Listing;
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

    /// The list of each directory looks well; together they hold something inside a link.
    @Test
    void aScanThatLeadsThroughALink() throws Exception {
        isRefusedByTheLister(new Entries().file("l/passwd", 1), "before its directory");
        isRefusedByTheLister(new Entries().directory("l").file("l/passwd", 1), "\"l\" twice");
        isRefusedByTheLister(new Entries().link("d", "/etc"), "\"d\" twice");
        isRefusedByTheLister(new Entries().file("../x", 1), "../x");
        assertThat(listed(new Entries().file("d/x", 1)).size()).isEqualTo(4);
    }

    private static Listing listed(Entries second) throws FaultException {
        Actor node =
                new Actor(
                        "web2",
                        stage -> {
                            stage.greet(Stage.INCREMENTAL);
                            stage.rules();
                            stage.say(Entries.rooted().directory("d").link("l", "/etc").end());
                            stage.say(more(new Bytes(), 1, second));
                            stage.say(new Bytes().u8(0xff, 0xfe, 0x80, 2, 0, 0));
                            stage.say(new Bytes().u8(0).raw(Entries.farewell().bytes()));
                            return 0;
                        });
        return Rsync.list(
                new Endpoint(node, "/srv/www", false),
                Request.of(List.of()).with(Recursion.INCREMENTAL),
                Optional.empty(),
                (_, _) -> {},
                new Cancel());
    }

    private static void isRefusedByTheLister(Entries second, String how) {
        FaultException e = catchThrowableOfType(FaultException.class, () -> listed(second));

        assertThat(e.fault()).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(e.fault().where()).isEqualTo("web2");
        assertThat(e.fault().what()).contains(how);
    }
}
