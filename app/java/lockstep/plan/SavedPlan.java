package lockstep.plan;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// A plan in a file: text that a person can read, and that binds to all that the plan was made
/// from.
///
/// ```text
/// lockstep plan 1
/// cluster "shop"
/// by content xxh128                      (or: by size, time and attributes)
/// rule "- /cache/"                       (one line each)
/// reference "web1"
///   address "deploy@web1.example.org"
///   root "/srv/shop"                     (or: sudo root, where the work is done as root)
/// targets 1
/// target "web2"                          (one each, likewise)
/// on "web2" 1                            (each target, with how many rows)
/// update chosen 1234 "css/a style.css"   (chosen or left-out; bytes as in Plan.Row)
///   because "other content"
///   source file 0644 33=www-data 33=www-data 2026-11-23T01:02:03.000000004Z 1234 DIGEST
///   target file 0644 33=www-data 33=www-data 2026-11-20T01:02:03.000000004Z 1200 DIGEST
///   together create 0, update 1, attributes 0, delete 0, left out 0; at most 1234 bytes to send
/// sha256 DIGEST                          (of all lines above)
/// ```
///
/// Texts are as [Visible] shows them, which is lossless. The digest stands for everything that the
/// plan means, and for nothing else: the same plan of the same world has the same. It tells that a
/// file was changed, not who wrote it. Written and read row by row, whatever their number.
public final class SavedPlan {
    private final Path file;
    private final PlanHeader header;
    private final String digest;

    private SavedPlan(Path file, PlanHeader header, String digest) {
        this.file = file;
        this.header = header;
        this.digest = digest;
    }

    /// Gets the rows in the order of the file.
    @FunctionalInterface
    public interface Rows {
        /// @param target the place of the row's node in [PlanHeader#targets]
        void row(int target, SavedRow row) throws FaultException;
    }

    /// Writes a plan, or leaves what was there. A row counts as chosen where carrying the plan out
    /// would do it, see [Deletions#chosen].
    ///
    /// @return the digest, in hexadecimal
    /// @throws FaultException `FileInvalid` when it cannot be written
    public static String write(Path file, PlanHeader header, Plan plan) throws FaultException {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path fresh = Files.createTempFile(directory, ".plan-", ".tmp");
            try {
                String digest = PlanWriter.write(fresh, header, plan);
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                return digest;
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw unusable(file, "it cannot be written", e);
        }
    }

    /// Reads a file to its end and checks all of it.
    ///
    /// @throws FaultException `FileInvalid` when it is no plan, not whole, or was changed
    public static SavedPlan open(Path file) throws FaultException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            PlanReader reader = new PlanReader(new PlanLines(in, shown(file)));
            PlanHeader header = reader.head();
            return new SavedPlan(file, header, reader.rows((_, _) -> {}));
        } catch (IOException e) {
            throw unusable(file, "it cannot be read", e);
        }
    }

    public PlanHeader header() {
        return header;
    }

    /// Stands for all that the plan means, in hexadecimal.
    public String digest() {
        return digest;
    }

    /// What messages call it.
    public String name() {
        return shown(file);
    }

    /// Reads the rows again. Only after this has returned are they what was opened.
    ///
    /// @throws FaultException `FileInvalid` when the file is not what was opened any more;
    ///     whatever `to` throws
    public void rows(Rows to) throws FaultException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            PlanReader reader = new PlanReader(new PlanLines(in, shown(file)));
            if (!reader.head().equals(header) || !reader.rows(to).equals(digest)) {
                throw new FaultException(
                        PlanLines.invalid(shown(file), 0, "it was changed while it was read"));
            }
        } catch (IOException e) {
            throw unusable(file, "it cannot be read", e);
        }
    }

    private static String shown(Path file) {
        return Visible.text(file.toString());
    }

    private static FaultException unusable(Path file, String what, IOException e) {
        String why =
                e.getClass().getSimpleName() + " " + Visible.text(String.valueOf(e.getMessage()));
        return new FaultException(
                new Fault.FileInvalid(shown(file), 0, 0, what + " (" + why + ")."), e);
    }
}
