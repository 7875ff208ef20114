package lockstep.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether what is written has room on a target.
final class SpaceJudge {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /// What other programs there may need meanwhile: 1 GiB, or 5 % of a small file system.
    private static final int SHARE = 20;

    private static final long FEW_INODES = 1_000;
    private static final String FREE =
            "Free space there (df, du), or sync in parts. Deletions of the plan come last and do not"
                    + " help.";

    private final Sight sight;
    private final Need need;

    private SpaceJudge(Sight sight, Need need) {
        this.sight = sight;
        this.need = need;
    }

    static List<Finding> of(Sight sight) {
        if (!sight.isTarget() || sight.answer().root() != Answer.Root.DIRECTORY) {
            return List.of();
        }
        SpaceJudge judge = new SpaceJudge(sight, sight.target().orElseThrow().need());
        List<Finding> found = new ArrayList<>();
        judge.bytes().ifPresent(found::add);
        judge.inodes().ifPresent(found::add);
        return found;
    }

    /// The need is rounded up to blocks already; a tenth more is for directories and what is
    /// written meanwhile.
    private Optional<Finding> bytes() {
        Optional<Answer.Volume> blocks = sight.answer().blocks();
        if (blocks.isEmpty()) {
            return Optional.of(
                    sight.warns(
                            Kind.SPACE,
                            "Free space could not be checked: df did not tell it.",
                            "Look by hand: df -P " + sight.root() + "."));
        }
        long free = blocks.get().free() << 10;
        long spare = Math.min(GIB, (blocks.get().total() << 10) / SHARE);
        long needed = need.plus(new Need(need.bytes() / 10, 0)).bytes();
        if (needed > free) {
            return Optional.of(
                    sight.blocks(
                            Kind.SPACE,
                            "A run needs %s there, and %s are free."
                                    .formatted(text(needed), text(free)),
                            FREE));
        }
        return free - needed >= spare
                ? Optional.empty()
                : Optional.of(
                        sight.warns(
                                Kind.SPACE,
                                "A run would leave only %s of %s free."
                                        .formatted(
                                                text(free - needed),
                                                text(blocks.get().total() << 10)),
                                FREE));
    }

    private Optional<Finding> inodes() {
        Optional<Answer.Volume> inodes = sight.answer().inodes();
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        long free = inodes.get().free();
        if (need.inodes() > free) {
            return Optional.of(
                    sight.blocks(
                            Kind.SPACE,
                            "A run makes %,d entries there, and %,d inodes are free."
                                    .formatted(need.inodes(), free),
                            "Delete small files there (df -i), or sync in parts."));
        }
        return free - need.inodes() >= Math.min(FEW_INODES, inodes.get().total() / SHARE)
                ? Optional.empty()
                : Optional.of(
                        sight.warns(
                                Kind.SPACE,
                                "A run would leave only %,d inodes free."
                                        .formatted(free - need.inodes()),
                                "Delete small files there (df -i) soon."));
    }

    private static String text(long bytes) {
        return "%,d MiB".formatted(bytes / MIB + (bytes % MIB > 0 ? 1 : 0));
    }
}
