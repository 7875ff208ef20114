package lockstep.rsync;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import lockstep.tree.TreePath;

/// How a relay ended that got to its end.
///
/// @param sourceStatus exit status of the sender's rsync; 0 is fine, 23 and 24 mean that the
///     target is not identical
/// @param targetStatus exit status of the receiver's rsync
/// @param traffic what crossed the wire
/// @param changes what the target did or, in a preview, would do
/// @param deleted paths the target deleted or would delete
/// @param problems what either end complained about
/// @param statistics what the ends counted
/// @param sourceUnreadable whether the source could not read something; when it could not list it,
///     nothing was deleted
/// @param changedMeanwhile files that were not sent as they had been listed: the source changed
///     them in between, or while they were read, which no rsync complains about. Told by their
///     size and, with digests in the list, by their content
public record Outcome(
        int sourceStatus,
        int targetStatus,
        Traffic traffic,
        List<Change> changes,
        List<TreePath> deleted,
        List<Problem> problems,
        Statistics statistics,
        boolean sourceUnreadable,
        List<TreePath> changedMeanwhile) {
    public Outcome {
        changes = List.copyOf(changes);
        deleted = List.copyOf(deleted);
        problems = List.copyOf(problems);
        changedMeanwhile = List.copyOf(changedMeanwhile);
    }

    /// Whether both ends say that all was done, and of the source as it was listed.
    public boolean complete() {
        return sourceStatus == 0
                && targetStatus == 0
                && !sourceUnreadable
                && changedMeanwhile.isEmpty();
    }

    /// This and what was done after it, as one.
    Outcome and(Outcome next) {
        return new Outcome(
                sourceStatus == 0 ? next.sourceStatus : sourceStatus,
                targetStatus == 0 ? next.targetStatus : targetStatus,
                traffic.and(next.traffic),
                joined(changes, next.changes),
                joined(deleted, next.deleted),
                joined(problems, next.problems),
                statistics.and(next.statistics),
                sourceUnreadable || next.sourceUnreadable,
                joined(changedMeanwhile, next.changedMeanwhile));
    }

    /// The same with nothing counted as listed: its list was no part of what the source has.
    Outcome withoutList() {
        return new Outcome(
                sourceStatus,
                targetStatus,
                traffic,
                changes,
                deleted,
                problems,
                new Statistics(
                        Tally.NONE,
                        statistics.deleted,
                        statistics.listBytes,
                        statistics.sourceRead,
                        statistics.sourceWritten,
                        0,
                        statistics.listBuild,
                        statistics.listSend),
                sourceUnreadable,
                changedMeanwhile);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// What the ends counted, as they tell it; what was listed, and the length of it, is counted
    /// here.
    ///
    /// @param listed entries of all lists
    /// @param deleted entries that the target deleted or would delete; it tells so only where it
    ///     was to delete, from protocol 31 on
    /// @param listBytes of the lists as they came
    /// @param sourceRead bytes that the source's rsync read from us
    /// @param sourceWritten bytes that it wrote to us
    /// @param totalSize of all files and links that were listed
    /// @param listBuild how long it looked for what to list
    /// @param listSend how long it took to send the list
    public record Statistics(
            Tally listed,
            Tally deleted,
            long listBytes,
            long sourceRead,
            long sourceWritten,
            long totalSize,
            Duration listBuild,
            Duration listSend) {
        /// Of a relay that counted nothing.
        public static final Statistics NONE =
                new Statistics(Tally.NONE, Tally.NONE, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

        private Statistics and(Statistics next) {
            return new Statistics(
                    listed.and(next.listed),
                    deleted.and(next.deleted),
                    listBytes + next.listBytes,
                    sourceRead + next.sourceRead,
                    sourceWritten + next.sourceWritten,
                    totalSize + next.totalSize,
                    listBuild.plus(next.listBuild),
                    listSend.plus(next.listSend));
        }
    }

    /// Bytes and files.
    ///
    /// @param files content that was sent, as whole file or delta
    /// @param literal bytes of content that were sent
    /// @param matched bytes of content that the target had already
    /// @param fromSource raw bytes received from the source's rsync
    /// @param toSource raw bytes sent to it
    /// @param fromTarget raw bytes received from the target's rsync
    /// @param toTarget raw bytes sent to it
    public record Traffic(
            long files,
            long literal,
            long matched,
            long fromSource,
            long toSource,
            long fromTarget,
            long toTarget) {
        private Traffic and(Traffic next) {
            return new Traffic(
                    files + next.files,
                    literal + next.literal,
                    matched + next.matched,
                    fromSource + next.fromSource,
                    toSource + next.toSource,
                    fromTarget + next.fromTarget,
                    toTarget + next.toTarget);
        }
    }

    /// One entry that the target changed.
    ///
    /// @param flags as in [ItemFlags]
    /// @param size of the file on the source
    public record Change(TreePath path, int flags, long size) {
        public boolean isNew() {
            return (flags & ItemFlags.IS_NEW) != 0;
        }

        /// Whether the file's content is sent.
        public boolean isTransfer() {
            return (flags & ItemFlags.TRANSFER) != 0;
        }
    }
}
