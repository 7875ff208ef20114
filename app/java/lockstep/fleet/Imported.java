package lockstep.fleet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Visible;

/// What another program's configuration names that may become nodes. Whatever that configuration
/// holds, this is small, and its names and addresses are such as a cluster file takes. Immutable.
///
/// @param found in the order in which it was found
/// @param socket where a HAProxy's runtime API is, if its configuration says so
/// @param remarks what was passed over, and why
public record Imported(List<Found> found, Optional<String> socket, List<String> remarks) {
    /// The most that is looked at of a configuration, in characters.
    public static final int MAX_TEXT = 1 << 20;

    private static final int MOST_FOUND = 2_000;
    private static final int MOST_REMARKS = 20;

    public Imported {
        found = List.copyOf(found);
        remarks = List.copyOf(remarks);
    }

    /// A host that may become a node.
    ///
    /// @param name unique among what was found
    /// @param address in the form of [Node#address]
    /// @param detail what else is said of it, made visible; may be empty
    /// @param places where a balancer has it
    public record Found(String name, String address, String detail, List<Place> places) {
        public Found {
            places = List.copyOf(places);
        }
    }

    /// A server of a backend of a balancer.
    public record Place(String backend, String server) {}

    /// Gathers what a reader finds; one host is found once, with all its places. One thread.
    public static final class Gathering {
        private final Map<String, Host> byAddress = new LinkedHashMap<>();
        private final Set<String> names = new HashSet<>();
        private final Set<Place> places = new HashSet<>();
        private final List<String> remarks = new ArrayList<>();
        private Optional<String> socket = Optional.empty();
        private int passedOver;

        /// @param places grows
        private record Host(String name, String detail, List<Place> places) {}

        /// Something that is no node's address is remarked upon and passed over.
        ///
        /// @param name what it is called there
        /// @param detail made visible
        public void add(String name, String address, String detail) {
            host(name, address, detail);
        }

        /// A server of a balancer, as [#add(String, String, String)]. Of one that is there twice
        /// the first counts.
        public void add(Place place, String host, String detail) {
            String address = host.contains(":") ? "[" + host + "]" : host;
            if (Grammar.longToken(place.backend()).isPresent()
                    || Grammar.longToken(place.server()).isPresent()) {
                remark(
                        Visible.text(place.backend() + "/" + place.server(), 100)
                                + " has a name that a cluster file does not take");
            } else if (places.size() == MOST_FOUND) {
                passedOver++;
            } else if (places.add(place)) {
                host(place.server(), address, detail).ifPresent(h -> h.places().add(place));
            }
        }

        private Optional<Host> host(String name, String address, String detail) {
            Host before = byAddress.get(address);
            if (before != null) {
                return Optional.of(before);
            }
            if (byAddress.size() == MOST_FOUND) {
                passedOver++;
                return Optional.empty();
            }
            if (Grammar.address(address).isPresent()) {
                remark("\"" + Visible.text(address, 60) + "\" cannot be the address of a node");
                return Optional.empty();
            }
            Host found = new Host(unique(name, address), detail, new ArrayList<>());
            byAddress.put(address, found);
            return Optional.of(found);
        }

        /// A name that a cluster file takes, and nobody else has.
        private String unique(String name, String address) {
            String host = address.substring(address.lastIndexOf('@') + 1);
            String plain =
                    Grammar.name(name).isEmpty()
                            ? name
                            : host.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+", "");
            String first =
                    plain.isEmpty() ? "node" : plain.substring(0, Math.min(50, plain.length()));
            String now = first;
            for (int i = 2; !names.add(now); i++) {
                now = first + "-" + i;
            }
            return now;
        }

        /// Says that something was passed over, and why, made visible and without a full stop.
        public void remark(String remark) {
            if (remarks.size() < MOST_REMARKS) {
                remarks.add(remark);
            } else {
                passedOver++;
            }
        }

        /// The first one that a cluster file takes counts.
        public void socket(String path) {
            if (socket.isEmpty() && Grammar.socket(path).isEmpty()) {
                socket = Optional.of(path);
            }
        }

        /// All of it.
        public Imported imported() {
            List<Found> found = new ArrayList<>();
            byAddress.forEach(
                    (address, h) ->
                            found.add(new Found(h.name(), address, h.detail(), h.places())));
            List<String> all = new ArrayList<>(remarks);
            if (passedOver > 0) {
                all.add("and " + passedOver + " more");
            }
            return new Imported(found, socket, all);
        }
    }
}
