package lockstep.options;

import java.util.EnumSet;
import java.util.Set;
import lockstep.options.Display.Show;

/// Turns options into what is to be printed.
final class Displayed {
    private Displayed() {}

    static Display by(Settings settings) throws OptionError {
        Set<Show> shows = EnumSet.noneOf(Show.class);
        add(shows, Show.QUIET, settings.has(Opt.QUIET));
        add(shows, Show.ITEMIZED, settings.has(Opt.ITEMIZE));
        add(shows, Show.ITEMIZED_ALL, settings.count(Opt.ITEMIZE) > 1);
        add(shows, Show.STATS, settings.has(Opt.STATS));
        add(shows, Show.PROGRESS, settings.has(Opt.PROGRESS));
        add(shows, Show.EIGHT_BIT, settings.has(Opt.EIGHT_BIT));
        add(shows, Show.TIMES_KEPT, settings.has(Opt.TIMES));
        int human = settings.isOff(Opt.HUMAN_READABLE) ? 0 : 1 + settings.count(Opt.HUMAN_READABLE);
        return new Display(
                settings.count(Opt.VERBOSE),
                human,
                settings.value(Opt.OUT_FORMAT),
                levels(settings),
                shows);
    }

    private static Levels levels(Settings settings) throws OptionError {
        Levels levels = Levels.NONE;
        for (String flags : settings.values(Opt.INFO)) {
            levels = levels.and(Levels.parse(flags));
        }
        if (levels.help()) {
            throw OptionError.unsupported("--info=help", "see rsync(1)");
        }
        if (!levels.unknown().isEmpty()) {
            throw OptionError.syntax(
                    "Unknown --info item: \"" + levels.unknown().getFirst() + "\"");
        }
        return levels;
    }

    private static void add(Set<Show> shows, Show show, boolean asked) {
        if (asked) {
            shows.add(show);
        }
    }
}
