package lockstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// What a journal knows of snapshots: which were made with which manifest, what became of them,
/// and which states were proven to be good.
///
/// Safe for use by many threads; raises what [Journal] does.
public final class Shelf {
    private static final int LONGEST = 1_000;
    private static final String MADE = "made ";

    private static final String OF_SNAPSHOT =
            """
            FROM entry WHERE cluster = ? AND kind = 'SNAPSHOT' AND node = ?
             AND address = ? AND what = ? ORDER BY number DESC
            """;
    private static final String WITH_MANIFEST =
            "FROM entry WHERE kind = 'SNAPSHOT' AND what LIKE 'made %' AND text = ?";
    private static final String PROVEN =
            """
            FROM entry WHERE cluster = ? AND kind = 'PROVEN' AND what = ? AND text = ?
            ORDER BY number DESC LIMIT 1
            """;
    private static final String LAST_PROVEN =
            """
            FROM entry WHERE cluster = ? AND kind = 'PROVEN' AND node = ? AND address = ?
            ORDER BY number DESC LIMIT 1
            """;

    private final Pen pen;

    Shelf(Pen pen) {
        this.pen = pen;
    }

    /// A snapshot was made, and a copy of its manifest is kept beside the journal.
    ///
    /// @param name of the snapshot on its node
    /// @param manifest its id, by which the copy is found again
    /// @param file the manifest, compressed
    public void made(Journal.Subject node, String name, String manifest, byte[] file)
            throws FaultException {
        Path place = place(manifest);
        try {
            Path directory = Files.createDirectories(place.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(directory, ".manifest-", ".tmp");
            try {
                Files.write(fresh, file);
                Files.move(
                        fresh,
                        place,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw Pen.trouble(place, "written", e);
        }
        write(node, MADE + name, manifest);
    }

    /// Something else became of a snapshot.
    ///
    /// @param what in a word, and the snapshot's name
    /// @param said why, or what was found; may be empty
    public void told(Journal.Subject node, String what, String said) throws FaultException {
        write(node, what, said);
    }

    /// A snapshot was removed. The copy of its manifest goes, unless another snapshot has the same;
    /// that the two were made stays written.
    public void removed(Journal.Subject node, String name, String said) throws FaultException {
        write(node, "removed " + name, said);
        Optional<String> manifest = manifest(node, name);
        if (manifest.isEmpty() || isNeeded(manifest.get())) {
            return;
        }
        Path place = place(manifest.get());
        try {
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw Pen.trouble(place, "removed", e);
        }
    }

    /// Whether a snapshot that was not removed has that manifest.
    private boolean isNeeded(String manifest) throws FaultException {
        for (Entry made : pen.read(table -> table.query(WITH_MANIFEST, manifest))) {
            Journal.Subject node = new Journal.Subject(made.cluster(), made.node(), made.address());
            String removed = "removed " + made.what().substring(MADE.length());
            if (ofSnapshot(node, removed).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// The id of the manifest that a snapshot was made with; empty where that is not known here.
    public Optional<String> manifest(Journal.Subject node, String name) throws FaultException {
        return ofSnapshot(node, MADE + name).stream().map(Entry::text).findFirst();
    }

    /// The copy of a manifest; empty where there is none here.
    public Optional<byte[]> copy(String manifest) throws FaultException {
        Path place = place(manifest);
        try {
            return Optional.of(Files.readAllBytes(place));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw Pen.trouble(place, "read", e);
        }
    }

    /// The last run that proved a node of this cluster to be in that state; empty when none did.
    /// All nodes are to be in the same one, so it need not be the same node.
    public Optional<String> prover(String cluster, State state) throws FaultException {
        return pen.read(table -> table.query(PROVEN, cluster, state.digest(), state.hex())).stream()
                .map(Entry::run)
                .findFirst();
    }

    /// How files were digested when a node was last proven to be in a state.
    public Optional<String> lastDigest(Journal.Subject node) throws FaultException {
        return pen
                .read(
                        table ->
                                table.query(
                                        LAST_PROVEN, node.cluster(), node.node(), node.address()))
                .stream()
                .map(Entry::what)
                .findFirst();
    }

    /// What became of a snapshot, in those words, the last first.
    private List<Entry> ofSnapshot(Journal.Subject of, String what) throws FaultException {
        return pen.read(
                table -> table.query(OF_SNAPSHOT, of.cluster(), of.node(), of.address(), what));
    }

    private Path place(String manifest) {
        if (!manifest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no id of a manifest: " + manifest);
        }
        return pen.file().resolveSibling("manifests").resolve(manifest + ".gz");
    }

    private void write(Journal.Subject node, String what, String said) throws FaultException {
        String text = Visible.text(said, LONGEST);
        pen.append(
                List.of(
                        new Pen.Draft(
                                node,
                                Entry.Kind.SNAPSHOT,
                                Visible.text(what, LONGEST),
                                text,
                                "",
                                "",
                                "")));
    }
}
