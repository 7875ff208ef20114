package lockstep.options;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// One operand: a path here, or one on a host.
///
/// @param host as SSH takes it, `user@host`, brackets around an IPv6 address; empty for this
///     machine
/// @param path as rsync is told it; never empty, never beginning with `-`
record Place(Optional<String> host, String path) {
    /// Reads an operand: a colon before any slash ends a host.
    ///
    /// @param before the host that a path with a bare colon before it is on
    static Place parse(String text, Optional<String> before) throws OptionError {
        if (text.startsWith("rsync://")) {
            throw OptionError.unsupported(text, "there is no rsync daemon here, only SSH");
        }
        int colon = colon(text);
        if (colon < 0) {
            if (text.isEmpty()) {
                throw OptionError.syntax("an empty source or destination");
            }
            return new Place(Optional.empty(), safe(text));
        }
        if (text.startsWith(":", colon + 1)) {
            throw OptionError.unsupported(text, "a module of an rsync daemon; there is only SSH");
        }
        String path = text.substring(colon + 1);
        if (colon == 0) {
            String host =
                    before.orElseThrow(
                            () -> OptionError.syntax("\"" + text + "\" names no host before it"));
            return new Place(Optional.of(host), remote(text, path));
        }
        return new Place(Optional.of(host(text, text.substring(0, colon))), remote(text, path));
    }

    /// Where a host ends: at a colon before any slash. Brackets keep colons together only where
    /// the host begins, which is behind the last `@`; anywhere else they make it a path here.
    private static int colon(String text) {
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ':' -> {
                    return i;
                }
                case '/' -> {
                    return -1;
                }
                case '@' -> begin = i + 1;
                case '[' -> {
                    int end = text.indexOf("]:", i);
                    boolean slash = text.substring(i, Math.max(i, end)).indexOf('/') >= 0;
                    return i == begin && end > i + 1 && !slash ? end + 1 : -1;
                }
                default -> {}
            }
        }
        return -1;
    }

    private static String host(String text, String host) throws OptionError {
        String bare = host.substring(host.lastIndexOf('@') + 1);
        if (host.startsWith("-") || bare.startsWith("-") || bare.isEmpty()) {
            throw OptionError.syntax("\"" + text + "\" names a host that begins with -, or none");
        }
        return host;
    }

    /// The home directory is where a login begins, so `~` is what paths are relative to anyway.
    private static String remote(String text, String path) throws OptionError {
        if (path.equals("~") || path.startsWith("~/")) {
            return safe(path.replaceFirst("^~/*", ""));
        }
        if (path.startsWith("~")) {
            throw OptionError.unsupported(
                    text, "only a shell knows other users' homes; write ./~ for the name");
        }
        return safe(path);
    }

    /// Told so that no program takes it for an option.
    private static String safe(String path) {
        return path.isEmpty() ? "." : path.startsWith("-") ? "./" + path : path;
    }

    boolean isHere() {
        return host.isEmpty();
    }

    /// For rsync as a source: its server expands wildcards, which the shell here has done already
    /// for a path of this machine.
    String asSource() {
        return isHere() ? literal(path) : path;
    }

    /// For rsync as a destination, which its server expands too, as a remote shell would.
    ///
    /// @param directory what a path of this machine is below
    /// @throws OptionError where a wildcard is in the name of something that is not there: rsync
    ///     keeps the backslashes of a pattern that matches nothing
    String asTarget(Path directory) throws OptionError {
        if (!isHere()) {
            return path;
        }
        int end = path.length();
        while (end > 0 && !isWild(path.substring(path.lastIndexOf('/', end - 1) + 1, end))) {
            end = path.lastIndexOf('/', end - 1);
        }
        if (end > 0 && !exists(directory, path.substring(0, end))) {
            throw OptionError.unsupported(
                    path, "rsync takes it for a wildcard where it is not there yet; make it first");
        }
        return literal(path);
    }

    private static boolean exists(Path directory, String path) {
        try {
            return Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// A path whose wildcards stand for themselves. A backslash takes away their meaning in a part
    /// that has one, and is nothing but itself in any other part.
    private static String literal(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> isWild(part) ? part.replaceAll("([*?\\[\\\\])", "\\\\$1") : part)
                .collect(Collectors.joining("/"));
    }

    private static boolean isWild(String part) {
        return part.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    }
}
