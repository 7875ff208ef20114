package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Imported;
import lockstep.fleet.Imported.Gathering;
import lockstep.fleet.Imported.Place;
import lockstep.link.Host;

/// The servers that balancers know, for nodes that are to be. Texts are pasted by a person or come
/// from a peer, and may hold anything.
public final class ServerImport {
    private static final Set<String> WITH_SERVERS = Set.of("backend", "listen");
    private static final Set<String> SECTIONS =
            Set.of(
                    "global",
                    "defaults",
                    "frontend",
                    "backend",
                    "listen",
                    "peers",
                    "userlist",
                    "resolvers",
                    "mailers",
                    "program",
                    "http-errors",
                    "ring",
                    "log-forward",
                    "cache",
                    "fcgi-app",
                    "crt-store",
                    "traces",
                    "acme",
                    "log-profile");

    /// `ipv4@`, `unix@` and the like before an address.
    private static final Pattern FAMILY = Pattern.compile("^([a-z0-9+]+)@(.*)$");

    /// A host with what may stand behind it; names and numbers only.
    private static final Pattern HOST_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9_.-]+))(?::[-+]?[0-9]*)?");

    private static final Pattern IPV6_PORT =
            Pattern.compile("([0-9A-Fa-f:]*::?[0-9A-Fa-f:.]*):[0-9]+");

    private final Gathering gathering = new Gathering();

    private ServerImport() {}

    /// The `server` lines in the blocks `backend` and `listen` of a configuration of HAProxy, or of
    /// parts of one.
    public static Imported haproxy(String configuration) {
        ServerImport read = new ServerImport();
        read.sections(bounded(configuration, read.gathering));
        return read.gathering.imported();
    }

    private static String bounded(String text, Gathering gathering) {
        if (text.length() <= Imported.MAX_TEXT) {
            return text;
        }
        gathering.remark("only the first " + Imported.MAX_TEXT + " characters were read");
        return text.substring(0, Imported.MAX_TEXT);
    }

    private void sections(String text) {
        String section = "";
        String name = "";
        for (String line : text.lines().toList()) {
            List<String> words = HaproxyWords.of(line);
            String first = words.isEmpty() ? "" : words.getFirst();
            if (SECTIONS.contains(first)) {
                section = first;
                name = words.size() > 1 ? words.get(1) : "";
            } else if (WITH_SERVERS.contains(section)) {
                server(name, words);
            } else if (section.equals("global")
                    && words.size() > 2
                    && words.get(1).equals("socket")) {
                socket(words);
            }
        }
    }

    /// One on which servers can be switched is worth more than one for looking only.
    private void socket(List<String> words) {
        int level = words.indexOf("level");
        boolean admin =
                level > 0 && level + 1 < words.size() && words.get(level + 1).equals("admin");
        if (words.getFirst().equals("stats") && admin) {
            gathering.socket(words.get(2).replaceFirst("^(unix@|ipv4@|ipv6@)", ""));
        }
    }

    private void server(String backend, List<String> words) {
        if (words.size() > 2 && words.getFirst().equals("server")) {
            List<String> options = words.subList(3, words.size());
            String detail = options.contains("backup") ? "backup" : "";
            found(new Place(backend, words.get(1)), words.get(2), detail);
        } else if (!words.isEmpty() && words.getFirst().equals("server-template")) {
            gathering.remark(
                    "server-template of "
                            + Visible.text(backend, 60)
                            + ": it names no single servers; its runtime API does");
        }
    }

    private void found(Place place, String written, String detail) {
        String where = Visible.text(place.backend() + "/" + place.server(), 100);
        Matcher family = FAMILY.matcher(written);
        boolean prefixed = family.matches();
        if (prefixed && !family.group(1).matches("(tcp|quic)?[46]?|ipv[46]|tcp[46]")) {
            gathering.remark(where + " is at " + Visible.text(written, 60) + ", which is no host");
            return;
        }
        String address = prefixed ? family.group(2) : written;
        Matcher bare = IPV6_PORT.matcher(address);
        Matcher host = HOST_PORT.matcher(address);
        boolean numeric = address.chars().filter(c -> c == ':').count() > 1;
        if (numeric && bare.matches()) {
            gathering.add(place, bare.group(1), said(address, detail));
        } else if (host.matches() && !address.startsWith("0.0.0.0")) {
            String name = host.group(1) == null ? host.group(2) : host.group(1);
            gathering.add(place, name, said(address, detail));
        } else {
            gathering.remark(where + " is at " + Visible.text(written, 60) + ", which is no host");
        }
    }

    private static String said(String address, String detail) {
        return Visible.text(detail.isEmpty() ? address : address + ", " + detail, 100);
    }

    /// The servers of a HAProxy that runs, as its runtime API tells them. Blocks.
    ///
    /// @param socket as in [lockstep.fleet.Dialect.Haproxy]
    /// @throws FaultException `BalancerUnreachable`; what the host raises
    public static Imported haproxy(Host host, String socket) throws FaultException {
        HaproxyChannel channel = new HaproxyChannel(host.name(), socket, host, _ -> {});
        HaproxyReader reader = new HaproxyReader(channel, Set.of(), InstantSource.system());
        ServerImport read = new ServerImport();
        for (HaproxyServer server : reader.look().servers().values()) {
            String detail = server.role() == HaproxyServer.Role.BACKUP ? "backup" : "";
            read.found(new Place(server.backend(), server.name()), server.address(), detail);
        }
        read.gathering.socket(socket);
        return read.gathering.imported();
    }

    /// The servers of the blocks `upstream` of a configuration of nginx, or of parts of one. What
    /// nginx could not read is remarked upon.
    public static Imported nginx(String configuration) {
        ServerImport read = new ServerImport();
        String text = bounded(configuration, read.gathering);
        try {
            NginxFile file = NginxFile.parse(text.getBytes(StandardCharsets.UTF_8));
            for (NginxServer server : file.servers()) {
                String address = server.words().get(1).value();
                read.found(new Place(server.upstream(), address), address, "");
            }
        } catch (NginxGarbled e) {
            read.gathering.remark(Visible.text(e.reason(), 200));
        }
        return read.gathering.imported();
    }
}
