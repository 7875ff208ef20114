package lockstep.pool;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// One server of one backend, as HAProxy's two tables tell it, and what that means.
///
/// The operational state and the admin flags decide; the status word of `show stat` only tells
/// apart what the numbers do not. The flags are decimal in the dump (a client that reads them as
/// hexadecimal takes a changed name for maintenance).
///
/// @param id its number in its backend, which stick tables hold
/// @param operation 0 stopped, 1 slow start, 2 running, 3 stopping after a 404
/// @param flags the admin flags
/// @param status the word of `show stat`, such as `UP 1/3` or `no check`
/// @param check outcome of the last check, such as `L7OK 200 Layer7 check passed`, or that of the
///     server whose checks it follows
/// @param tracks `backend/server` whose checks it follows; may be empty
/// @param throttle percentage of its weight in a slow start; may be empty
/// @param load without clients that are bound to it
/// @param cookie the value by which clients are bound to it; may be empty
record HaproxyServer(
        String backend,
        String name,
        int id,
        int operation,
        int flags,
        Weight weight,
        Role role,
        String status,
        String check,
        String tracks,
        String throttle,
        Agent agent,
        Load load,
        Connections connections,
        String cookie,
        Duration sinceChange,
        String address,
        String raw) {
    private static final int STOPPED = 0;
    private static final int SLOW_START = 1;
    private static final int RUNNING = 2;
    static final int STOPPING = 3;

    static final int FORCED_MAINT = 1;
    static final int INHERITED_MAINT = 2;
    static final int CONFIGURED_MAINT = 4;
    static final int FORCED_DRAIN = 8;
    static final int INHERITED_DRAIN = 16;
    static final int RESOLUTION_MAINT = 32;
    static final int NAME_CHANGED = 64;
    static final int KNOWN = 127;

    /// What was configured `disabled` keeps 4 for ever, also after `ready`: 4 alone is not out.
    private static final int MAINT = FORCED_MAINT | INHERITED_MAINT | RESOLUTION_MAINT;

    private static final int DRAIN = FORCED_DRAIN | INHERITED_DRAIN;

    private static final Pattern PROBATION = Pattern.compile("UP \\d+/\\d+");

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

    /// @param now what counts
    /// @param configured what 100 % is
    record Weight(int now, int configured) {}

    /// Connections from the balancer to the server.
    ///
    /// @param used by requests
    /// @param idle kept open for the next request
    record Connections(OptionalInt used, OptionalInt idle) {}

    /// `backend/server`.
    String place() {
        return backend + "/" + name;
    }

    /// A weight that was taken away counts as an order, whatever the checks find.
    State state() {
        if (has(MAINT)) {
            return State.MAINT;
        }
        if (has(DRAIN) || weight.now() == 0) {
            return State.DRAIN;
        }
        return switch (operation) {
            case STOPPED -> State.DOWN;
            case SLOW_START -> State.STARTING;
            case STOPPING -> State.STOPPING;
            default -> onProbation() ? State.STARTING : State.UP;
        };
    }

    /// Just back, or beginning to fail, or assumed up by a process that has not checked it yet.
    private boolean onProbation() {
        return PROBATION.matcher(status).matches() || healthNow() == Member.Health.UNKNOWN;
    }

    /// Whether it takes new requests, now or, as a backup, when all others are gone.
    boolean usable() {
        return operation == RUNNING && weight.now() > 0 && !has(MAINT | DRAIN);
    }

    boolean stopped() {
        return operation == STOPPED;
    }

    boolean starting() {
        return operation == SLOW_START;
    }

    /// Whether nobody checks it.
    boolean unchecked() {
        return status.equals("no check");
    }

    /// Whether an order is carried out already. Maintenance is stronger than every other way out.
    boolean obeys(HaproxyOrder order) {
        return switch (order) {
            case DRAIN -> has(FORCED_DRAIN | MAINT);
            case MAINT -> has(FORCED_MAINT);
            case WEIGHTLESS -> weight.now() == 0 || has(MAINT);
            case READY -> !has(MAINT | DRAIN) && weight.now() > 0;
        };
    }

    Member.Health healthNow() {
        if (has(MAINT)) {
            return Member.Health.UNKNOWN;
        }
        if (unchecked()) {
            return Member.Health.UNCHECKED;
        }
        if (stopped()) {
            return Member.Health.FAILED;
        }
        return PASSED.matcher(check).find() ? Member.Health.PASSED : Member.Health.UNKNOWN;
    }

    /// Why the state is what it is, in words, made visible.
    String reason() {
        return new HaproxyReason(this).words();
    }

    /// The same server, also used by what other processes carry.
    HaproxyServer with(Load load) {
        return new HaproxyServer(
                backend,
                name,
                id,
                operation,
                flags,
                weight,
                role,
                status,
                check,
                tracks,
                throttle,
                agent,
                load,
                connections,
                cookie,
                sinceChange,
                address,
                raw);
    }

    boolean has(int mask) {
        return (flags & mask) != 0;
    }
}
