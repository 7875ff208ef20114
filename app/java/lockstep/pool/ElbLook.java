package lockstep.pool;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;

/// The target groups of a balancer at one moment, asked about servers of the cluster file.
///
/// @param groups by backend; empty where there is no such group
/// @param everRegistered [Balancer.Server#place]s that were seen registered at some time
record ElbLook(Map<String, Optional<ElbGroup.Seen>> groups, Set<String> everRegistered) {
    Optional<ElbGroup.Seen> group(String backend) {
        return groups.getOrDefault(backend, Optional.empty());
    }

    /// One that is there.
    ElbGroup known(String backend) {
        return group(backend)
                .map(ElbGroup.Seen::group)
                .orElseThrow(() -> new IllegalStateException("no group " + backend));
    }

    /// What is registered under that name.
    Optional<ElbTarget> target(Balancer.Server server) {
        return group(server.backend()).flatMap(seen -> seen.find(ElbName.of(server.name())));
    }

    State state(Balancer.Server server) {
        Optional<ElbTarget> target = target(server);
        if (target.isPresent()) {
            return target.get().state();
        }
        return possible(server) ? State.MAINT : State.ABSENT;
    }

    private boolean possible(Balancer.Server server) {
        return group(server.backend())
                .filter(seen -> ElbName.of(server.name()).fits(seen.group().type()))
                .isPresent();
    }

    /// Why the state is what it is, in words.
    String reason(Balancer.Server server) {
        Optional<ElbGroup.Seen> seen = group(server.backend());
        if (seen.isEmpty()) {
            return "there is no target group " + Visible.text(server.backend(), 250) + " here";
        }
        ElbGroup group = seen.get().group();
        ElbName name = ElbName.of(server.name());
        Optional<ElbTarget> target = seen.get().find(name);
        if (target.isPresent()) {
            return target.get().reason(group.attributes());
        }
        if (!name.fits(group.type())) {
            return Visible.text(name.id(), 100)
                    + " cannot be a target of this group, whose targets are of type "
                    + group.type();
        }
        return everRegistered.contains(server.place())
                ? "not registered any more: taken out"
                : "not registered: taken out, or never put in" + elsewhere(seen.get(), name);
    }

    private static String elsewhere(ElbGroup.Seen seen, ElbName name) {
        String ports =
                seen.targets().stream()
                        .filter(target -> target.id().equals(name.id()))
                        .map(target -> String.valueOf(target.port()))
                        .collect(Collectors.joining(", "));
        return ports.isEmpty()
                ? ""
                : " with port " + name.portIn(seen.group()) + ", but with " + ports;
    }

    /// The same for ever, unless a group was deleted and made anew under its name.
    String epoch() {
        return groups.values().stream()
                .map(seen -> seen.map(s -> s.group().arn()).orElse("none"))
                .collect(Collectors.joining(" "));
    }
}
