package lockstep.cli;

import lockstep.fault.Fault;

/// How a command ends, for the scripts that call it. The numbers are a promise.
public enum ExitCode {
    DONE(0, "done; for drift and sync: every node is identical"),
    DRIFT(1, "the nodes differ"),
    PARTIAL(2, "some of the work was done, not all: see the messages"),
    REFUSED(3, "a guard refused before anything was changed"),
    USAGE(4, "the command line or the cluster file is wrong"),
    FAILED(5, "it could not be done");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /// What the program's caller sees.
    public int number() {
        return number;
    }

    /// One line for the help text.
    public String meaning() {
        return meaning;
    }

    /// The code of a command that a fault ended.
    public static ExitCode of(Fault fault) {
        return switch (fault) {
            case Fault.GuardTripped _, Fault.CapacityTooLow _, Fault.PlanOutdated _ -> REFUSED;
            case Fault.FileInvalid _, Fault.UnsafeArgument _ -> USAGE;
            case Fault.Partial _ -> PARTIAL;
            case Fault.Unreachable _,
                    Fault.HostKeyUnknown _,
                    Fault.HostKeyChanged _,
                    Fault.AuthenticationFailed _,
                    Fault.ProgramMissing _,
                    Fault.RsyncTooOld _,
                    Fault.ProtocolBroken _,
                    Fault.ListTooLarge _,
                    Fault.LimitReached _,
                    Fault.NothingInCommon _,
                    Fault.TimedOut _,
                    Fault.LinkLost _,
                    Fault.ProgramFailed _,
                    Fault.RootMissing _,
                    Fault.Unreadable _,
                    Fault.DiskFull _,
                    Fault.BalancerUnreachable _,
                    Fault.BalancerRefused _,
                    Fault.Cancelled _ ->
                    FAILED;
        };
    }
}
