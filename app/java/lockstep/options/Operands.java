package lockstep.options;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lockstep.rsync.Roots;
import lockstep.rsync.Roots.Extent;

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
            names.get().forEach(name -> root(roots, name, settings.relative(), false));
        } else {
            for (String path : sourcePaths(settings)) {
                String bytes =
                        new String(
                                path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                boolean wild = bytes.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
                root(roots, bytes, settings.relative(), wild);
            }
        }
        return roots;
    }

    private static void root(Roots roots, String path, boolean relative, boolean wild) {
        int start = relative ? path.indexOf("/./") : -1;
        String named = start < 0 ? path : path.substring(start + "/./".length());
        boolean contents = named.endsWith("/") || named.endsWith("/.") || named.equals(".");
        List<String> parts =
                Arrays.stream(named.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList();
        if (parts.contains("..")) {
            roots.addEverything();
            return;
        }
        int first = relative ? 0 : contents ? parts.size() : parts.size() - 1;
        List<String> kept = parts.subList(Math.max(0, first), parts.size());
        Extent extent = contents || parts.isEmpty() ? Extent.WITH_CONTENTS : Extent.ITSELF;
        if (wild) {
            roots.addPattern(kept, extent);
        }
        roots.add(kept, extent); // also where nothing matches the pattern
    }
}
