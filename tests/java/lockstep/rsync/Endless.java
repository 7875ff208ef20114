package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.wire.Bytes;
import lockstep.wire.Tag;

/// What peers can tell without end, made while it is sent: nothing of it is stored on their side.
/// Run as a program it plays them all in the heap that it was given, one line each.
@SuppressWarnings("ImmutableEnumChecker") // what is played has no state
enum Endless {
    SHORT_NAMES(list((to, n) -> to.file("f" + n, 1))),
    LONG_NAMES(list((to, n) -> to.file(Telling.longName(n), 1))),
    DIRECTORIES(list((to, n) -> to.directory("d" + n))),
    LINKS(list((to, n) -> to.link("l" + n, Telling.TARGET))),
    DEVICES(list(Telling::device)),
    USERS(list(Telling.ids())),
    RELAYED_SHORT_NAMES(relay((to, n) -> to.file("f" + n, 1))),
    RELAYED_LONG_NAMES(relay(Telling.below(), (to, n) -> to.file(Telling.deepName(n), 1))),
    RELAYED_DIRECTORIES(relay((to, n) -> to.directory("d" + n))),
    HARD_LINKS(relay(Telling::hardLink, Trait.HARD_LINKS)),
    ATTRIBUTES(relay(Telling.attributed(), Telling::attributes, Trait.XATTRS)),
    FACTS(relay((to, n) -> to.link("l" + n, Telling.TARGET), Trait.FACTS)),
    RELAYED_USERS(Telling::users),
    LISTS(Telling::lists),
    OWNERS(Telling::owners),
    DELETIONS(Telling::deletions);

    /// Adds the n-th entry, from 0 on.
    @FunctionalInterface
    private interface Entry {
        void add(Entries to, int n);
    }

    /// Plays a conversation in which what each peer tells may take so many bytes.
    @FunctionalInterface
    private interface Played {
        Fault in(long memory);
    }

    private final Played played;

    Endless(Played played) {
        this.played = played;
    }

    /// The fault that ends it.
    Fault in(long memory) {
        return played.in(memory);
    }

    /// Plays all of them in the shares that the program itself would give, then three lists at the
    /// same time, and prints what came of each.
    public static void main(String[] args) {
        PrintStream out = System.out;
        for (Endless each : values()) {
            out.println(each + " " + each.in(Budget.share(2)).message());
        }
        Stream.of(SHORT_NAMES, LINKS, DIRECTORIES)
                .map(each -> CompletableFuture.supplyAsync(() -> each.in(Budget.share(3))))
                .toList()
                .forEach(fault -> out.println("AT_ONCE " + fault.join().message()));
    }

    private static Played list(Entry entry) {
        return list(stage -> Telling.tell(stage, entry));
    }

    private static Played list(Duet.Act telling) {
        return memory -> {
            Actor node =
                    new Actor(
                            "web1",
                            stage -> {
                                stage.greet(Stage.WHOLE);
                                stage.rules();
                                stage.say(Entries.rooted().bytes);
                                telling.go(stage);
                                return 0;
                            });
            FaultException e =
                    catchThrowableOfType(
                            FaultException.class,
                            () ->
                                    Rsync.list(
                                            new Endpoint(node, "/srv/www", false),
                                            Telling.within(Request.of(List.of()), memory),
                                            Optional.empty(),
                                            (_, _) -> {},
                                            new Cancel()));
            assertThat(e).as("a fault").isNotNull();
            assertThat(node.isClosed()).isTrue();
            return e.fault();
        };
    }

    private static Played relay(Entry entry, Trait... traits) {
        return relay(Entries.rooted(), entry, traits);
    }

    private static Played relay(Entries first, Entry entry, Trait... traits) {
        return memory ->
                new Duet(first.bytes)
                        .with(traits)
                        .asking(request -> Telling.within(request, memory))
                        .source(stage -> Telling.tell(stage, entry))
                        .fault();
    }

    /// What is told, and how it is made.
    private static final class Telling {
        private static final int AT_ONCE = 64;
        private static final String TARGET = "t".repeat(4_000);
        private static final String DEEP = ("d".repeat(254) + "/").repeat(15);

