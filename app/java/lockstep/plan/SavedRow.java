package lockstep.plan;

import org.jspecify.annotations.Nullable;

/// A row of a plan with what both ends held there when the plan was made.
///
/// @param row chosen where the plan does it
/// @param source null where the reference had nothing
/// @param target null where the target had nothing
public record SavedRow(Plan.Row row, @Nullable EntryFacts source, @Nullable EntryFacts target) {
    static SavedRow of(Plan.Row row, Plan.Seen seen) {
        return new SavedRow(
                row,
                EntryFacts.of(seen.reference(), row.path()),
                EntryFacts.of(seen.target(), row.path()));
    }
}
