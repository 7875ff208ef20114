package lockstep.snapshot;

import java.time.Instant;
import java.util.Optional;

/// Snapshots for tests of everything that chooses among them.
public final class Shelved {
    private Shelved() {}

    /// One that nobody has proven good.
    ///
    /// @param at such as `2026-11-22T13:40:00Z`
    public static Kept doubtful(String at, String run) {
        return kept(Instant.parse(at), run, "0", Optional.empty());
    }

    /// A good one.
    ///
    /// @param state of the tree, in hex
    public static Kept good(String at, String run, String state) {
        return kept(Instant.parse(at), run, state, Optional.of("run zzzzzz proved it"));
    }

    /// The same, pinned.
    public static Kept pinned(Kept kept) {
        return new Kept(
                kept.snapshot(), kept.about(), kept.method(), Optional.of("why"), kept.good());
    }

    static Kept kept(Instant at, String run, String state, Optional<String> good) {
        About about =
                new About("ann@desk", About.Reason.RUN, "", "xxh128", state, "0".repeat(64), 3, 30);
        return new Kept(
                new Snapshot(at, run), Optional.of(about), Method.LINKS, Optional.empty(), good);
    }
}
