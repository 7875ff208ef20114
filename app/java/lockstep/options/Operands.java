package lockstep.options;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.rsync.Roots;

/// The sources, all on one machine, and the destination.
record Operands(List<Place> sources, Place destination) {
    static Operands of(List<String> words) throws OptionError {
        if (words.isEmpty()) {
            throw OptionError.syntax("no source and no destination; try --help");
        }
        if (words.size() == 1) {
            throw OptionError.unsupported(
                    "a source without a destination", "use `lockstep drift`, or -n -i");
        }
        List<Place> sources = new ArrayList<>();
        Optional<String> host = Optional.empty();
        for (String word : words.subList(0, words.size() - 1)) {
            Place place = Place.parse(word, host);
            if (!sources.isEmpty()) {
                together(word, sources.getFirst(), place);
            }
            sources.add(place);
            host = place.host();
        }
        return new Operands(sources, Place.parse(words.getLast(), Optional.empty()));
    }

    private static void together(String word, Place first, Place place) throws OptionError {
        if (place.isHere() && !first.isHere()) {
            throw OptionError.syntax(
                    "Unexpected local arg: "
                            + word
                            + " (if it is on the remote host, prefix it with a colon)");
        }
        if (!place.isHere() && first.isHere()) {
            throw OptionError.syntax("Unexpected remote arg: " + word);
        }
        if (!place.host().equals(first.host())) {
            throw OptionError.syntax("All source args must come from the same machine.");
        }
    }

    /// The sources as rsync is told them. Whole paths are taken from the root directory on: the
    /// names in a list are then relative, which a sender leaves to the receiver otherwise.
    List<String> sourcePaths(Settings settings) {
        boolean whole = settings.relative() && !settings.fromFiles();
        return sources.stream()
                .map(Place::asSource)
                .map(path -> whole ? fromRoot(path) : path)
                .toList();
    }

    private static String fromRoot(String path) {
        return path.startsWith("/") && !path.contains("/./") ? "/." + path : path;
    }

    /// What the list may hold by these arguments.
    ///
    /// @param names what a file lists in their stead
    Roots roots(Settings settings, Optional<List<String>> names) {
        Roots roots =
                new Roots(
                        settings.recursive()
                                ? Roots.Below.ANYTHING
                                : settings.dirs() ? Roots.Below.ENTRIES : Roots.Below.NOTHING,
                        settings.relative() ? Roots.Shape.WHOLE_PATHS : Roots.Shape.LAST_PARTS);
        if (settings.has(Opt.DELETE_MISSING_ARGS)) {
            roots.addMissing();
        }
        if (names.isPresent()) {
            names.get().forEach(roots::addName);
        } else {
            sourcePaths(settings).forEach(path -> roots.addArgument(asLatin(path)));
        }
        return roots;
    }

    private static String asLatin(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
