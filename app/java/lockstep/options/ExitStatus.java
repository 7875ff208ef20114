package lockstep.options;

import lockstep.fault.Fault;
import lockstep.rsync.Outcome;

/// How a process ends, in rsync's numbers.
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int SYNTAX = 1;
    public static final int PROTOCOL = 2;
    public static final int FILES = 3;
    public static final int UNSUPPORTED = 4;
    public static final int FILE_IO = 11;
    public static final int STREAM = 12;
    public static final int MESSAGES = 13;
    public static final int CANCELLED = 20;
    public static final int MEMORY = 22;
    public static final int PARTIAL = 23;
    public static final int VANISHED = 24;
    public static final int DELETE_LIMIT = 25;
    public static final int TIMEOUT = 30;
    public static final int NO_PROGRAM = 127;
    public static final int NO_CONNECTION = 255;

    private ExitStatus() {}

    /// Of a relay that got to its end: what is worst of what either end says.
    public static int of(Outcome outcome) {
        int source = outcome.sourceStatus();
        int target = outcome.targetStatus();
        for (int status : new int[] {PARTIAL, VANISHED, DELETE_LIMIT}) {
            if (source == status || target == status) {
                return status;
            }
        }
        return outcome.complete() ? DONE : PARTIAL;
    }

    /// Of a relay, or a connection, that a fault ended.
    public static int of(Fault fault) {
        return switch (fault) {
            case Fault.Unreachable _,
                    Fault.HostKeyUnknown _,
                    Fault.HostKeyChanged _,
                    Fault.AuthenticationFailed _ ->
                    NO_CONNECTION;
            case Fault.ProgramMissing _ -> NO_PROGRAM;
            case Fault.ProgramFailed failed ->
                    failed.status() > 0 && failed.status() < 256 ? failed.status() : STREAM;
            case Fault.RsyncTooOld _ -> PROTOCOL;
            case Fault.ProtocolBroken _, Fault.LinkLost _ -> STREAM;
            case Fault.NothingInCommon _ -> UNSUPPORTED;
            case Fault.ListTooLarge _, Fault.LimitReached _ -> MEMORY;
            case Fault.TimedOut _ -> TIMEOUT;
            case Fault.RootMissing _, Fault.Unreadable _, Fault.Partial _ -> PARTIAL;
            case Fault.DiskFull _ -> FILE_IO;
            case Fault.FileInvalid _, Fault.UnsafeArgument _ -> SYNTAX;
            case Fault.Cancelled _ -> CANCELLED;
            case Fault.GuardTripped _,
                    Fault.PlanOutdated _,
                    Fault.CapacityTooLow _,
                    Fault.BalancerRefused _,
                    Fault.BalancerUnreachable _ ->
                    FILES;
        };
    }
}
