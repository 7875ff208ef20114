package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the drift calls the same is what the real rsync would leave alone, and what it calls
/// different is what `rsync -ani --delete` would touch, for the same reason.
class QuickCheckTest {
    private static final String SCRIPT =
            """
            set -e
            mkdir -p ref/d/sub ref/only-ref ref/turns-file
            for f in same content hidden touched later mode owner d/in d/sub/deep turns-dir; do
                echo "the file $f" > "ref/$f"
            done
            echo x > ref/only-ref/f; echo x > ref/turns-file/f
            ln -s a ref/link; ln -s a ref/link-same; ln -s a ref/link-touched; ln -s a ref/turns-link
            mkfifo ref/pipe
            find ref -exec touch -h -d @1000000000.25 {} +
            cp -a ref node
            echo "more" >> node/content
            echo "THE FILE hidden" > node/hidden
            touch -d @1000000000.25 node/hidden
            touch -d @1000000000.75 node/later
            touch -d @1000000007 node/touched
            chmod 0600 node/mode; chmod 0700 node/d
            ln -sfn b node/link
            touch -h -d @1000000009 node/link-touched
            rm node/turns-link; echo x > node/turns-link
            rm -r node/only-ref node/turns-file; echo x > node/turns-file
            rm node/turns-dir; mkdir node/turns-dir; echo x > node/turns-dir/f
            mkdir node/only-node; echo x > node/only-node/f
            touch -d @1000000000 ref node; touch -d @1000000003 node/d/sub
            [ "$(id -u)" != 0 ] || chown 1:2 node/owner
            """;

    @TempDir Path directory;

    @BeforeAll
    static void rsyncIsHere() throws Exception {
        Peer.program("rsync");
    }

    @BeforeEach
    void makeTwoTrees() throws Exception {
        Peer.run(directory, "bash", "-c", SCRIPT);
    }

    @Test
    void byMetadata() throws Exception {
        Map<String, EnumSet<Sign>> ours = ours(false);

        assertThat(ours).isEqualTo(rsyncs("-ani"));
        assertThat(ours).doesNotContainKeys("hidden", "later", "same", "pipe", "link-same");
        assertThat(ours.get("touched")).isEqualTo(EnumSet.of(Sign.CONTENT, Sign.TIME));
    }

    @Test
    void byContent() throws Exception {
        Map<String, EnumSet<Sign>> ours = ours(true);

        assertThat(ours).isEqualTo(rsyncs("-anic"));
        assertThat(ours.get("hidden")).isEqualTo(EnumSet.of(Sign.CONTENT));
        assertThat(ours.get("touched")).isEqualTo(EnumSet.of(Sign.TIME));
    }

    private Map<String, EnumSet<Sign>> ours(boolean byContent) throws Exception {
        DriftTree tree =
                DriftTree.merge(
                        List.of("ref", "node"),
                        Arrays.asList(
                                listing(directory.resolve("ref"), byContent),
                                listing(directory.resolve("node"), byContent)),
                        new Baseline.Reference(0));
        Map<String, EnumSet<Sign>> differing = new TreeMap<>();
        for (int row = 0; row < tree.rows(); row++) {
            if (tree.differs(row, 1)) {
                differing.put(tree.path(row).visible(), tree.signs(row, 1));
            }
        }
        return differing;
    }

    /// Differing paths by rsync. It says of a path that changes its kind that it makes it anew, and
    /// of some that it deletes them first.
    private Map<String, EnumSet<Sign>> rsyncs(String letters) throws Exception {
        Map<String, EnumSet<Sign>> differing = new TreeMap<>();
        String printed = Peer.run(directory, "rsync", letters, "--delete", "ref/", "node/");
        for (String line : printed.lines().toList()) {
            String path = line.substring(12).replaceFirst(" -> .*", "").replaceFirst("/$", "");
            path = path.equals(".") || path.isEmpty() ? "." : path.replaceFirst("^\\./", "");
            EnumSet<Sign> signs = signs(line.substring(0, 11));
            EnumSet<Sign> before = differing.get(path);
            boolean replaced = before != null || signs.contains(Sign.MISSING) && exists(path);
            differing.put(path, replaced ? EnumSet.of(Sign.KIND) : signs);
        }
        return differing;
    }

    private boolean exists(String path) {
        return Files.exists(directory.resolve("node").resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /// The eleven characters of rsync(1) `--itemize-changes`.
    private static EnumSet<Sign> signs(String item) {
        if (item.startsWith("*deleting")) {
            return EnumSet.of(Sign.EXTRA);
        }
        if (item.contains("+++")) {
            return EnumSet.of(Sign.MISSING);
        }
        EnumSet<Sign> signs = EnumSet.noneOf(Sign.class);
        boolean changed = item.charAt(2) == 'c' || item.charAt(3) == 's' || item.charAt(0) == '>';
        if (changed) {
            signs.add(item.charAt(1) == 'L' ? Sign.TARGET : Sign.CONTENT);
        }
        add(signs, Sign.TIME, item.charAt(4) == 't');
        add(signs, Sign.MODE, item.charAt(5) == 'p');
        add(signs, Sign.OWNER, item.charAt(6) == 'o' || item.charAt(7) == 'g');
        return signs;
    }

    private static void add(EnumSet<Sign> signs, Sign sign, boolean holds) {
        if (holds) {
            signs.add(sign);
        }
    }

    private static Listing listing(Path root, boolean byContent) throws Exception {
        ListingBuilder builder = new ListingBuilder(byContent ? 16 : 0);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.toList()) {
                String name = path.equals(root) ? "." : root.relativize(path).toString();
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                builder.add(bytes, bytes.length, facts(path, byContent));
            }
        }
        return builder.build();
    }

    private static ListingBuilder.Facts facts(Path path, boolean byContent) throws Exception {
        Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = (Integer) stat.get("mode");
        facts.uid = (Integer) stat.get("uid");
        facts.gid = (Integer) stat.get("gid");
        facts.size = (Long) stat.get("size");
        facts.mtime = ((FileTime) stat.get("lastModifiedTime")).to(TimeUnit.SECONDS);
        if (Files.isSymbolicLink(path)) {
            facts.target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
        } else if (byContent && Files.isRegularFile(path)) {
            facts.digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(path));
        }
        return facts;
    }
}
