package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.token.Compression;
import lockstep.wire.Bytes;

/// A relay between two played rsyncs. Both are honest until the list has gone over; then each
/// does what the test says, and what the target hears after the list is kept.
final class Duet {
    /// What one side does once the list has gone over.
    @FunctionalInterface
    interface Act {
        void go(Stage stage) throws IOException;
    }

    private final Bytes list;
    private final CompletableFuture<byte[]> heard = new CompletableFuture<>();
    private final CompletableFuture<List<String>> told = new CompletableFuture<>();
    private final CompletableFuture<List<String>> toldSource = new CompletableFuture<>();
    private final CompletableFuture<byte[]> answered = new CompletableFuture<>();
    private Request request = Request.of(List.of()).silentFor(Duration.ofSeconds(10));
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private int flags = Stage.WHOLE;
    private int sourceStatus;
    private Optional<Compression> compression = Optional.empty();
    private Optional<Roots> roots = Optional.empty();
    private Act source = _ -> {};
    private Act target = _ -> {};
    private RelayEvents events = new RelayEvents() {};
    private final Actor from = new Actor("web1", this::playSource);
    private Actor to = new Actor("web2", this::playTarget);

    /// @param list what the source sends first; it may be a lie already
    Duet(Bytes list) {
        this.list = list;
    }

    static Duet incremental(Bytes list) {
        Duet duet = new Duet(list);
        duet.flags = Stage.INCREMENTAL;
        duet.request = duet.request.with(Request.Recursion.INCREMENTAL);
        return duet;
    }

    Duet asking(java.util.function.UnaryOperator<Request> change) {
        request = change.apply(request);
        return this;
    }

    /// Binds the relay to a plan, and plays a target that tells this when it is looked at.
    ///
    /// @param there what it tells of chosen paths
    /// @param going what it tells of directories that go; the look that asks for everything below
    ///     says so in its letters
    Duet bound(Approved plan, Bytes there, Bytes going) {
        request = request.with(content(plan)).only(plan);
        to.looking(stage -> playLook(stage, there, going));
        return this;
    }

    private static Request.Content content(Approved plan) {
        return plan.isByContent() ? Request.Content.BY_DIGEST : Request.Content.BY_METADATA;
    }

    /// What the target does where it is looked at.
    Duet lookedAt(Actor.Part part) {
        to.looking(part);
        return this;
    }

    private int playLook(Stage stage, Bytes there, Bytes going) throws IOException {
        boolean below = stage.greet(flags).stream().anyMatch(w -> w.matches("-logDtpR.*r.*"));
        stage.rules();
        if (request.selection().isPresent()) {
            stage.words();
        }
        stage.say(below ? going : there);
        stage.leave();
        return 0;
    }

    /// As if both ends had been told the options of these traits too.
    Duet with(Trait... more) {
        traits.addAll(List.of(more));
        return this;
    }

    /// Leaves capabilities of rsync 3.5.0 out, by their bits.
    Duet without(int capabilities) {
        flags &= ~capabilities;
        return this;
    }

    /// With `-z` for both, and content packed so.
    Duet packed(Compression how) {
        compression = Optional.of(how);
        return this;
    }

    /// With names in the list held against these.
    Duet roots(Roots asked) {
        roots = Optional.of(asked);
        return this;
    }

    Duet source(Act act) {
        source = act;
        return this;
    }

    Duet target(Act act) {
        target = act;
        return this;
    }

    Duet telling(RelayEvents to) {
        events = to;
        return this;
    }

    /// The source's exit status, where it comes to its end.
    Duet sourceEndsWith(int status) {
        sourceStatus = status;
        return this;
    }

    /// How often the source was started.
    int sourceStarts() {
        return from.commands().size();
    }

    /// What the target prints on its standard error.
    Duet targetComplains(String text) {
        to = new Actor("web2", this::playTarget, text);
        return this;
    }

    private int playSource(Stage stage) throws IOException {
        try {
            stage.greet(flags);
            stage.rules();
            if (request.selection().isPresent()) {
                stage.words();
            }
            stage.say(list);
            source.go(stage);
            stage.hearOut();
            return sourceStatus;
        } finally {
            answered.complete(stage.heard());
            toldSource.complete(stage.messages());
        }
    }

    private int playTarget(Stage stage) throws IOException {
        try {
            stage.greet(flags);
            if (request.deletion() == Request.Deletion.EXTRAS) {
                stage.rules();
            }
            stage.hear(list.bytes().length);
            target.go(stage);
            stage.hearOut();
            return 0;
        } finally {
            heard.complete(stage.heard());
            told.complete(stage.messages());
        }
    }

