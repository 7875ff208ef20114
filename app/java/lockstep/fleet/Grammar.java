package lockstep.fleet;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// What single values of a cluster file may look like. Each check gives what is wrong, without a
/// full stop, or nothing.
///
/// Values end up in argument vectors, file names and command lines of balancers; what is outside
/// its grammar is refused.
final class Grammar {
    static final int MAX_PATH = 4_095;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    /// Resource names, addresses and paths of sockets.
    private static final Pattern LONG_TOKEN =
            Pattern.compile("[A-Za-z0-9_./\\[][A-Za-z0-9_.:/\\[\\]@-]{0,249}");

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:[A-Za-z0-9_.][A-Za-z0-9_.+-]{0,63}@)?"
                            + "(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?])"
                            + "(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern TCP_SOCKET =
            Pattern.compile(
                    "(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]+]):(?<port>[0-9]{1,5})");

    /// What fits into `sockaddr_un` with its terminator, on every system.
    private static final int MAX_SOCKET_PATH = 103;

    private static final int MAX_URL = 2_000;

    private Grammar() {}

    static Optional<String> name(String name) {
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "the name "
                                + quoted(name)
                                + " is not 1 to 64 of A-Z a-z 0-9 _ . - with no . or - in front");
    }

    static Optional<String> token(String token) {
        return TOKEN.matcher(token).matches()
                ? Optional.empty()
                : Optional.of(quoted(token) + " is not 1 to 200 of A-Z a-z 0-9 _ . : -");
    }

    static Optional<String> longToken(String token) {
        return LONG_TOKEN.matcher(token).matches()
                ? Optional.empty()
                : Optional.of(
                        quoted(token)
                                + " is not 1 to 250 of A-Z a-z 0-9 _ . : / [ ] @ - with no - in"
                                + " front");
    }

    static Optional<String> address(String address) {
        if (address.startsWith("-")) {
            return Optional.of("the address " + quoted(address) + " begins with -");
        }
        Matcher matcher = ADDRESS.matcher(address);
        return matcher.matches() && isPort(matcher.group("port"))
                ? Optional.empty()
                : Optional.of(
                        "the address " + quoted(address) + " is not of the form user@host:port");
    }

    static Optional<String> socket(String socket) {
        if (socket.startsWith("/")) {
            return path(socket, MAX_SOCKET_PATH);
        }
        Matcher matcher = TCP_SOCKET.matcher(socket);
        return matcher.matches() && isPort(matcher.group("port"))
                ? Optional.empty()
                : Optional.of(
                        "the socket "
                                + quoted(socket)
                                + " is neither an absolute path nor of the form host:port");
    }

    /// Why `path` is not a plain absolute path below `/`.
    static Optional<String> path(String path, int limit) {
        if (!path.startsWith("/")) {
            return Optional.of("the path " + quoted(path) + " is not absolute");
        }
        if (path.equals("/")) {
            return Optional.of("the path is /, the whole machine");
        }
        if (path.length() > limit || hasControl(path)) {
            return Optional.of(
                    "the path is longer than " + limit + " or holds a control character");
        }
        for (String part : path.substring(1).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of(
                        "the path " + quoted(path) + " holds an empty part, \".\" or \"..\"");
            }
        }
        return Optional.empty();
    }

    /// Why `url` is not a URL of that scheme with a host and without a user, query or fragment.
    ///
    /// @param schemes words between `|`, such as `http|https`
    static Optional<String> url(String url, String schemes) {
        Optional<String> wrong =
                Optional.of(quoted(url) + " is not of the form " + schemes + "://host:port/path");
        if (url.length() > MAX_URL) {
            return wrong;
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            return wrong;
        }
        boolean right =
                uri.getScheme() != null
                        && uri.getScheme().matches(schemes)
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawFragment() == null
                        && uri.getPort() <= 65_535
                        && uri.getPort() != 0;
        return right ? Optional.empty() : wrong;
    }

    /// Why `time` is not of whole seconds between the two.
    static Optional<String> time(Duration time, Duration least, Duration most) {
        boolean right =
                time.toNanosPart() == 0 && time.compareTo(least) >= 0 && time.compareTo(most) <= 0;
        return right
                ? Optional.empty()
                : Optional.of(
                        "the time is not between "
                                + Durations.text(least)
                                + " and "
                                + Durations.text(most)
                                + ", in whole seconds");
    }

    static boolean hasControl(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    static String quoted(String text) {
        return '"' + Visible.text(text, 100) + '"';
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || isPort(Integer.parseInt(digits));
    }
}
