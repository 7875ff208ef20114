package lockstep.options;

import lockstep.fault.Visible;

/// A command line that is not carried out, and the status that rsync would end with: 1 where it
/// is wrong, 2 where no rsync speaks the protocol it names, 4 where it asks for something that is
/// not supported, 11 where a file of it can't be read.
public final class OptionError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private OptionError(int status, String message) {
        super(Visible.text(message));
        this.status = status;
    }

    static OptionError syntax(String message) {
        return new OptionError(ExitStatus.SYNTAX, message);
    }

    static OptionError protocol(String message) {
        return new OptionError(ExitStatus.PROTOCOL, message);
    }

    static OptionError unsupported(String what, String why) {
        return new OptionError(ExitStatus.UNSUPPORTED, what + " is not supported: " + why);
    }

    static OptionError file(String message) {
        return new OptionError(ExitStatus.FILE_IO, message);
    }

    /// How the process ends.
    public int status() {
        return status;
    }
}