    Outcome play() throws FaultException {
        Endpoint source = new Endpoint(from, "/srv/www", false);
        Endpoint target = new Endpoint(to, "/srv/www", false);
        if (request.approved().isPresent()) {
            return Rsync.relay(source, target, request, events, new Cancel());
        }
        Script plain = Requested.relay(source, target, request);
        Script script = compression.map(how -> packed(plain, how)).orElse(plain);
        return Rsync.relay(extended(script), events, new Cancel());
    }

    private Script extended(Script script) {
        Script.Manner manner = script.manner();
        Set<Trait> all = new HashSet<>(manner.traits());
        all.addAll(traits);
        return new Script(
                script.source(),
                script.target(),
                new Script.Manner(
                        all,
                        manner.rules(),
                        manner.targetRules(),
                        manner.names(),
                        manner.choice(),
                        manner.limits(),
                        manner.compression(),
                        roots,
                        manner.digest()));
    }

    private static Script packed(Script plain, Compression how) {
        Script.Manner manner = plain.manner();
        Set<Trait> traits = new HashSet<>(manner.traits());
        traits.add(Trait.COMPRESSED);
        return new Script(
                packed(plain.source()),
                packed(plain.target()),
                new Script.Manner(
                        traits,
                        manner.rules(),
                        manner.names(),
                        manner.choice(),
                        manner.limits(),
                        Optional.of(how)));
    }

    private static End packed(End end) {
        List<String> options = new ArrayList<>(end.options());
        options.add("-z");
        return new End(end.host(), end.program(), options, end.paths(), end.root());
    }

    /// Plays to the end of a conversation in which the target asks this and the source answers
    /// that, and nothing else: all of it must reach the other side.
    void goesThrough(Bytes asked, Bytes answered) throws Exception {
        Bytes ends = new Bytes().u8(0, 0, 0);
        Bytes thanks = new Bytes().u8(0, 0, 0, 0, 0);
        Bytes statistics = new Bytes();
        for (int i = 0; i < 5; i++) {
            statistics.varlong(1, 3);
        }
        target(
                stage -> {
                    stage.say(asked);
                    stage.say(thanks);
                    stage.hear(answered.bytes().length + 4);
                    stage.end();
                });
        source(
                stage -> {
                    stage.hear(asked.bytes().length + thanks.bytes().length);
                    stage.say(answered);
                    stage.say(ends);
                    stage.say(statistics.u8(0));
                    stage.end();
                });
        assertThat(play().complete()).isTrue();
        Bytes wanted = new Bytes().raw(asked.bytes()).raw(thanks.bytes());
        assertThat(heardBySource()).isEqualTo(wanted.bytes());
        Bytes all = new Bytes().raw(list.bytes()).raw(answered.bytes()).raw(ends.bytes()).u8(0);
        assertThat(heardByTarget()).isEqualTo(all.bytes());
    }

    /// Plays to the fault that must come of it; both links must be closed then.
    Fault fault() {
        FaultException e = catchThrowableOfType(FaultException.class, this::play);
        assertThat(e).as("a fault").isNotNull();
        assertThat(from.isClosed()).as("the source's link is closed").isTrue();
        assertThat(to.isClosed()).as("the target's link is closed").isTrue();
        return e.fault();
    }

    /// As [#fault], which must say that `node` broke the protocol, and how.
    void isBrokenBy(String node, String how) {
        Fault fault = fault();
        assertThat(fault).isInstanceOf(Fault.ProtocolBroken.class);
        assertThat(fault.where()).isEqualTo(node);
        assertThat(fault.what()).contains(how);
    }

    /// As [#fault], which must say that `node` sends more than a limit of ours lets grow, and how.
    void isBeyondLimit(String node, String how) {
        Fault fault = fault();
        assertThat(fault).isInstanceOf(Fault.LimitReached.class);
        assertThat(fault.remedy()).startsWith("Leave files that grow");
        assertThat(fault.where()).isEqualTo(node);
        assertThat(fault.what()).contains(how);
    }

    /// The target heard the beginning of these judged bytes and nothing else: what was still in a
    /// buffer when the lie was found out stays there.
    void targetHeardAtMost(byte[] judged) throws Exception {
        byte[] heard = heardByTarget();
        int n = Math.min(judged.length, heard.length);
        assertThat(heard).isEqualTo(java.util.Arrays.copyOf(judged, n));
    }

    /// What the source heard after the list was said.
    byte[] heardBySource() throws Exception {
        return answered.get(5, TimeUnit.SECONDS);
    }

    /// What the target heard, from the list on; empty when not even that came.
    byte[] heardByTarget() throws Exception {
        return heard.get(5, TimeUnit.SECONDS);
    }

    /// The messages that the source was sent, see [Stage#messages].
    List<String> toldSource() throws Exception {
        return toldSource.get(5, TimeUnit.SECONDS);
    }

    /// The messages that the target was sent, see [Stage#messages].
    List<String> toldTarget() throws Exception {
        return told.get(5, TimeUnit.SECONDS);
    }
}
