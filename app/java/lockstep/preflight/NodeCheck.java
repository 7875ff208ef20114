package lockstep.preflight;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.Command;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;

/// The conversations with one node: its rsync's greeting, one script, and one in the place for
/// Lockstep's own files.
final class NodeCheck {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TABLE = "/etc/fstab";
    private static final int NOT_FOUND = 127;

    /// Looks whether [StateDirectory] could be made, without making it.
    private static final NodeScript OWN_FILES =
            NodeScript.quick(
                    """
                    if [ -e "$state" ] || [ -h "$state" ]; then
                        known
                    elif [ -e "$beside" ] || [ -h "$beside" ]; then
                        ours "$beside" || end foreign
                    elif [ ! -w "${top%/*}/" ] || [ ! -x "${top%/*}/" ]; then
                        echo "${top%/*}/ cannot be written" >&2
                        end refused
                    fi
                    end fine
                    """);

    private final Endpoint endpoint;
    private final Optional<Work.Target> target;
    private final InstantSource clock;
    private final Cancel cancel;
    private final List<Finding> found = new ArrayList<>();

    /// @param target empty for the reference
    NodeCheck(Endpoint endpoint, Optional<Work.Target> target, InstantSource clock, Cancel cancel) {
        this.endpoint = endpoint;
        this.target = target;
        this.clock = clock;
        this.cancel = cancel;
    }

    /// What a node's checks came to.
    ///
    /// @param ability of its rsync; empty where that was not told
    /// @param skew of its clock; empty where that was not told
    record Checked(
            String node,
            Optional<Rsync.Ability> ability,
            Optional<Skew> skew,
            List<Finding> findings) {}

    /// @throws FaultException `Cancelled`
    Checked check(Work.OwnFiles ownFiles) throws FaultException {
        Optional<Rsync.Ability> ability = Optional.empty();
        Optional<Skew> skew = Optional.empty();
        try {
            ability = Optional.of(Rsync.ability(endpoint, cancel));
        } catch (FaultException e) {
            refuseCancelled(e);
            found.add(notReady(e.fault()));
            if (isReach(e.fault())) {
                return new Checked(endpoint.name(), ability, skew, found);
            }
        }
        skew = look();
        if (ownFiles == Work.OwnFiles.KEPT && target.isPresent()) {
            ownFiles();
        }
        return new Checked(endpoint.name(), ability, skew, found);
    }

    private Optional<Skew> look() throws FaultException {
        Question question = Question.of(target);
        Instant sent = clock.instant();
        try {
            Command.Reply reply =
                    new Command(endpoint.host(), LIMIT)
                            .run(argv(), question.input(), Answer.MOST, cancel);
            Instant came = clock.instant();
            Optional<Answer> answer = Answer.of(reply.bytes());
            if (answer.isEmpty()) {
                unchecked(unanswered(reply));
                return Optional.empty();
            }
            judge(new Sight(endpoint, target, question, answer.get()));
            return Optional.of(Skew.of(sent, came, answer.get()));
        } catch (FaultException e) {
            refuseCancelled(e);
            unchecked(e.fault());
            return Optional.empty();
        }
    }

    private List<String> argv() {
        List<String> argv = new ArrayList<>();
        if (endpoint.sudo()) {
            argv.addAll(List.of("sudo", "-n"));
        }
        String enough = Integer.toString(WriteJudge.ENOUGH);
        argv.addAll(List.of("sh", "-c", Script.TEXT, "lockstep", endpoint.root(), TABLE, enough));
        return argv;
    }

    private void judge(Sight sight) {
        found.addAll(RootJudge.of(sight));
        found.addAll(WriteJudge.of(sight));
        found.addAll(OwnerJudge.of(sight));
        found.addAll(SpaceJudge.of(sight));
    }

    private Fault unanswered(Command.Reply reply) {
        String shell = endpoint.sudo() ? "sudo -n sh" : "sh";
        if (reply.status() == NOT_FOUND) {
            return new Fault.ProgramMissing(endpoint.name(), endpoint.sudo() ? "sudo" : "sh");
        }
        String said =
                reply.errors().isBlank()
                        ? Visible.text(new String(reply.bytes(), StandardCharsets.UTF_8), 200)
                        : reply.errors();
        return new Fault.ProgramFailed(endpoint.name(), shell, reply.status(), said);
    }

    /// Without an answer nothing is known of the root, and that is nothing to write to.
    private void unchecked(Fault why) {
        Kind kind = isSudo(why) ? Kind.SUDO : isReach(why) ? Kind.REACH : Kind.ROOT;
        found.add(
                Finding.unchecked(
                        Weight.BLOCKS, kind, "Root, rights, owners, space and clock", why));
    }

    private void ownFiles() throws FaultException {
        try {
            new StateDirectory(endpoint).run(OWN_FILES, List.of(), _ -> {}, cancel);
        } catch (FaultException e) {
            refuseCancelled(e);
            switch (e.fault()) {
                case Fault.GuardTripped _, Fault.DiskFull _ ->
                        found.add(Finding.blocking(Kind.OWN_FILES, e.fault()));
                default -> {
                    boolean told = found.stream().anyMatch(f -> f.weight() == Weight.BLOCKS);
                    if (!told) {
                        found.add(
                                Finding.unchecked(
                                        Weight.BLOCKS,
                                        Kind.OWN_FILES,
                                        "The place for snapshots and the lock",
                                        e.fault()));
                    }
                }
            }
        }
    }

    private Finding notReady(Fault fault) {
        if (isSudo(fault)) {
            return new Finding(
                    endpoint.name(),
                    Weight.BLOCKS,
                    Kind.SUDO,
                    "rsync cannot be run through sudo there: " + fault.what(),
                    "Allow the user that logs in to run it without a password (NOPASSWD in"
                            + " sudoers), or set sudo to false for this node.");
        }
        return Finding.blocking(isReach(fault) ? Kind.REACH : Kind.RSYNC, fault);
    }

    private boolean isSudo(Fault fault) {
        return endpoint.sudo()
                && (fault instanceof Fault.ProgramFailed failed && failed.output().contains("sudo")
                        || fault instanceof Fault.ProgramMissing missing
                                && missing.program().equals("sudo"));
    }

    private static boolean isReach(Fault fault) {
        return switch (fault) {
            case Fault.Unreachable _,
                    Fault.HostKeyUnknown _,
                    Fault.HostKeyChanged _,
                    Fault.AuthenticationFailed _,
                    Fault.UnsafeArgument _,
                    Fault.TimedOut _,
                    Fault.LinkLost _ ->
                    true;
            default -> false;
        };
    }

    private static void refuseCancelled(FaultException e) throws FaultException {
        if (e.fault() instanceof Fault.Cancelled) {
            throw e;
        }
    }
}
