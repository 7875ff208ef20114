package lockstep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// The cluster file on the operator's disk: TOML in UTF-8. [#example] is its documentation.
public final class ClusterFile {
    /// The largest file that is read, in bytes; thousands of nodes fit.
    public static final int MAX_BYTES = 1 << 20;

    private ClusterFile() {}

    /// Reads a cluster strictly: an unknown key, a wrong type, a missing value, a name used twice
    /// or a value outside its grammar refuses the file. The result has no
    /// [Cluster#problems]. A root that ends with one `/` is read without it.
    ///
    /// @throws FaultException `FileInvalid` at the first finding, its reason telling up to nine
    ///     more with their lines; line 0 when the file itself cannot be read
    public static Cluster read(Path file) throws FaultException {
        return ClusterReader.read(text(file), shown(file));
    }

    /// @throws FaultException `FileInvalid` of line 0 when the file cannot be read
    static String text(Path file) throws FaultException {
        try {
            return decoded(file);
        } catch (CharacterCodingException e) {
            throw unusable(file, "The file is not UTF-8 text.", e);
        } catch (NoSuchFileException e) {
            throw unusable(file, "The file does not exist.", e);
        } catch (AccessDeniedException e) {
            throw unusable(file, "The file may not be read by you.", e);
        } catch (IOException e) {
            throw unusable(file, "The file cannot be read: " + reason(e) + ".", e);
        }
    }

    /// Writes a cluster as text for people, with a comment to each part; [#read] gives an equal
    /// cluster back. The file is replaced in one step: after any failure the old one is whole.
    /// Comments that the operator had put into the old file are not carried over.
    ///
    /// @throws IllegalArgumentException when the cluster has [Cluster#problems]
    /// @throws FaultException `GuardTripped` when the disk refuses
    public static void write(Cluster cluster, Path file) throws FaultException {
        if (!cluster.problems().isEmpty()) {
            throw new IllegalArgumentException("unsound cluster: " + cluster.problems());
        }
        write(ClusterText.of(cluster), file);
    }

    /// Writes a text in one step.
    ///
    /// @throws FaultException `GuardTripped` when the disk refuses
    static void write(String text, Path file) throws FaultException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), bytes);
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            shown(file),
                            "The cluster file could not be written: " + reason(e) + ".",
                            "What was there before is unchanged; check the directory's rights and"
                                    + " free space."),
                    e);
        }
    }

    /// A commented cluster file that shows every key. It is valid, its hosts do not exist.
    public static String example() {
        try (InputStream in = ClusterFile.class.getResourceAsStream("example.toml")) {
            if (in == null) {
                throw new IllegalStateException("example.toml is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("example.toml in the program is unreadable", e);
        }
    }

    private static String decoded(Path file) throws IOException, FaultException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw unusable(file, "The file is larger than " + MAX_BYTES + " bytes.", null);
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static void replace(Path file, byte[] text) throws IOException {
        Path directory = file.getParent();
        Path fresh = Files.createTempFile(directory, ".cluster-", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(text);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            keepRights(file, fresh);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void keepRights(Path file, Path fresh) throws IOException {
        PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (to != null && Files.exists(file)) {
            to.setPermissions(Files.getPosixFilePermissions(file));
        }
    }

    private static FaultException unusable(Path file, String reason, @Nullable Exception cause) {
        return new FaultException(new Fault.FileInvalid(shown(file), 0, 0, reason), cause);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such directory";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null ->
                    Visible.text(f.getReason(), 300);
            default -> Visible.text(String.valueOf(e.getMessage()), 300);
        };
    }

    private static String shown(Path file) {
        return Visible.text(file.toString(), 300);
    }
}
