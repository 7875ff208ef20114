package lockstep.ssh;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the OpenSSH configuration says about one host: the lines of `ssh -G`, asked by name.
///
/// `ssh -G` leaves `~`, `%` tokens and `none` to its reader; here they are resolved. Immutable.
final class Settings {
    private static final Pattern TOKEN = Pattern.compile("%.");

    private final Map<String, List<String>> values;
    private final String alias;
    private final Path home;

    private Settings(Map<String, List<String>> values, String alias, Path home) {
        this.values = values;
        this.alias = alias;
        this.home = home;
    }

    /// @param lines `key value`, keys in any case, repeated where there are several values
    /// @param alias the host as the operator wrote it
    static Settings parse(Stream<String> lines, String alias, Path home) {
        Map<String, List<String>> values = new HashMap<>();
        lines.forEach(
                line -> {
                    int space = line.indexOf(' ');
                    if (space > 0) {
                        String key = line.substring(0, space).toLowerCase(Locale.ROOT);
                        values.computeIfAbsent(key, _ -> new ArrayList<>())
                                .add(line.substring(space + 1).strip());
                    }
                });
        return new Settings(values, alias, home);
    }

    /// What `ssh` would assume without any configuration.
    static Settings defaults(Address address, Path home) {
        List<String> lines = new ArrayList<>();
        lines.add("hostname " + address.host());
        lines.add("user " + Optional.ofNullable(address.user()).orElse(localUser()));
        lines.add("port " + (address.port() == 0 ? 22 : address.port()));
        for (String key : List.of("id_rsa", "id_ecdsa", "id_ed25519")) {
            lines.add("identityfile ~/.ssh/" + key);
        }
        lines.add("userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2");
        lines.add("globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2");
        return parse(lines.stream(), address.host(), home);
    }

    private static String localUser() {
        return System.getProperty("user.name");
    }

    String hostName() {
        return text("hostname").orElse(alias);
    }

    String user() {
        return text("user").orElseGet(Settings::localUser);
    }

    int port() {
        return number("port").orElse(22);
    }

    /// Host and port as messages show them.
    String address() {
        String host = hostName();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /// The hops before this host, nearest first, each as the operator would write it.
    List<String> jumps() {
        return text("proxyjump").map(v -> List.of(v.split(","))).orElse(List.of());
    }

    Optional<String> proxyCommand() {
        return text("proxycommand").map(this::expandTokens);
    }

    /// The name under which the host's keys are kept, without a port; empty for its own name.
    Optional<String> hostKeyAlias() {
        return text("hostkeyalias").map(this::expandTokens);
    }

    /// Where accepted host keys are written to (the first) and looked for.
    List<Path> userKnownHosts() {
        return paths("userknownhostsfile");
    }

    List<Path> globalKnownHosts() {
        return paths("globalknownhostsfile");
    }

    /// Whether the host may be reached at an address of this kind.
    boolean takes(InetAddress address) {
        return switch (text("addressfamily").orElse("any")) {
            case "inet" -> address instanceof Inet4Address;
            case "inet6" -> address instanceof Inet6Address;
            default -> true;
        };
    }

    boolean compression() {
        return yes("compression").orElse(false);
    }

    /// These settings with compression.
    Settings compressing() {
        Map<String, List<String>> changed = new HashMap<>(values);
        changed.put("compression", List.of("yes"));
        return new Settings(changed, alias, home);
    }

    boolean hashKnownHosts() {
        return yes("hashknownhosts").orElse(false);
    }

    /// `yes`, `accept-new`, `no` or `ask`, whatever spelling `ssh` prints.
    String strictHostKeyChecking() {
        return switch (text("stricthostkeychecking").orElse("ask").toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> "yes";
            case "accept-new" -> "accept-new";
            case "no", "false", "off" -> "no";
            default -> "ask";
        };
    }

    /// Private keys to try, in order; many of them may not exist.
    List<Path> identityFiles() {
        return values.getOrDefault("identityfile", List.of()).stream()
                .filter(v -> !none(v))
                .flatMap(v -> path(v).stream())
                .distinct()
                .toList();
    }

    boolean identitiesOnly() {
        return yes("identitiesonly").orElse(false);
    }

    /// The agent's socket; empty when there is none, or when it must not be used.
    Optional<String> agentSocket(Map<String, String> environment) {
        List<String> said = values.getOrDefault("identityagent", List.of());
        if (said.isEmpty() || said.getFirst().equals("SSH_AUTH_SOCK")) {
            return Optional.ofNullable(environment.get("SSH_AUTH_SOCK")).filter(v -> !v.isEmpty());
        }
        String value = unquoted(said.getFirst());
        if (none(value)) {
            return Optional.empty();
        }
        if (value.startsWith("$")) {
            String name = value.substring(1).replaceAll("^\\{|\\}$", "");
            return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
        }
        return path(value).map(Path::toString);
    }

    boolean publicKeys() {
        return !text("pubkeyauthentication").orElse("yes").matches("no|false");
    }

    /// Whether a person may be asked.
    boolean interactive() {
        return !yes("batchmode").orElse(false);
    }

    boolean passwords() {
        return yes("passwordauthentication").orElse(true);
    }

    boolean questions() {
        return yes("kbdinteractiveauthentication").orElse(true);
    }

    int passwordAttempts() {
        return Math.clamp(number("numberofpasswordprompts").orElse(3), 1, 10);
    }

    Optional<Duration> connectTimeout() {
        return number("connecttimeout").filter(n -> n > 0).map(Duration::ofSeconds);
    }

    Optional<Duration> aliveInterval() {
        return number("serveraliveinterval").filter(n -> n > 0).map(Duration::ofSeconds);
    }

    /// Counts only together with [#aliveInterval].
    Optional<Integer> aliveCount() {
        return aliveInterval().flatMap(_ -> number("serveralivecountmax")).filter(n -> n > 0);
    }

    private Optional<String> text(String key) {
        List<String> found = values.getOrDefault(key, List.of());
        return found.isEmpty() || none(found.getFirst())
                ? Optional.empty()
                : Optional.of(found.getFirst());
    }

    private Optional<Integer> number(String key) {
        return text(key).filter(v -> v.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    private Optional<Boolean> yes(String key) {
        return text(key).map(v -> v.equals("yes") || v.equals("true"));
    }

    private List<Path> paths(String key) {
        return text(key).stream()
                .flatMap(v -> Arrays.stream(v.split(" +")))
                .filter(v -> !none(v))
                .flatMap(v -> path(v).stream())
                .toList();
    }

    private Optional<Path> path(String value) {
        String text = expandTokens(unquoted(value));
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return Optional.of(home.resolve(text.substring(Math.min(2, text.length()))));
            }
            return Optional.of(home.resolve(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean none(String value) {
        return value.isEmpty() || value.equalsIgnoreCase("none");
    }

    /// The tokens of ssh_config(5) that need no network; others stay as they are.
    private String expandTokens(String value) {
        return TOKEN.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(token(found.group().charAt(1))));
    }

    private String token(char c) {
        return switch (c) {
            case '%' -> "%";
            case 'd' -> home.toString();
            case 'h' -> hostName();
            case 'n' -> alias;
            case 'p' -> Integer.toString(port());
            case 'r' -> user();
            case 'u' -> localUser();
            default -> "%" + c;
        };
    }
}
