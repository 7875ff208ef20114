package lockstep.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.ShellWords;
import lockstep.rsync.Endpoint;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;

/// The lock of one node. Every method raises what [StateDirectory#run] does.
public final class NodeLock {
    private static final int TRIES = 5;
    private static final int MOST_LINES = 8;
    private static final int MOST_MARKS = 20;
    private static final Pattern HELD =
            Pattern.compile("([0-9a-f]{32}) (-|\\d{1,12}) (-|\\d{1,12})");

    private final StateDirectory place;

    public NodeLock(Endpoint endpoint) {
        this.place = new StateDirectory(endpoint);
    }

    /// What is seen on a node.
    ///
    /// @param holder of its lock; empty when it is free
    /// @param marks of runs that have left the node unproven
    public record Look(Optional<Holder> holder, List<Mark> marks) {}

    /// Who holds it; empty when it is free.
    public Optional<Holder> inspect() throws FaultException {
        return look().holder();
    }

    /// Who holds it, and what runs have left.
    public Look look() throws FaultException {
        List<String> lines = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        End end =
                place.run(
                        LockScript.INSPECT,
                        List.of(),
                        line -> heard(new String(line, StandardCharsets.UTF_8), lines, marks),
                        new Cancel());
        if (end.word().equals("free") || end.word().equals(End.NONE)) {
            return new Look(Optional.empty(), marks);
        }
        Matcher held = HELD.matcher(end.rest());
        if (!end.word().equals("held") || !held.matches()) {
            throw damaged(end);
        }
        Holder holder =
                new Holder(held.group(1), Claim.read(lines), silence(held.group(2), held.group(3)));
        return new Look(Optional.of(holder), marks);
    }

    private static void heard(String line, List<String> lines, List<Mark> marks) {
        if (line.startsWith(":") && lines.size() < MOST_LINES) {
            lines.add(line.substring(1));
        } else if (line.startsWith("+") && marks.size() < MOST_MARKS) {
            String[] words = line.substring(1).split(" ", 2);
            marks.add(
                    new Mark(
                            Visible.text(words[0], 40),
                            Visible.text(words[words.length - 1], 200)));
        }
    }

    private static Optional<Duration> silence(String at, String now) {
        if (at.equals("-") || now.equals("-")) {
            return Optional.empty();
        }
        long seconds = Math.max(0, Long.parseLong(now) - Long.parseLong(at));
        return Optional.of(Duration.ofSeconds(seconds));
    }

    /// Removes what a run has left: a person answers for the node.
    public void unmark(Mark mark) throws FaultException {
        run(LockScript.UNMARK, new Proof(Proof.Word.UNKNOWN, mark.run()).run());
    }

    /// Takes the lock away from a holder that was seen, and from no other. Whoever it was notices
    /// with the next sign of life.
    ///
    /// @param proof what is known of the node: mostly that it may be half done
    /// @throws FaultException `GuardTripped` when it is not held as it was seen any more
    public void breakOpen(Holder seen, Proof proof) throws FaultException {
        End end = released(seen.token(), proof);
        if (!end.word().equals("released")) {
            throw guard(
                    "The lock is not held any more as it was seen.",
                    "Nothing was changed. Look again who holds it.");
        }
    }

    /// Gives back what an earlier program of the same run holds. Idempotent.
    public void giveBack(Holder seen, Proof proof) throws FaultException {
        released(seen.token(), proof);
    }

    /// @param settled what is known of the node when its lock is the one that a run has left; empty
    ///     while that run may need it
    /// @return what is known of the node if the lock is given back before anything was done; empty
    ///     when it was the same run's, with which it stays
    /// @throws FaultException `GuardTripped` when another run holds it. The lock is not held then,
    ///     unless it was the same run's
    Optional<Proof> take(String token, Claim claim, Function<String, Optional<Proof>> settled)
            throws FaultException {
        Optional<Proof> nothingNew = Optional.of(new Proof(Proof.Word.UNKNOWN, ""));
        for (int i = 0; i < TRIES; i++) {
            if (taken(token, "free", claim, nothingNew)) {
                return nothingNew;
            }
            Optional<Holder> holder = inspect();
            if (holder.isEmpty()) {
                continue; // given back meanwhile
            }
            String run = holder.get().claim().map(Claim::run).orElse("");
            boolean same = run.equals(claim.run());
            Optional<Proof> left = same || run.isEmpty() ? Optional.empty() : settled.apply(run);
            if (!same && left.isEmpty()) {
                throw heldBy(holder.get());
            }
            if (holder.get().token().equals(token) // the same node by another name
                    || taken(token, "held." + holder.get().token(), claim, left)) {
                return left;
            }
        }
        throw guard(
                "Its lock changes hands all the time.",
                "Look who else works on this cluster, and try again.");
    }

    /// @param back as the result of [#take]: a line that breaks may have carried the order
    private boolean taken(String token, String from, Claim claim, Optional<Proof> back)
            throws FaultException {
        try {
            End end = run(LockScript.TAKE, token, from, claim.text());
            return switch (end.word()) {
                case "taken" -> true;
                case "lost" -> false;
                default -> throw damaged(end);
            };
        } catch (FaultException e) {
            back.ifPresent(proof -> giveBack(token, proof, e));
            throw e;
        }
    }

    /// As [#release], since the taking of the locks has failed.
    void giveBack(String token, Proof proof, FaultException why) {
        try {
            release(token, proof);
        } catch (FaultException e) {
            why.addSuppressed(e);
        }
    }

    private FaultException heldBy(Holder holder) {
        String run =
                holder.claim().map(claim -> " " + ShellWords.line(List.of(claim.run()))).orElse("");
        return guard(
                holder.sentence(),
                "Wait until it has ended. When that console is gone, take the run up again with"
                        + " \"lockstep resume FILE"
                        + run
                        + "\", or break the lock if you know that nobody works there:"
                        + " \"lockstep resume FILE\" with --break-lock=HOLDER.");
    }

    String node() {
        return place.node();
    }

    /// A sign of life.
    ///
    /// @throws FaultException `GuardTripped` when it is not held under that token any more
    void refresh(String token) throws FaultException {
        if (!run(LockScript.REFRESH, token).word().equals("held")) {
            throw guard(
                    "The lock was broken or taken over.",
                    "Nothing more may be done here: look who holds it now.");
        }
    }

    /// Gives it back if it is held under that token. Idempotent.
    ///
    /// @param proof what is known of the node then
    void release(String token, Proof proof) throws FaultException {
        released(token, proof);
    }

    private End released(String token, Proof proof) throws FaultException {
        return run(LockScript.RELEASE, token, proof.word().name(), proof.run());
    }

    private End run(NodeScript script, String... arguments) throws FaultException {
        return place.run(script, List.of(arguments), _ -> {}, new Cancel());
    }

    private FaultException damaged(End end) {
        String said = Visible.text((end.rest() + " " + end.errors()).strip(), 300);
        return guard(
                "Its lock cannot be read or written"
                        + (said.isEmpty() ? "." : " (" + end.word() + ": " + said + ")."),
                "When nobody works on the cluster, remove the directory lock from .lockstep beside"
                        + " its root.");
    }

    private FaultException guard(String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(place.node(), what, remedy));
    }
}
