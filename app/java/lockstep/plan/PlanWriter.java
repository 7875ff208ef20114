package lockstep.plan;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import lockstep.plan.PlanWords.Totals;
import lockstep.tree.TreePath;

/// Writes a saved plan, row by row.
final class PlanWriter {
    private final OutputStream out;
    private final MessageDigest digest = PlanLines.sha256();

    private PlanWriter(OutputStream out) {
        this.out = out;
    }

    /// @return the digest, in hexadecimal
    static String write(Path file, PlanHeader header, Plan plan) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            PlanWriter writer = new PlanWriter(out);
            for (String line : PlanWords.head(header)) {
                writer.put(line);
            }
            for (Plan.Target target : plan.targets()) {
                writer.put(target);
            }
            String hex = HexFormat.of().formatHex(writer.digest.digest());
            writer.put(PlanWords.DIGEST + hex);
            return hex;
        }
    }

    private void put(Plan.Target target) throws IOException {
        put(PlanWords.on(target.node(), target.rows().size()));
        Set<TreePath> done = Deletions.chosen(target.rows());
        Totals totals = new Totals();
        for (Plan.Row row : target.rows()) {
            Plan.Row saved = row.choose(done.contains(row.path()));
            totals.add(saved);
            for (String line : PlanWords.of(SavedRow.of(saved, target.seen()))) {
                put(line);
            }
        }
        put(totals.line());
    }

    private void put(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        out.write(bytes);
    }
}
