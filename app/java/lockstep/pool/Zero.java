package lockstep.pool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// The wish that nobody uses a node any more.
///
/// @param limit how long to wait where a balancer cannot count sessions
record Zero(String node, Duration limit) implements Watch.Wish {
    @Override
    public String missing(List<Member> members, Duration waited) throws FaultException {
        requireOut(members);
        String silent =
                members.stream()
                        .filter(m -> m.state() == State.UNKNOWN)
                        .map(m -> m.place() + " (" + m.reason() + ")")
                        .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            return "nobody knows about " + silent;
        }
        String busy =
                members.stream()
                        .filter(Zero::busy)
                        .map(Zero::told)
                        .collect(Collectors.joining(", "));
        if (!busy.isEmpty()) {
            return busy;
        }
        boolean patient = waited.compareTo(limit) >= 0;
        return patient || unknown(members).isEmpty()
                ? ""
                : "sessions that cannot be counted on " + unknown(members);
    }

    @Override
    public Fault late(String missing, Duration late) {
        return new Fault.GuardTripped(
                node,
                "Still in use after " + late.toSeconds() + " s: " + missing + ".",
                "Wait longer, or take it out by maintenance; sessions that are bound to it by"
                        + " cookie or never end by themselves stay until then.");
    }

    /// What a wait for it found, in words.
    String note(Watch.Seen seen) {
        if (seen.members().isEmpty()) {
            return "in no pool";
        }
        String unknown = unknown(seen.members());
        String took = seen.took().toSeconds() + " s";
        String found =
                unknown.isEmpty()
                        ? "no session left after " + took
                        : "sessions cannot be counted on " + unknown + ": waited " + took;
        return found + bound(seen.members());
    }

    /// Bound clients are no sessions, but they may begin one.
    private static String bound(List<Member> members) {
        return members.stream()
                .filter(m -> m.load().bound().orElse(0) > 0)
                .map(
                        m -> {
                            int clients = m.load().bound().getAsInt();
                            return "; "
                                    + counted(clients, "client")
                                    + (clients == 1 ? " is" : " are")
                                    + " bound to "
                                    + m.place()
                                    + " and may come back";
                        })
                .collect(Collectors.joining());
    }

    private void requireOut(List<Member> members) throws FaultException {
        String back =
                members.stream()
                        .filter(m -> m.state().isIn())
                        .map(m -> m.place() + " is " + m.state())
                        .collect(Collectors.joining(", "));
        if (!back.isEmpty()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            node,
                            "It is not out of the pool: " + back + ".",
                            "Drain it again; a reload of the balancer erases a drain."));
        }
    }

    private static boolean busy(Member member) {
        return member.sessions().orElse(0) > 0 || member.queued().orElse(0) > 0;
    }

    private static String told(Member member) {
        int queued = member.queued().orElse(0);
        return counted(member.sessions().orElse(0), "session")
                + (queued > 0 ? " and " + counted(queued, "queued request") : "")
                + " on "
                + member.place();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String unknown(List<Member> members) {
        return members.stream()
                .filter(m -> m.sessions().isEmpty() && m.state() != State.ABSENT)
                .map(Member::place)
                .collect(Collectors.joining(", "));
    }
}
