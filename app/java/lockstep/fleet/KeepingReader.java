package lockstep.fleet;

/// The `[snapshots]` table to a [Keeping].
final class KeepingReader {
    private KeepingReader() {}

    static Keeping read(Section section) {
        Keeping usual = Keeping.USUAL;
        Keeping keeping =
                new Keeping(
                        section.flag("before-runs", usual.beforeRuns()),
                        section.timeIfAny("every", Keeping.LONGEST),
                        section.number("last", usual.last()),
                        section.number("hourly", usual.hourly()),
                        section.number("daily", usual.daily()),
                        section.number("weekly", usual.weekly()),
                        section.timeIfAny("unproven", Keeping.LONGEST).orElse(usual.unproven()));
        section.end();
        return keeping;
    }
}
