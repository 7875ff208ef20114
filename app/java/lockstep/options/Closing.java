package lockstep.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lockstep.rsync.Outcome;
import lockstep.rsync.Outcome.Statistics;
import lockstep.rsync.Tally;

/// The numbers at the end.
///
/// A relay stands where rsync's own sender would: sent are the bytes that went to the target,
/// received those that came from it, which is what a run of the source's rsync straight to the
/// target would print. What came from the source is nearly what was sent to the target.
///
/// @param human as in [Display#human]
/// @param took from beginning to end
/// @param seen what the items came to
record Closing(int human, Duration took, Seen seen, Outcome outcome) {
    private static final Map<Integer, String> REASONS =
            Map.of(
                    22, "out of memory, or beyond a limit",
                    23, "some files/attrs were not transferred (see previous errors)",
                    24, "some files vanished before they could be transferred",
                    25, "the --max-delete limit stopped deletions");

    /// What the items of a relay came to.
    ///
    /// @param created entries that are new on the target
    /// @param transfers files whose content was or would be sent
    /// @param transferredSize of those files
    /// @param deletions that were told
    record Seen(Tally created, long transfers, long transferredSize, long deletions) {}

    /// The block of `--stats`.
    List<String> block() {
        Statistics s = outcome.statistics();
        Outcome.Traffic t = outcome.traffic();
        List<String> lines = new ArrayList<>();
        lines.add("Number of files: " + tally(s.listed()));
        lines.add("Number of created files: " + tally(seen.created()));
        lines.add(
                "Number of deleted files: "
                        + (s.deleted().all() == 0 ? count(seen.deletions()) : tally(s.deleted())));
        lines.add("Number of regular files transferred: " + count(seen.transfers()));
        lines.add("Total file size: " + number(s.totalSize()) + " bytes");
        lines.add("Total transferred file size: " + number(seen.transferredSize()) + " bytes");
        lines.add("Literal data: " + number(t.literal()) + " bytes");
        lines.add("Matched data: " + number(t.matched()) + " bytes");
        lines.add("File list size: " + number(s.listBytes()));
        lines.add("File list generation time: " + seconds(s.listBuild()) + " seconds");
        lines.add("File list transfer time: " + seconds(s.listSend()) + " seconds");
        lines.add("Total bytes sent: " + number(t.toTarget()));
        lines.add("Total bytes received: " + number(t.fromTarget()));
        return lines;
    }

    /// The two last lines.
    List<String> lines(boolean dryRun) {
        Outcome.Traffic t = outcome.traffic();
        long total = outcome.statistics().totalSize();
        long moved = t.toTarget() + t.fromTarget();
        String sent =
                "sent %s bytes  received %s bytes  %s bytes/sec"
                        .formatted(
                                number(t.toTarget()),
                                number(t.fromTarget()),
                                Figures.of(moved / (0.5 + took.toSeconds()), 2, human));
        String size =
                "total size is %s  speedup is %s%s"
                        .formatted(
                                number(total),
                                Figures.ratio((double) total / Math.max(1, moved), 2, human),
                                dryRun ? " (DRY RUN)" : "");
        return List.of(sent, size);
    }

    /// What an exit status says about single files; for any other status, that it was not 0.
    static String trouble(int status) {
        String reason = REASONS.getOrDefault(status, "the relay did not succeed");
        return "rsync error: " + reason + " (code " + status + ")";
    }

    private String tally(Tally tally) {
        List<String> parts = new ArrayList<>();
        part(parts, "reg", tally.files());
        part(parts, "dir", tally.directories());
        part(parts, "link", tally.links());
        part(parts, "dev", tally.devices());
        part(parts, "special", tally.specials());
        return count(tally.all()) + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
    }

    private void part(List<String> parts, String name, long count) {
        if (count > 0) {
            parts.add(name + ": " + count(count));
        }
    }

    private String seconds(Duration time) {
        return Figures.ratio(time.toMillis() / 1000.0, 3, human);
    }

    private String number(long number) {
        return Figures.of(number, human);
    }

    private String count(long number) {
        return Figures.count(number, human);
    }
}
