package lockstep.options;

import java.util.Optional;

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

    private static int colon(String text) {
        int at = text.lastIndexOf('@', Math.max(0, text.indexOf('[')));
        if (text.startsWith("[") || at >= 0 && text.startsWith("[", at + 1)) {
            int end = text.indexOf("]:");
            return end < 0 ? -1 : end + 1;
        }
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        return slash >= 0 && slash < colon ? -1 : colon;
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
    /// for a path of this machine. It takes a backslash for more only beside a wildcard.
    String asSource() {
        boolean wild = path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
        return isHere() && wild ? path.replaceAll("([*?\\[\\\\])", "\\\\$1") : path;
    }
}
