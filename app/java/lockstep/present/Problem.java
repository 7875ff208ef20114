package lockstep.present;

import java.io.PrintWriter;
import java.io.StringWriter;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// Something that went wrong, ready to be shown: where, what happened, what to do, and the raw
/// details for the fold.
public record Problem(String where, String what, String remedy, String details) {
    /// A fault of the world.
    public static Problem of(Fault fault) {
        return new Problem(fault.where(), fault.what(), fault.remedy(), fault.toString());
    }

    /// Whatever was thrown while the program worked. What is no fault of the world is ours, and
    /// says so.
    public static Problem of(Throwable thrown) {
        if (thrown instanceof FaultException e) {
            Fault fault = e.fault();
            return new Problem(fault.where(), fault.what(), fault.remedy(), trace(thrown));
        }
        return new Problem(
                Strings.text("problem.ours.where"),
                Strings.text("problem.ours.what", Visible.text(String.valueOf(thrown))),
                Strings.text("problem.ours.remedy"),
                trace(thrown));
    }

    /// Everything in one text, for the clipboard.
    public String asText() {
        return where + ": " + what + "\n" + remedy + "\n\n" + details;
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
