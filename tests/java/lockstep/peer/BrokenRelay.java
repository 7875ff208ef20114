package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.peer.FrailHost.Point;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Outcome;
import lockstep.rsync.RelayEvents;
import lockstep.rsync.Request;
import lockstep.rsync.Request.Content;
import lockstep.rsync.Request.Deletion;
import lockstep.rsync.Request.Recursion;
import lockstep.rsync.Rsync;

/// A relay that something happens to, and what must hold after it whatever happened: whole files,
/// a true word about how it ended, nothing left running, and a second run that finishes the job.
final class BrokenRelay {
    /// How much later than its limit a relay may end on a busy machine, in seconds.
    private static final long PATIENCE = 40;

    /// What a relay is asked for.
    enum Manner {
        WHOLE,
        INCREMENTAL,
        SELECTION
    }

    /// One of the relay's two ends.
    enum Leg {
        SOURCE,
        TARGET
    }

    /// Something that happens.
    ///
    /// @param silence how long a peer may say nothing
    record Trouble(Leg leg, Point point, Manner manner, Duration silence) {
        @Override
        public String toString() {
            return manner
                    + " relay, "
                    + leg
                    + " "
                    + point.failure()
                    + " after "
                    + point.after()
                    + " bytes "
                    + point.way();
        }
    }

    /// How a relay ended: one of the two is there.
    record Ending(Optional<Outcome> outcome, Optional<Fault> fault) {}

    final TroubledTrees trees;
    final Marked from;
    final Marked to;

    BrokenRelay(Path directory, TroubledTrees trees) throws IOException {
        this(trees, Marked.local("web1", directory), Marked.local("web2", directory));
    }

    BrokenRelay(TroubledTrees trees, Marked from, Marked to) {
        this.trees = trees;
        this.from = from;
        this.to = to;
    }

    Request request(Manner manner, Duration silence) {
        Request all = Request.of(List.of()).with(Content.BY_DIGEST).silentFor(silence);
        return switch (manner) {
            case WHOLE -> all.with(Deletion.EXTRAS);
            case INCREMENTAL -> all.with(Deletion.EXTRAS).with(Recursion.INCREMENTAL);
            case SELECTION -> all.only(trees.chosen());
        };
    }

    /// Runs it without trouble.
    Outcome clean(Manner manner) throws Exception {
        Ending ending = relay(from, to, request(manner, Duration.ofSeconds(20)), new Cancel());
        assertThat(ending.fault()).isEmpty();
        Outcome outcome = ending.outcome().orElseThrow();
        assertThat(outcome.complete()).as(outcome.toString()).isTrue();
        assertThat(differences(manner)).isEmpty();
        return outcome;
    }

    Ending relay(Host source, Host target, Request request, Cancel stop) throws Exception {
        return relay(source, target, request, stop, new RelayEvents() {});
    }

    Ending relay(Host source, Host target, Request request, Cancel stop, RelayEvents events)
            throws Exception {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        ending.complete(
                                                held(source, target, request, stop, events));
                                    } catch (Throwable e) {
                                        ending.completeExceptionally(e);
                                    }
                                });
        try {
            return ending.get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError hangs = new AssertionError("the relay did not end", e);
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        } catch (ExecutionException e) {
            throw new AssertionError("no fault but " + e.getCause(), e.getCause());
        }
    }

    private Ending held(
            Host source, Host target, Request request, Cancel stop, RelayEvents events) {
        try {
            return new Ending(
                    Optional.of(
                            Rsync.relay(
                                    new Endpoint(source, trees.source.toString(), false),
                                    new Endpoint(target, trees.target.toString(), false),
                                    request,
                                    events,
                                    stop)),
                    Optional.empty());
        } catch (FaultException e) {
            return new Ending(Optional.empty(), Optional.of(e.fault()));
        }
    }

    /// Lets it happen, and holds the end against what must be. Gives how the first run ended.
    ///
    /// @param killed whether a program gets a signal, and so may not tidy up: one that comes right
    ///     after a temporary file was made leaves that file
    Ending suffer(Trouble trouble, boolean killed, Runnable action) throws Exception {
        return suffer(trouble, killed, new Cancel(), action);
    }

    /// As [#suffer(Trouble, boolean, Runnable)], under a cancel that the action may set.
    Ending suffer(Trouble trouble, Cancel cancel, Runnable action) throws Exception {
        return suffer(trouble, true, cancel, action);
    }

    private Ending suffer(Trouble trouble, boolean killed, Cancel cancel, Runnable action)
            throws Exception {
        trees.reset();
        boolean atSource = trouble.leg() == Leg.SOURCE;
        FrailHost frail = new FrailHost(atSource ? from : to, trouble.point(), action);
        Ending ending =
                relay(
                        atSource ? frail : from,
                        atSource ? to : frail,
                        request(trouble.manner(), trouble.silence()),
                        cancel);
        nothingRuns();
        assertThat(frail.reached() || ending.outcome().isPresent())
                .as("it ends early for that cause alone: %s", ending)
                .isTrue();
        trees.assertWhole(killed);
        ending.outcome().ifPresent(outcome -> assertTrue(outcome, trouble.manner()));
        if (killed) {
            trees.removeTemporaries();
        }
        Outcome again = finish(trouble.manner());
        assertThat(again.complete()).as("the second run: %s", again).isTrue();
        return ending;
    }

    /// The root itself cannot be chosen.
    private String differences(Manner manner) {
        String all = trees.differences();
        return manner == Manner.SELECTION ? all.replaceAll("\\.d\\S+ \\./\n", "") : all;
    }

    /// Never complete when the trees differ.
    void assertTrue(Outcome outcome, Manner manner) {
        String differences = differences(manner);
        assertThat(outcome.complete() && !differences.isEmpty())
                .as("%s, and yet %s", outcome, differences)
                .isFalse();
    }

    /// Runs it again without trouble: the job must be done then.
    Outcome finish(Manner manner) throws Exception {
        Ending second = relay(from, to, request(manner, Duration.ofSeconds(20)), new Cancel());
        assertThat(second.fault()).as("the second run").isEmpty();
        nothingRuns();
        assertThat(differences(manner)).isEmpty();
        return second.outcome().orElseThrow();
    }

    void nothingRuns() throws InterruptedException {
        from.assertAllEnded();
        to.assertAllEnded();
    }
}
