package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.rsync.Roots.Below;
import lockstep.rsync.Roots.Extent;
import lockstep.rsync.Roots.Shape;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lies in lists of what several arguments name, as `lockstep rsync` asks for them.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingRootsTest {
    private static Roots roots(Below below, Shape shape, String... paths) {
        Roots roots = new Roots(below, shape);
        for (String path : paths) {
            roots.add(Arrays.asList(path.split("/")), Extent.ITSELF);
        }
        return roots;
    }

    private static void isBroken(Duet duet, String how) throws Exception {
        duet.isBrokenBy("web1", how);
        assertThat(duet.heardByTarget()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void somethingInsideALink(Shape shape) throws Exception {
        Bytes list = new Entries().link("a", "/etc").file("a/passwd", 1).endWhole();

        isBroken(new Duet(list).roots(roots(Below.ANYTHING, shape, "a")), "\"a/passwd\"");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aNameOfTwoKinds(Shape shape) throws Exception {
        Bytes list = new Entries().link("a", "/etc").file("b", 1).directory("a").endWhole();

        isBroken(new Duet(list).roots(roots(Below.ANYTHING, shape, "a", "b")), "twice");
    }

    /// rsync puts what is in directories of one name into one list: of two, either end could make
    /// something else.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSecondListOfADirectoryThatComesTwice(int directory) throws Exception {
        Bytes first = new Entries().directory("a").directory("a").end();
        Bytes lists = new Bytes().index(-101 - directory);
        lists.raw(new Entries().link("a/x", "/etc").end().bytes());
        byte[] good = new Bytes().raw(first.bytes()).raw(lists.bytes()).bytes();
        lists.index(-102 + directory).raw(new Entries().directory("a/x").end().bytes());
        Duet duet =
                Duet.incremental(first)
                        .roots(roots(Below.ANYTHING, Shape.LAST_PARTS, "a"))
                        .source(stage -> stage.say(lists));

        duet.isBrokenBy("web1", "a second list of \"a\"");
        duet.targetHeardAtMost(good);
    }

    /// A hundred thousand lists of one directory are judged once each.
    @Test
    void aDirectoryThatComesAgainAndAgain() throws Exception {
        int times = 100_000;
        Entries again = new Entries();
        Bytes lists = new Bytes();
        for (int i = 0; i < times; i++) {
            again.directory("a");
            lists.u8(0xff, i == 0 ? 100 : 1).raw(new Entries().file("a/" + i, 1).end().bytes());
        }
        lists.u8(0xff, 0);
        Duet duet =
                Duet.incremental(again.end())
                        .roots(roots(Below.ANYTHING, Shape.LAST_PARTS, "a"))
                        .source(stage -> stage.say(lists));

        duet.isBrokenBy("web1", "a second list of \"a\"");
    }

    @Test
    void aSecondListOfTheRoot() throws Exception {
        Roots asked = new Roots(Below.ANYTHING, Shape.LAST_PARTS);
        asked.add(List.of(), Extent.WITH_CONTENTS);
        Bytes first = Entries.rooted().directory(".").link("x", "/etc").end();
        Bytes lie = new Bytes().u8(0xff, 101).raw(new Entries().directory("x").end().bytes());
        Duet duet = Duet.incremental(first).roots(asked).source(stage -> stage.say(lie));

        duet.isBrokenBy("web1", "a second list of \".\"");
        duet.targetHeardAtMost(first.bytes());
    }

    /// A target deletes what the source lacks in a directory whose contents it claims to list
    /// (CVE-2026-53789): not in those that only stand above what was asked for.
    @Test
    void theContentsOfADirectoryAbove() throws Exception {
        Roots asked = roots(Below.ANYTHING, Shape.WHOLE_PATHS, "a/b/c");
        Bytes lie = new Entries().implied("a").directory("a/b").file("a/b/c", 1).endWhole();
        Bytes root = new Entries().directory(".").implied("a").endWhole();

        isBroken(new Duet(lie).roots(asked), "\"a/b\", whose contents nobody asked for");
        isBroken(new Duet(root).roots(asked), "\".\", whose contents nobody asked for");
    }

    @Test
    void theContentsOfDirectoriesWithoutRecursion() throws Exception {
        Roots asked = roots(Below.ENTRIES, Shape.LAST_PARTS, "a");
        asked.add(List.of(), Extent.WITH_CONTENTS);
        Bytes lie = new Entries().directory(".").directory("a").endWhole();
        Bytes deeper = new Entries().directory(".").bare("a").file("a/b", 1).endWhole();

        isBroken(new Duet(lie).roots(asked), "\"a\", whose contents nobody asked for");
        isBroken(new Duet(deeper).roots(asked), "\"a/b\", which nobody asked for");
    }

    private static Duet duet(Bytes list, String... rules) {
        return new Duet(list)
                .asking(_ -> Request.of(List.of(rules)))
                .roots(roots(Below.ANYTHING, Shape.WHOLE_PATHS, "a/b", "a/b/c/d"));
    }

    /// Whole paths need no directory above them in the list, so each is held against the rules,
    /// and so is an argument itself.
    @Test
    void whatRulesHideBelowAnArgument() throws Exception {
        Entries argument = new Entries().implied("a").directory("a/b").file("a/b/x", 1);
        Entries below = new Entries().implied("a").directory("a/b").file("a/b/e/x", 1);
        Bytes bare = new Entries().file("a/b/x", 1).endWhole();
        Bytes implied = new Entries().implied("a/b/e").endWhole();

        isBroken(duet(argument.endWhole(), "- b"), "\"a/b\", which the rule \"- b\" hides");
        isBroken(duet(below.endWhole(), "- e/"), "\"a/b/e/x\", which the rule \"- e/\" hides");
        isBroken(duet(bare, "- /a/b/x"), "\"a/b/x\", which the rule");
        isBroken(duet(implied, "- e/"), "\"a/b/e\", which the rule \"- e/\" hides");
    }

    @Test
    void directoriesThatOnlyStandAboveAnArgumentAreNotFiltered() throws Exception {
        Entries list = new Entries().implied("a").implied("a/b").implied("a/b/c");
        Duet duet =
                duet(list.file("a/b/c/d", 1).endWhole(), "- a", "- b", "- c/")
                        .source(Stage::leave)
                        .target(Stage::thank);

        assertThat(duet.play().complete()).isTrue();
    }
}
