package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import lockstep.journal.Absence;

/// A node that is out of its pools, or was when its balancers last answered, and what is known of
/// that. Nothing puts it back but a person
/// or the run that took it out.
///
/// @param absence who took it out, as far as this user's journal knows
/// @param since how long its balancers have seen it as it is, where they know
public record Out(String node, Optional<Absence> absence, Optional<Duration> since) {
    /// Whether a run that goes on has it out, and will put it back.
    public boolean isOfARunningRun() {
        return is(Absence.Part.OF_A_RUNNING_RUN);
    }

    /// How long it has been out; empty when nobody knows.
    public Optional<Duration> age(Instant now) {
        return absence.isPresent() ? Optional.of(Duration.between(absence.get().at(), now)) : since;
    }

    /// Whether it was to be back by now.
    public boolean isOverdue(Instant now) {
        return absence.flatMap(Absence::until).filter(until -> until.isBefore(now)).isPresent();
    }

    /// Whether somebody should see to it: it was to be back, or the run that was to put it back did
    /// not end.
    public boolean isForgotten(Instant now) {
        return is(Absence.Part.OF_A_BROKEN_RUN) || isOverdue(now);
    }

    private boolean is(Absence.Part part) {
        return absence.isPresent() && absence.get().part() == part;
    }

    /// All of it as a sentence without its full stop.
    public String text(Instant now) {
        StringBuilder text = new StringBuilder(node);
        text.append(age(now).map(age -> " has been out for " + Ages.text(age)).orElse(" is out"));
        if (absence.isEmpty()) {
            return text.append("; who took it out is not recorded here").toString();
        }
        Absence known = absence.get();
        text.append(", taken out by ").append(known.who());
        text.append(
                switch (known.part()) {
                    case OF_NOTHING -> "";
                    case OF_A_RUNNING_RUN -> " for a run that goes on";
                    case OF_A_BROKEN_RUN -> " for a run that did not end";
                    case OF_A_RUN_ELSEWHERE -> " for a run on another machine";
                });
        if (!known.why().isEmpty()) {
            text.append(" (").append(known.why()).append(')');
        }
        known.until()
                .ifPresent(
                        until ->
                                text.append(
                                        until.isBefore(now)
                                                ? "; it was to be back "
                                                        + Ages.ago(Duration.between(until, now))
                                                : "; it is to be back in "
                                                        + Ages.text(Duration.between(now, until))));
        return text.toString();
    }
}
