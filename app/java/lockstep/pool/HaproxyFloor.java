package lockstep.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// Keeps enough servers in every backend.
///
/// Backup servers often serve nothing but an apology, so they do not make up for active ones that
/// leave. Only where no active server is usable anyhow they are what serves, and then just one of
/// them: whether a backend uses all its backups at once (`option allbackups`) is not told.
///
/// @param least usable servers that must stay in each backend
record HaproxyFloor(String balancer, int least) {
    /// @param leaving places that would leave, with all that follow them
    /// @return the backends that would lose a usable server, and which role serves each now;
    ///     taking out what is out costs nothing
    /// @throws FaultException `CapacityTooLow` for the first that would have too few left
    Map<String, HaproxyServer.Role> check(HaproxyLook look, Set<String> leaving)
            throws FaultException {
        Map<String, HaproxyServer.Role> losing = new LinkedHashMap<>();
        for (HaproxyServer server : look.servers().values()) {
            HaproxyServer.Role serving = serving(look, server.backend());
            if (leaving.contains(server.place()) && server.usable() && server.role() == serving) {
                losing.put(server.backend(), serving);
            }
        }
        for (Map.Entry<String, HaproxyServer.Role> one : losing.entrySet()) {
            int left = left(look, one.getKey(), one.getValue(), leaving);
            if (left < least) {
                String besides = besides(look, one.getKey(), one.getValue(), leaving);
                throw new FaultException(
                        new Fault.CapacityTooLow(balancer, one.getKey(), left, least, besides));
            }
        }
        return losing;
    }

    /// Whether it still holds after those backends have lost what they were to lose; the balancer
    /// has other operators, and checks of its own.
    ///
    /// @param losing as [#check] returned it
    /// @throws FaultException `GuardTripped`
    void recheck(HaproxyLook look, Map<String, HaproxyServer.Role> losing, String node)
            throws FaultException {
        for (Map.Entry<String, HaproxyServer.Role> one : losing.entrySet()) {
            int left = left(look, one.getKey(), one.getValue(), Set.of());
            if (left < least) {
                throw new FaultException(
                        new Fault.GuardTripped(
                                balancer,
                                ("Backend %s has %d usable servers since %s left; its floor is %d."
                                                + " Others left it at the same moment, or began to"
                                                + " fail.")
                                        .formatted(one.getKey(), left, node, least),
                                node + " is out. Put it or another back, or override knowingly."));
            }
        }
    }

    private static HaproxyServer.Role serving(HaproxyLook look, String backend) {
        return usable(look, backend, HaproxyServer.Role.ACTIVE, Set.of()).isEmpty()
                ? HaproxyServer.Role.BACKUP
                : HaproxyServer.Role.ACTIVE;
    }

    private static int left(
            HaproxyLook look, String backend, HaproxyServer.Role role, Set<String> leaving) {
        int usable = usable(look, backend, role, leaving).size();
        return switch (role) {
            case ACTIVE -> usable;
            case BACKUP -> Math.min(1, usable);
        };
    }

    private static String besides(
            HaproxyLook look, String backend, HaproxyServer.Role role, Set<String> leaving) {
        List<HaproxyServer> backups =
                role == HaproxyServer.Role.BACKUP
                        ? List.of()
                        : usable(look, backend, HaproxyServer.Role.BACKUP, leaving);
        return backups.isEmpty()
                ? ""
                : "Not counted: the backup server"
                        + (backups.size() == 1 ? " " : "s ")
                        + backups.stream()
                                .map(s -> Visible.text(s.name(), 100))
                                .collect(Collectors.joining(", ", "", "."));
    }

    private static List<HaproxyServer> usable(
            HaproxyLook look, String backend, HaproxyServer.Role role, Set<String> without) {
        return look.servers().values().stream()
                .filter(s -> s.backend().equals(backend) && s.role() == role && s.usable())
                .filter(s -> !without.contains(s.place()))
                .toList();
    }
}
