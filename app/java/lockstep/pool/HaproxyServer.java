package lockstep.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lockstep.fault.Visible;

/// One server of one backend, as HAProxy's two tables tell it, and what that means.
///
/// The operational state and the admin flags decide; the status word of `show stat` only tells
/// apart what the numbers do not. The flags are decimal in the dump (a client that reads them as
/// hexadecimal takes a changed name for maintenance).
///
/// @param operation 0 stopped, 1 slow start, 2 running, 3 stopping after a 404
/// @param flags the admin flags
/// @param status the word of `show stat`, such as `UP 1/3` or `no check`
/// @param check outcome of the last check, such as `L7OK 200 Layer7 check passed`
/// @param tracks `backend/server` whose checks it follows; may be empty
/// @param throttle percentage of its weight in a slow start; may be empty
record HaproxyServer(
        String backend,
        String name,
        int operation,
        int flags,
        int weight,
        Role role,
        String status,
        String check,
        String tracks,
        String throttle,
        Agent agent,
        Load load,
        Duration sinceChange,
        String address,
        String raw) {
    private static final int STOPPED = 0;
    private static final int SLOW_START = 1;
    private static final int RUNNING = 2;
    static final int STOPPING = 3;

    private static final int FORCED_MAINT = 1;
    private static final int INHERITED_MAINT = 2;
    private static final int CONFIGURED_MAINT = 4;
    private static final int FORCED_DRAIN = 8;
    private static final int INHERITED_DRAIN = 16;
    private static final int RESOLUTION_MAINT = 32;
    private static final int NAME_CHANGED = 64;
    private static final int KNOWN = 127;

    /// What was configured `disabled` keeps 4 for ever, also after `ready`: 4 alone is not out.
    private static final int MAINT = FORCED_MAINT | INHERITED_MAINT | RESOLUTION_MAINT;

    private static final int DRAIN = FORCED_DRAIN | INHERITED_DRAIN;

    private static final Pattern PROBATION = Pattern.compile("UP \\d+/\\d+");
    private static final Pattern RISING = Pattern.compile("DOWN \\d+/\\d+");

    /// Outcomes of checks that passed, on layers 4, 6 and 7 or by a program.
    private static final Pattern PASSED = Pattern.compile("^(L4OK|L6OK|L7OK|L7OKC|PROCOK)\\b");

    /// Whether it takes part in normal times or only when all others are gone.
    enum Role {
        ACTIVE,
        BACKUP
    }

    /// Whether an agent check can change the state by itself.
    enum Agent {
        NONE,
        ACTIVE
    }

    State state() {
        if (has(MAINT)) {
            return State.MAINT;
        }
        if (has(DRAIN)) {
            return State.DRAIN;
        }
        return switch (operation) {
            case STOPPED -> State.DOWN;
            case SLOW_START -> State.STARTING;
            case STOPPING -> State.STOPPING;
            default -> running();
        };
    }

    private State running() {
        if (weight == 0) {
            return State.DRAIN;
        }
        return onProbation() ? State.STARTING : State.UP;
    }

    /// Just back, or beginning to fail, or assumed up by a process that has not checked it yet.
    private boolean onProbation() {
        return PROBATION.matcher(status).matches() || check.startsWith("INI");
    }

    /// Whether it counts as capacity of its backend.
    boolean usable() {
        return operation == RUNNING && weight > 0 && !has(MAINT | DRAIN) && role == Role.ACTIVE;
    }

    boolean ordered(HaproxyOrder order) {
        return switch (order) {
            case DRAIN -> has(FORCED_DRAIN) || has(MAINT);
            case MAINT -> has(FORCED_MAINT);
            case READY -> !has(MAINT | DRAIN);
        };
    }

    /// Why the state is what it is, in words, made visible.
    String reason() {
        List<String> words = new ArrayList<>();
        switch (state()) {
            case MAINT -> maintenance(words);
            case DRAIN -> draining(words);
            case STARTING -> words.add(probation());
            case STOPPING -> words.add("its check answers 404: it asked to end");
            case DOWN -> words.add(health());
            case UP, ABSENT, UNKNOWN -> words.add(health());
        }
        if (role == Role.BACKUP) {
            words.add("backup server");
        }
        if (agent == Agent.ACTIVE) {
            words.add("its agent check can change this by itself");
        }
        if (has(NAME_CHANGED)) {
            words.add("its name was changed at run time");
        }
        if (has(~KNOWN)) {
            words.add("unknown admin flags " + (flags & ~KNOWN));
        }
        return Visible.text(String.join("; ", words), 400);
    }

    Member.Health healthNow() {
        if (has(MAINT)) {
            return Member.Health.UNKNOWN;
        }
        if (status.equals("no check")) {
            return Member.Health.UNCHECKED;
        }
        if (operation == STOPPED) {
            return Member.Health.FAILED;
        }
        boolean passed = PASSED.matcher(check).find() || !tracks.isEmpty();
        return passed ? Member.Health.PASSED : Member.Health.UNKNOWN;
    }

    private void maintenance(List<String> words) {
        if (has(FORCED_MAINT)) {
            words.add(
                    has(CONFIGURED_MAINT)
                            ? "disabled in the balancer's configuration"
                            : "told to be in maintenance");
        }
        if (has(INHERITED_MAINT)) {
            words.add("in maintenance with " + tracked());
        }
        if (has(RESOLUTION_MAINT)) {
            words.add("its name does not resolve");
        }
    }

    private void draining(List<String> words) {
        if (has(FORCED_DRAIN)) {
            words.add("told to drain");
        }
        if (has(INHERITED_DRAIN)) {
            words.add("drained with " + tracked());
        }
        if (weight == 0) {
            words.add("its weight is 0");
        }
        words.add(health());
    }

    private String probation() {
        if (operation == SLOW_START) {
            return "slow start"
                    + (throttle.isEmpty() ? "" : " at " + throttle + " %")
                    + "; "
                    + health();
        }
        return status + ": its checks have not all passed; " + health();
    }

    private String health() {
        if (!tracks.isEmpty()) {
            return "follows the checks of " + tracks;
        }
        if (status.equals("no check")) {
            return "no check: its health is unknown to the balancer";
        }
        String told = check.isEmpty() ? "no check result yet" : check;
        if (operation != STOPPED) {
            return told;
        }
        return RISING.matcher(status).matches()
                ? status + ": its checks pass again, not yet often enough"
                : "its checks fail (" + told + ")";
    }

    private String tracked() {
        return tracks.isEmpty() ? "the server it tracks" : tracks;
    }

    private boolean has(int mask) {
        return (flags & mask) != 0;
    }
}
