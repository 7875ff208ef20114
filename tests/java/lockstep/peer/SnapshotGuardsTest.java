package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is in no snapshot, and what no restoring may touch: other file systems, what is kept for
/// other roots, what rules of then left out, ACLs that were never read.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotGuardsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path directory;
    private final Host host = new LocalHost("web1");
    private final Cancel cancel = new Cancel();
    private Site site;
    private Snapshots snapshots;

    @BeforeEach
    void site() {
        site = new Site(directory).filled();
        snapshots = site.snapshots(host);
    }

    @Test
    void whatIsKeptForARootBelowIsNotOfThisTree() throws Exception {
        Endpoint below = new Endpoint(host, site.live.resolve("dir/deep").toString(), false);
        Snapshots inner = new Snapshots(below, List.of());
        Snapshot early = inner.make("early", NOON, cancel);

        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Snapshot late = inner.make("late", NOON.plusSeconds(60), cancel);

        assertThat(site.tree(made).resolve("dir/.lockstep")).doesNotExist();
        snapshots.restore(made, cancel);
        assertThat(inner.list()).containsExactly(late, early);
    }
}
