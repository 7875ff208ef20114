package lockstep.run;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.fleet.Durations;
import lockstep.fleet.Machine;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;

/// Runs commands of the operator's to their end or to their limit. They read nothing; what they
/// write is read however much it is, and the last of it kept.
///
/// At its limit and when the operator cancels a command is ended: here with all that it started
/// and is still its child, on a node likewise, also when the line is lost. What runs there through
/// `sudo` cannot be ended by a user that is not root.
///
/// @param on what `host` is
/// @param limit for a command's start, and again from there to its end
record OperatorCommand(Machine on, Host host, Duration limit) {
    private static final int KEPT = 1_000;
    private static final int BLOCK = 8_192;
    private static final int NO_PROGRAM = 127;

    /// What a command wrote before its end may still be on its way. Longer than this takes only
    /// what a child of it holds open, which may be a service that is to stay.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /// sshd hangs up on no program of root's, and on none that does not listen. So a shell there
    /// waits for the end of its own input, which is the end of the channel, and ends the program
    /// then: politely first, and with its children where `setsid` made them a group.
    private static final String LIFELINE =
            "exec 3<&0; own=; command -v setsid >/dev/null && own=setsid;"
                    + " $own \"$@\" </dev/null 3<&- & job=$!;"
                    + " end() { kill -s $1 -- -$job || kill -s $1 $job; };"
                    + " { read -r _ <&3; end TERM; sleep 2; end KILL; } >/dev/null 2>&1 &"
                    + " wait $job; status=$?; { kill $!; exit $status; } 2>/dev/null";

    /// What came of a command.
    ///
    /// @param status as [Link#awaitExit]; empty when it was ended at its limit
    /// @param said the end of its output and of its errors, in words; may be empty
    record End(OptionalInt status, String said, Duration limit) {
        boolean isGood() {
            return status.isPresent() && status.getAsInt() == 0;
        }

        /// How it ended and what it said, in words that follow its name; without a full stop.
        String text() {
            String how =
                    status.isEmpty()
                            ? "did not end within " + Durations.text(limit) + " and was stopped"
                            : "ended with status " + status.getAsInt();
            String hint =
                    status.orElse(0) == NO_PROGRAM ? ", as where there is no such program" : "";
            return how + hint + (said.isEmpty() ? "" : ": " + said);
        }
    }

    /// @throws FaultException `Cancelled`, at once; what the host raises
    End run(List<String> argv, Cancel cancel) throws FaultException {
        Tail output = new Tail(KEPT);
        Tail errors = new Tail(KEPT);
        OptionalInt status = OptionalInt.empty();
        try (Link link =
                Aside.await(
                        host.name(), limit, cancel, () -> host.run(started(argv)), Link::close)) {
            CompletableFuture<Void> read =
                    CompletableFuture.allOf(
                            reading(link.in(), output), reading(link.err(), errors));
            if (on == Machine.WORKSTATION) {
                saysNothing(link);
            }
            Duration later = limit.plus(ON_ITS_WAY); // so that the other limit counts
            status =
                    OptionalInt.of(
                            Aside.await(
                                    host.name(),
                                    limit,
                                    cancel,
                                    () -> link.awaitExit(later),
                                    _ -> {}));
            awaitRest(read, cancel);
        } catch (TimeoutException _) {
            status = OptionalInt.empty();
        }
        cancel.check(host.name());
        return new End(status, said(output, errors), limit);
    }

    private List<String> started(List<String> argv) {
        if (on == Machine.WORKSTATION) {
            return argv;
        }
        List<String> line = new ArrayList<>(List.of("sh", "-c", LIFELINE, "sh"));
        line.addAll(argv);
        return line;
    }

    private static void saysNothing(Link link) {
        try {
            link.out().close();
        } catch (IOException _) {
            return; // it has ended without reading; its status tells
        }
    }

    private static CompletableFuture<Void> reading(InputStream in, Tail tail) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("output")
                .start(
                        () -> {
                            byte[] block = new byte[BLOCK];
                            try (in) {
                                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                                    tail.write(block, n);
                                }
                            } catch (IOException _) {
                                return; // hung up on, or the line is lost, which its status tells
                            } finally {
                                end.complete(null);
                            }
                        });
        return end;
    }

    private static void awaitRest(CompletableFuture<Void> read, Cancel cancel) {
        try (var _ = cancel.onSet(() -> read.complete(null))) {
            read.get(ON_ITS_WAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return; // what is not here by now is nobody's
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String said(Tail output, Tail errors) {
        String out = output.visible();
        String err = errors.visible();
        return Stream.of(
                        out.isEmpty() ? "" : "\"" + out + '"',
                        err.isEmpty() ? "" : "on standard error \"" + err + '"')
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
