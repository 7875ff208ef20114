package lockstep.fleet;

import java.nio.file.Path;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// A change of a cluster file before it is written: everything in the file but what was asked for
/// stays as the operator wrote it. Immutable.
///
/// @param before the text that the file holds
/// @param after the text that it is to hold
/// @param cluster what that says
public record Revision(Path file, String before, String after, Cluster cluster) {
    /// Reads the file and works out its new text. Writes nothing.
    ///
    /// @param opened what the file is thought to say
    /// @param wanted what it is to say; sound
    /// @throws FaultException `GuardTripped` when it says something else now, or cannot be changed
    ///     in part; `FileInvalid` as [ClusterFile#read]
    public static Revision of(Path file, Cluster opened, Cluster wanted) throws FaultException {
        String text = ClusterFile.text(file);
        String shown = Visible.text(file.toString(), 300);
        if (!ClusterReader.read(text, shown).equals(opened)) {
            throw changed(shown);
        }
        return new Revision(file, text, ClusterEdit.of(text, wanted, shown), wanted);
    }

    /// Writes it in one step: after any failure the old file is whole.
    ///
    /// @throws FaultException `GuardTripped` when the file is not as it was read, or the disk
    ///     refuses
    public void write() throws FaultException {
        if (!ClusterFile.text(file).equals(before)) {
            throw changed(Visible.text(file.toString(), 300));
        }
        ClusterFile.write(after, file);
    }

    private static FaultException changed(String file) {
        return new FaultException(
                new Fault.GuardTripped(
                        file,
                        "The file was changed since it was opened here.",
                        "Nothing was written. Open it again, then change it."));
    }
}
