package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import lockstep.run.Out;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nodes that somebody took out, before a real HAProxy that reloads.
@Timeout(90)
class ForgottenDrainTest extends ConsoleSuite {
    private final Instant longAgo = Instant.now().minus(Duration.ofMinutes(200));

    private static Leave drain(String why, Optional<Instant> until) {
        return new Leave(Way.DRAIN, Leave.Floor.KEPT, "", why, until);
    }

    @Test
    void whoTookANodeOutIsSeenByTheNextConsoleWithItsAge() throws Exception {
        OpenCluster first = consoles.ready("ann@desk", longAgo);
        first.takeOut("web2", drain("new kernel", Optional.of(longAgo.plus(Duration.ofHours(2)))));
        OpenCluster second = consoles.open("bob@desk", Instant.now());
        Out out = second.pools().outs().getFirst();
        assertThat(out.text(Instant.now()))
                .isEqualTo(
                        "web2 has been out for 3 h 20 min, taken out by ann@desk (new kernel); it"
                                + " was to be back 1 h 20 min ago");
        assertThat(out.isOverdue(Instant.now())).isTrue();
        assertThat(out.isOfARunningRun()).isFalse();
        second.putBack("web2");
        consoles.awaitUp(second);
        assertThat(first.pools().outs()).isEmpty();
        assertThat(first.pools().warnings()).isEmpty();
    }

    @Test
    void aNodeThatNobodyHereTookOutHasTheAgeThatItsBalancerKnows() throws Exception {
        consoles.haproxy.tell("set server shop/web3 state maint");
        Out out = next().pools().outs().getFirst();
        assertThat(out.text(Instant.now()))
                .matches("web3 has been out for \\d+ s; who took it out is not recorded here");
    }

    @Test
    void aReloadThatPutsANodeBackIsNoticedByAConsoleThatDidNotTakeItOut() throws Exception {
        OpenCluster first = consoles.ready("ann@desk", longAgo);
        first.takeOut("web2", drain("", Optional.empty()));
        consoles.haproxy.reload();
        OpenCluster second = consoles.open("bob@desk", Instant.now());
        List<String> warnings = second.pools().warnings();
        assertThat(warnings)
                .singleElement()
                .asString()
                .matches(
                        "web2 was taken out by ann@desk on \\S+ at \\S+ and is in again \\(lb1/shop/web2"
                                + " is [A-Z]+, lb1/api/web2 is [A-Z]+\\), though nobody .*");
        assertThat(second.pools().outs()).isEmpty();
        second.takeOut("web2", drain("", Optional.empty()));
        assertThat(second.pools().warnings()).isEmpty();
    }

    @Test
    void everyOrderIsInTheJournalAndNoneThatWasNotGiven() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", longAgo);
        console.takeOut("web2", drain("why not", Optional.empty()));
        console.putBack("web2");
        try (Journal journal =
                Journal.open(consoles.journal(), Author.of(Map.of()), InstantSource.system())) {
            assertThat(journal.last("shop", 100))
                    .extracting(e -> e.kind() + " " + e.node() + " " + e.what())
                    .containsExactly(
                            "OUT web2 DRAIN",
                            "ORDER lb1 set server shop/web2 state drain",
                            "ORDER lb1 set server api/web2 state drain",
                            "BACK web2 ",
                            "ORDER lb1 set server shop/web2 state ready",
                            "ORDER lb1 set server api/web2 state ready");
            assertThat(journal.last("shop", 100)).extracting(Entry::who).containsOnly("ann@desk");
            assertThat(journal.damage()).isEmpty();
        }
    }

    /// What cannot be written down is done and told, and a lost drain is noticed all the same.
    @Test
    void withoutAJournalNothingStandsStillAndThatIsSaid() throws Exception {
        Author ann = new Author("ann@desk", Program.here("desk"));
        Journal broken = Journal.open(consoles.journal(), ann, InstantSource.system());
        OpenCluster console = consoles.open(broken);
        consoles.awaitUp(console);
        broken.close();
        console.takeOut("web2", drain("", Optional.empty()));
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2");
        assertThat(console.pools().warnings())
                .singleElement()
                .asString()
                .contains("The journal could not be written");
        consoles.haproxy.reload();
        assertThat(console.pools().warnings())
                .anyMatch(warning -> warning.startsWith("lb1 reloaded: web2's drain was lost"));
    }

    /// That a balancer does not answer puts nobody back.
    @Test
    void aNodeThatIsOutIsToldWhileItsBalancerIsDown() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", longAgo);
        console.takeOut("web2", drain("disk", Optional.empty()));
        consoles.haproxy.kill();
        assertThat(console.pools().failures()).containsOnlyKeys("lb1");
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2");
        assertThat(console.pools().outs().getFirst().text(Instant.now())).contains("disk");
    }

    @Test
    void whatWasRefusedIsNotRecordedAsOut() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", longAgo);
        console.takeOut("web2", drain("", Optional.empty()));
        console.takeOut("web3", drain("", Optional.empty()));
        assertThatThrownBy(() -> console.takeOut("web1", drain("", Optional.empty())))
                .isInstanceOf(FaultException.class);
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2", "web3");
        assertThat(console.pools().warnings()).isEmpty();
    }

    @Tag("long")
    @Test
    void whatIsLeftAtTheLimitIsCutOrSentElsewhereAndNotBefore() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(
                            HttpRequest.newBuilder(consoles.haproxy.url("/slow")).build(),
                            HttpResponse.BodyHandlers.ofString());
            String node =
                    Objects.requireNonNull(consoles.slowOnes.poll(10, TimeUnit.SECONDS)).name();
            console.takeOut(node, drain("", Optional.empty()));
            List<Boolean> reloaded = new ArrayList<>();
            long began = System.nanoTime();
            Patience patience = new Patience(Duration.ofSeconds(3), AtLimit.END_SESSIONS);
            String note =
                    console.awaitZero(
                            node,
                            patience,
                            _ -> {
                                if (reloaded.isEmpty()) {
                                    reloaded.add(true);
                                    consoles.haproxy.tell(
                                            "set server shop/" + node + " state ready");
                                }
                            },
                            new Cancel());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(patience.limit());
            assertThat(note).contains("no session left", "its drain was lost meanwhile");
            assertThat(
                            slow.handle((answer, _) -> answer == null ? 0 : answer.statusCode())
                                    .get(5, TimeUnit.SECONDS))
                    .isNotEqualTo(200);
        }
    }

    @Test
    void aWaitEndsWhenAnotherConsolePutsTheNodeBack() throws Exception {
        OpenCluster waiting = next();
        OpenCluster other = consoles.open("bob@desk", Instant.now());
        consoles.awaitUp(waiting);
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(
                            HttpRequest.newBuilder(consoles.haproxy.url("/slow")).build(),
                            HttpResponse.BodyHandlers.ofString());
            WebNode node = Objects.requireNonNull(consoles.slowOnes.poll(10, TimeUnit.SECONDS));
            waiting.takeOut(node.name(), drain("", Optional.empty()));
            Patience patience = new Patience(Duration.ofSeconds(30), AtLimit.MAINTENANCE);
            assertThatThrownBy(
                            () ->
                                    waiting.awaitZero(
                                            node.name(),
                                            patience,
                                            _ -> putBackOnce(other, node.name()),
                                            new Cancel()))
                    .hasMessageContaining("It is not out of the pool");
            assertThat(waiting.pools().outs()).isEmpty();
            node.release();
            assertThat(slow.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private static void putBackOnce(OpenCluster console, String node) {
        try {
            if (!console.pools().outs().isEmpty()) {
                console.putBack(node);
            }
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }
}
