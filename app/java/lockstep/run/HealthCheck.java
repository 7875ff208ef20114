package lockstep.run;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Durations;
import lockstep.fleet.Health;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.fleet.Placeholders;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Http;
import lockstep.link.Link;

/// Asks a node whether it serves, until so many answers in a row were good.
final class HealthCheck {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SHOWN = 200;

    private final Health health;
    private final Host workstation;
    private final LongSupplier nanoTime;

    /// @param nanoTime nanoseconds from any fixed moment, as [System#nanoTime]
    HealthCheck(Health health, Host workstation, LongSupplier nanoTime) {
        this.health = health;
        this.workstation = workstation;
        this.nanoTime = nanoTime;
    }

    /// One answer, or that there was none.
    ///
    /// @param text in words, such as `status 503: "starting"`; made visible, without a full stop
    record Answer(boolean good, String text) {}

    /// @param asked all questions
    /// @param failed those that had no good answer
    /// @param took from the first question to the last answer
    record Result(int asked, int failed, Duration took) {}

    /// Asks until the node is proven to be healthy.
    ///
    /// @param host the node
    /// @param each hears every answer, also those before a fault; on the calling thread
    /// @throws FaultException `GuardTripped` with the last answer when the limit has passed;
    ///     `Cancelled`, at once; what no patience mends, such as a host key that has changed
    Result run(Node node, Host host, Consumer<Answer> each, Cancel cancel) throws FaultException {
        long start = nanoTime.getAsLong();
        CountDownLatch cancelled = new CountDownLatch(1);
        int asked = 0;
        int failed = 0;
        int inARow = 0;
        try (var _ = cancel.onSet(cancelled::countDown)) {
            while (true) {
                Answer answer = ask(node, host, cancel);
                asked++;
                failed += answer.good() ? 0 : 1;
                inARow = answer.good() ? inARow + 1 : 0;
                each.accept(answer);
                Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
                Result result = new Result(asked, failed, took);
                if (inARow >= health.times()) {
                    return result;
                }
                if (took.plus(health.every()).compareTo(health.limit()) > 0) {
                    throw new FaultException(unhealthy(node, result, answer));
                }
                pause(cancelled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(node.name()), e);
        }
    }

    /// A single answer, good or bad.
    ///
    /// @throws FaultException as [#run], but not for a bad answer
    Answer once(Node node, Host host, Cancel cancel) throws FaultException {
        return ask(node, host, cancel);
    }

    private void pause(CountDownLatch cancelled) throws InterruptedException {
        if (cancelled.await(health.every().toNanos(), TimeUnit.NANOSECONDS)) {
            return; // the next question raises it
        }
    }

    private Answer ask(Node node, Host host, Cancel cancel) throws FaultException {
        Host from = health.from() == Machine.NODE ? host : workstation;
        try {
            return switch (health.question()) {
                case Health.Http http -> http(http, node, from, cancel);
                case Health.Tcp tcp -> tcp(tcp, node, from, cancel);
                case Health.Command command -> command(command, node, from, cancel);
            };
        } catch (TimeoutException _) {
            return new Answer(false, "no answer within " + Durations.text(health.timeout()));
        } catch (FaultException e) {
            return switch (e.fault()) {
                case Fault.LinkLost lost -> new Answer(false, lost.detail());
                case Fault.Unreachable away -> new Answer(false, away.reason());
                case Fault.TimedOut late -> new Answer(false, late.what().replaceAll("\\.$", ""));
                default -> throw e;
            };
        }
    }

    private Answer http(Health.Http question, Node node, Host from, Cancel cancel)
            throws FaultException, TimeoutException {
        Http http = new Http(from, health.timeout());
        URI url = URI.create(url(question, node));
        Http.Reply reply =
                Aside.await(node.name(), health.timeout(), cancel, () -> http.get(url), _ -> {});
        int status = reply.status();
        boolean expected =
                question.status().map(s -> s == status).orElse(status >= 200 && status < 400);
        String text = "status " + status;
        if (expected && question.contains().isEmpty()) {
            return new Answer(true, text);
        }
        if (expected) {
            String wanted = question.contains().get();
            boolean there = reply.body().contains(wanted);
            text += (there ? " with \"" : " without \"") + Visible.text(wanted, SHOWN) + '"';
            if (there) {
                return new Answer(true, text);
            }
        }
        return new Answer(false, text + ": \"" + Visible.text(reply.body().strip(), SHOWN) + '"');
    }

    private Answer tcp(Health.Tcp question, Node node, Host from, Cancel cancel)
            throws FaultException, TimeoutException {
        String address = address(node);
        Aside.await(
                        node.name(),
                        health.timeout(),
                        cancel,
                        () -> from.tcp(address, question.port()),
                        Link::close)
                .close();
        return new Answer(true, "accepted");
    }

    private Answer command(Health.Command question, Node node, Host from, Cancel cancel)
            throws FaultException {
        OperatorCommand.End end =
                new OperatorCommand(health.from(), from, health.timeout())
                        .run(words(question, node), cancel);
        return new Answer(end.isGood(), end.text());
    }

    private String asked(Node node) {
        String what =
                switch (health.question()) {
                    case Health.Http http -> "GET " + url(http, node);
                    case Health.Tcp tcp ->
                            "a connection to port " + tcp.port() + " of " + address(node);
                    case Health.Command command ->
                            "\"" + String.join(" ", words(command, node)) + '"';
                };
        return Visible.text(what, 2 * SHOWN) + ", asked from the " + health.from().word();
    }

    private String address(Node node) {
        return health.from() == Machine.NODE ? LOOPBACK : node.host();
    }

    private static String url(Health.Http http, Node node) {
        return Placeholders.fill(
                http.url(), Map.of("node", node.name(), "address", node.hostInUrl()));
    }

    private static List<String> words(Health.Command command, Node node) {
        return Placeholders.fill(
                command.words(), Map.of("node", node.name(), "address", node.host()));
    }

    private Fault unhealthy(Node node, Result result, Answer last) {
        int good = result.asked() - result.failed();
        return new Fault.GuardTripped(
                node.name(),
                "It is not healthy after %d s: %s had %d good of %d answers, never %d in a row; the last was %s."
                        .formatted(
                                result.took().toSeconds(),
                                asked(node),
                                good,
                                result.asked(),
                                health.times(),
                                last.text()),
                "Look into the service's own log on the node, mend the cause and resume the run.");
    }
}
