package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lies about extended attributes, in lists, requests and answers.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LyingAttributesTest {
    private static final int LINK = ItemFlags.NAME_FOLLOWS | ItemFlags.LOCAL_CHANGE;
    private static final int AVOID_XATTR = 16;

    /// The root, and `a` with a short and two long attributes.
    private static Bytes attributed() {
        Entries list = new Entries().directory(".");
        list.bytes.varint(0).varint(0);
        list.file("a", 5);
        list.bytes.varint(0).varint(3);
        attribute(list, "user.1", 33, 16);
        attribute(list, "user.2", 32, 32);
        attribute(list, "user.3", 300, 16);
        list.file("b", 5);
        list.bytes.varint(1);
        return list.endWhole();
    }

    private static void attribute(Entries list, String name, int length, int bytes) {
        list.bytes.varint(name.length() + 1).varint(length).text(name).u8(0).raw(new byte[bytes]);
    }

    static Stream<Arguments> lists() {
        Entries endless = new Entries().directory(".");
        endless.bytes.varint(0).varint((1 << 16) + 1);
        return Stream.of(
                set(new Bytes().varint(1), "the number of a set"),
                set(new Bytes().varint(-1), "the number of a set"),
                arguments(endless.bytes, "extended attributes of 65537"),
                set(new Bytes().varint(0).varint(1).varint(1).varint(0).u8(0), "without a name"),
                set(new Bytes().varint(0).varint(1).varint(2).varint(0).text("ab"), "no end"),
                set(new Bytes().varint(0).varint(1).varint(3).varint(0).u8(97, 0, 0), "NUL inside"),
                set(new Bytes().varint(0).varint(1).varint(1025), "over 1024"),
                set(new Bytes().varint(0).varint(1).varint(2).varint(-1), "an extended attribute"),
                set(new Bytes().varint(0).varint(1).varint(2).varint(1 << 27), "over 67108864"));
    }

    private static Arguments set(Bytes bytes, String how) {
        Entries list = new Entries().directory(".");
        list.bytes.raw(bytes.bytes());
        return arguments(list.bytes, how);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("lists")
    void aListThatLies(Bytes list, String how) throws Exception {
        Duet duet = new Duet(list).with(Trait.XATTRS);

        duet.isBrokenBy("web1", how);
        assertThat(duet.heardByTarget()).isEmpty();
    }

    private static Bytes wanted(int... steps) {
        return new Bytes().index(1).u16(ItemFlags.REPORT_XATTRS).u8(steps);
    }

    @Test
    void longValuesGoThrough() throws Exception {
        Bytes answered = wanted(1, 40).raw(new byte[40]).u8(2, 0).u8(0);

        new Duet(attributed()).with(Trait.XATTRS).goesThrough(wanted(1, 2, 0), answered);
    }

    @ParameterizedTest
    @MethodSource("attributeRequests")
    void requestsForAttributes(Bytes request, String how) throws Exception {
        Duet duet = new Duet(attributed()).with(Trait.XATTRS).target(stage -> stage.say(request));

        duet.isBrokenBy("web2", how);
        assertThat(duet.heardBySource()).isEmpty();
    }

    static Stream<Arguments> attributeRequests() {
        return Stream.of(
                arguments(wanted(2, 0), "a request for extended attribute 2"),
                arguments(wanted(4, 0), "a request for extended attribute 4"),
                arguments(wanted(1, 3, 0), "a request for extended attribute 4"),
                arguments(
                        new Bytes().index(1).u16(ItemFlags.REPORT_XATTRS).varint(-1),
                        "the place of an extended attribute"),
                arguments(
                        new Bytes()
                                .index(1)
                                .u16(ItemFlags.REPORT_XATTRS)
                                .varint(1 << 16)
                                .varint(1 << 16),
                        "a request for extended attribute 131072"),
                arguments(
                        new Bytes().index(2).u16(ItemFlags.REPORT_XATTRS).u8(1, 0),
                        "a request for extended attribute 1"));
    }

    @ParameterizedTest
    @MethodSource("attributeAnswers")
    void answersWithAttributes(Bytes answer, String how) throws Exception {
        Bytes request = wanted(1, 2, 0);
        Duet duet =
                new Duet(attributed())
                        .with(Trait.XATTRS)
                        .target(stage -> stage.say(request))
                        .source(
                                stage -> {
                                    stage.hear(request.bytes().length);
                                    stage.say(answer);
                                });

        duet.isBrokenBy("web1", how);
        duet.targetHeardAtMost(new Bytes().raw(attributed().bytes()).raw(answer.bytes()).bytes());
    }

    static Stream<Arguments> attributeAnswers() {
        return Stream.of(
                arguments(wanted(3, 1, 9), "attribute 3 where 1 was due"),
                arguments(wanted(0), "attribute 0 where 1 was due"),
                arguments(wanted(1, 1, 9, 1, 1, 9), "attribute 2 where 3 was due"),
                arguments(wanted(1, 1, 9, 2, 1, 9, 1), "more extended attributes"),
                arguments(wanted(1).varint(-1), "an extended attribute of"),
                arguments(wanted(1).varint(1 << 27), "an extended attribute of"),
                arguments(
                        new Bytes().index(2).u16(ItemFlags.REPORT_XATTRS).u8(1, 0),
                        "not what was asked for"));
    }

    /// An item that makes a link asks for no attributes where rsyncs have agreed to save that.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linksAndTheirAttributes(boolean saved) throws Exception {
        Entries list = new Entries().directory(".");
        list.bytes.varint(0).varint(0);
        list.firstLinked("a").bytes.varint(1);
        list.laterLinked("b", 1).bytes.varint(1);
        Bytes whole = list.endWhole();
        Bytes item = new Bytes().index(2).u16(LINK | ItemFlags.REPORT_XATTRS).vstring("a");
        Duet duet = new Duet(whole).with(Trait.HARD_LINKS, Trait.XATTRS);
        if (saved) {
            duet.without(AVOID_XATTR);
        } else {
            item.u8(0);
        }

        duet.goesThrough(item, item);
    }

    /// The name is judged before any value goes on.
    @Test
    void anAnswerThatNamesAnotherLink() throws Exception {
        Entries list = new Entries().directory(".");
        list.bytes.varint(0).varint(0);
        list.firstLinked("a").bytes.varint(0).varint(1);
        attribute(list, "user.1", 33, 16);
        list.laterLinked("b", 1).bytes.varint(2);
        list.laterLinked("c", 1).bytes.varint(2);
        Bytes whole = list.endWhole();
        int flags = LINK | ItemFlags.REPORT_XATTRS;
        Bytes asked = new Bytes().index(3).u16(flags).vstring("a").u8(1, 0);
        Duet duet =
                new Duet(whole)
                        .with(Trait.HARD_LINKS, Trait.XATTRS)
                        .target(stage -> stage.say(asked))
                        .source(
                                stage -> {
                                    stage.hear(asked.bytes().length);
                                    stage.say(
                                            new Bytes()
                                                    .index(3)
                                                    .u16(flags)
                                                    .vstring("b")
                                                    .u8(1, 1, 9, 0));
                                });

        duet.isBrokenBy("web1", "not what was asked for");
        duet.targetHeardAtMost(whole.bytes());
    }
}
