package lockstep.present;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// What an operator saves from the window, in UTF-8. Any thread; blocks.
final class SavedText {
    private SavedText() {}

    /// What is saved.
    @FunctionalInterface
    interface Text {
        void writeTo(Writer out) throws IOException;
    }

    /// Writes a file, in the place of what was there.
    ///
    /// @throws FaultException `GuardTripped` when the disk refuses; what is there then is no whole
    ///     file
    static Path write(Path file, Text text) throws FaultException {
        try (Writer out = Files.newBufferedWriter(file)) {
            text.writeTo(out);
            out.flush();
            return file;
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            Visible.text(file.toString()),
                            Strings.text("unsaved", Visible.text(e.toString())),
                            Strings.text("unsaved.remedy")),
                    e);
        }
    }
}