        private static Request within(Request request, long memory) {
            return request.within(memory).silentFor(Duration.ofSeconds(20));
        }

        /// Until the other side hangs up.
        private static void tell(Stage stage, Entry entry) throws IOException {
            int n = 0;
            while (true) {
                Entries some = new Entries();
                for (int i = 0; i < AT_ONCE; i++) {
                    entry.add(some, n++);
                }
                stage.say(some.bytes);
            }
        }

        private static String longName(int n) {
            return "n".repeat(240) + n;
        }

        private static String deepName(int n) {
            return DEEP + longName(n);
        }

        /// The directories that [#deepName] is in.
        private static Entries below() {
            Entries list = Entries.rooted();
            for (int end = DEEP.indexOf('/'); end > 0; end = DEEP.indexOf('/', end + 1)) {
                list.directory(DEEP.substring(0, end));
            }
            return list;
        }

        private static void device(Entries to, int n) {
            to.plain("b" + n, 0, Kind.BLOCK_DEVICE.mode(0600));
            to.bytes.varint(8).varint(n);
        }

        /// Each begins a group of its own.
        private static void hardLink(Entries to, int n) {
            int flags = Entries.OWNERS | Entries.HARD_LINKED | Entries.FIRST_LINKED;
            to.flagged(flags, "h" + n, Kind.FILE.mode(0644));
        }

        private static Entries attributed() {
            Entries list = Entries.rooted();
            list.bytes.varint(0).varint(0);
            return list;
        }

        /// A set of its own for each, with values that are left out.
        private static void attributes(Entries to, int n) {
            to.file("x" + n, 1);
            to.bytes.varint(0).varint(20);
            for (int i = 0; i < 20; i++) {
                to.bytes.varint(2).varint(100).text("a").u8(0).raw(new byte[16]);
            }
        }

        /// The end of a list, and names of users.
        private static Duet.Act ids() {
            return stage -> {
                stage.say(new Entries().end());
                names(stage);
            };
        }

        private static void names(Stage stage) throws IOException {
            for (int id = 1; true; id++) {
                stage.say(new Bytes().varint(id).u8(255).text("\u0001".repeat(255)));
            }
        }

        /// Names that take nearly nothing on the wire.
        private static Fault users(long memory) {
            return new Duet(Entries.rooted().end())
                    .asking(request -> within(request, memory))
                    .source(
                            stage -> {
                                for (int id = 1; true; id++) {
                                    stage.say(new Bytes().varint(id).u8(1).text("u"));
                                }
                            })
                    .fault();
        }

        /// Every directory has two more; all lists go on to the target, which takes them.
        private static Fault lists(long memory) {
            return Duet.incremental(Entries.rooted().directory("0").end())
                    .asking(request -> within(request, memory))
                    .source(Telling::lists)
                    .target(Telling::take)
                    .fault();
        }

        private static void lists(Stage stage) throws IOException {
            ArrayDeque<String> due = new ArrayDeque<>(List.of("0"));
            for (int index = 102; true; index++) {
                String directory = due.remove();
                due.add(directory + "/0");
                due.add(directory + "/1");
                Bytes list = new Bytes();
                list.u8(0xff, 0xfe, index >>> 24 | 0x80, index, index >> 8, index >> 16);
                Entries two = new Entries().directory(directory + "/0");
                stage.say(list.raw(two.directory(directory + "/1").end().bytes()));
            }
        }

        private static void take(Stage stage) throws IOException {
            while (true) {
                stage.in.unsignedByte();
            }
        }

        /// A source that is bound to a plan, and names those that its entries belong to.
        private static Fault owners(long memory) {
            return Agreed.duet(Agreed.without().end())
                    .asking(request -> within(request, memory))
                    .source(Telling::names)
                    .fault();
        }

        private static Fault deletions(long memory) {
            return new Duet(Entries.rooted().file("a", 1).endWhole())
                    .asking(r -> within(r.with(Request.Deletion.EXTRAS), memory))
                    .target(
                            stage -> {
                                for (int n = 0; true; n++) {
                                    byte[] name = longName(n).getBytes(StandardCharsets.US_ASCII);
                                    stage.out.message(Tag.DELETED, name);
                                }
                            })
                    .fault();
        }
    }
}
