package lockstep.pool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import org.jspecify.annotations.Nullable;

/// The wish that a node takes requests again, everywhere: its checks pass, and where a balancer has
/// a probe, real requests through it are answered too.
final class Up implements Watch.Wish {
    private final String node;
    private final List<Probing> probes;
    private @Nullable List<Member> first;

    /// A probe with the number of members that its balancer has.
    record Probing(Probe probe, int members) {}

    Up(String node, List<Probing> probes) {
        this.node = node;
        this.probes = probes;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public String missing(List<Member> members, Duration waited) {
        List<Member> before = first == null ? members : first;
        first = before;
        String down =
                members.stream()
                        .filter(m -> m.state() != State.UP)
                        .map(m -> m.place() + " is " + m.state() + " (" + m.reason() + ")")
                        .collect(Collectors.joining(", "));
        return down.isEmpty()
                ? probes.stream()
                        .map(p -> missing(p, before, members))
                        .filter(missing -> !missing.isEmpty())
                        .collect(Collectors.joining(", "))
                : down;
    }

    private static String missing(Probing probing, List<Member> before, List<Member> now) {
        String balancer = probing.probe().balancer();
        List<Member> here = of(balancer, now);
        return here.isEmpty()
                ? ""
                : probing.probe().missing(of(balancer, before), here, probing.members());
    }

    private static List<Member> of(String balancer, List<Member> members) {
        return members.stream().filter(m -> m.balancer().equals(balancer)).toList();
    }

    @Override
    public Fault late(String missing, Duration limit) {
        return new Fault.GuardTripped(
                node,
                "It is not up after " + limit.toSeconds() + " s: " + missing + ".",
                "Mend what its health check finds; the balancer takes it back by itself then.");
    }

    /// What a wait for it found, in words.
    String note(Watch.Seen seen) {
        if (seen.members().isEmpty()) {
            return "in no pool";
        }
        Stream<String> found = seen.members().stream().map(this::found);
        return found.collect(Collectors.joining(", "));
    }

    private String found(Member member) {
        boolean probed =
                probes.stream().anyMatch(p -> p.probe().balancer().equals(member.balancer()));
        String proof =
                probed
                        ? "; a request through " + member.balancer() + " was answered"
                        : member.health() == Member.Health.UNCHECKED
                                ? "; nothing proves that it answers, a probe would"
                                : "";
        return member.place() + ": " + member.reason() + proof;
    }
}
