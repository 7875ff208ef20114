package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.stage.Stage;
import lockstep.stage.Stage.Exchange;
import lockstep.stage.Way;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tree that is made from a snapshot and takes the live one's place.
class StageFromTest extends StageSuite {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Snapshots snapshots;
    private Snapshot made;
    private String before;

    @BeforeEach
    void snapshot() throws Exception {
        snapshots = site.snapshots(sshd.host("web1"));
        before = site.picture();
        made = snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                """
                touch -r one stamp; echo eno > one; touch -r stamp one; rm stamp
                chmod 600 suid; chown 0:0 dir/two; setfacl -b dir; setfattr -n user.note -v o dir/two
                rm -r dir/deep fifo; mkdir added; echo added > added/in; rm large; mkdir large
                echo changed > cache/kept; chmod 755 shut
                """);
    }

    @Test
    void theSwitchBringsBackTheSnapshotAndLeavesWhatIsLeftOut() throws Exception {
        String left = leftOut();
        String shared = Site.inode(site.live.resolve("sparse")).toString();

        Path tree = Path.of(stage.makeFrom(made, cancel).at().root());

        assertThat(Site.picture(tree)).isEqualTo(before);
        assertThat(exchanged()).isInstanceOf(Exchange.Done.class);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(snapshots.differences(made, cancel).none()).isTrue();
        assertThat(leftOut()).isEqualTo(left);
        assertThat(site.live.resolve("cache/kept")).hasContent("changed");
        assertThat(Site.inode(site.live.resolve("sparse")).toString()).isEqualTo(shared);
        stage.remove(cancel);
        assertThat(site.picture()).isEqualTo(before);
    }

    /// By a program that has had the file open since before the switch.
    @Test
    void whatIsWrittenInPlaceAfterDoesNotReachTheSnapshot() throws Exception {
        String kept = Site.picture(site.tree(made));
        try (RandomAccessFile program =
                        new RandomAccessFile(site.live.resolve("one").toFile(), "rw");
                RandomAccessFile other =
                        new RandomAccessFile(site.live.resolve("sparse").toFile(), "rw")) {
            stage.makeFrom(made, cancel);
            exchanged();
            program.write("in place".getBytes(StandardCharsets.US_ASCII));
            other.write("in place".getBytes(StandardCharsets.US_ASCII));
            for (String file : List.of("large", "one", "dir/deep/three", "suid")) {
                Files.writeString(site.live.resolve(file), "in place");
            }
        }

        assertThat(Site.picture(site.tree(made))).isEqualTo(kept);
    }

    @Test
    void whatWasWrittenSinceTheMarkIsNotLost() throws Exception {
        stage.makeFrom(made, cancel);
        stage.mark(cancel);
        Files.writeString(site.live.resolve("dir/late"), "late");

        kept(stage.toNew(Way.PERL, cancel), "dir/late was written meanwhile");

        assertThat(site.live.resolve("dir/late")).exists();
    }

    @Test
    void noOtherSnapshotWillDo() throws Exception {
        Fault none = Shop.fault(() -> stage.makeFrom(new Snapshot(NOON, "run-2"), cancel));
        Fault ruled =
                Shop.fault(
                        () ->
                                new Stage(site.endpoint(sshd.host("web1")), List.of("- *.swp"))
                                        .makeFrom(made, cancel));

        assertThat(none.what()).contains("no such snapshot");
        assertThat(ruled.what()).contains("kept under other rules");
        assertThat(none).isInstanceOf(Fault.GuardTripped.class);
        kept(exchanged(), "no staged tree");
    }
}
