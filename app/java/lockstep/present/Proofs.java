package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// Which nodes a run has proved by content to be identical to a reference, and when. A scan by
/// metadata does not disturb a proof unless it finds a difference; one by content replaces it.
/// Screen thread only.
final class Proofs {
    private static final int NAMED_NODES = 4;

    /// @param ago how long before it is told
    record Proof(String node, String reference, Duration ago) {}

    private record Held(String reference, Instant at) {}

    private final InstantSource clock;
    private final Map<String, Held> held = new LinkedHashMap<>();

    Proofs(InstantSource clock) {
        this.clock = clock;
    }

    void add(List<Proof> proofs) {
        Instant now = clock.instant();
        proofs.forEach(p -> held.put(p.node(), new Held(p.reference(), now.minus(p.ago()))));
    }

    /// Forgets everything, since something newer says as much.
    void clear() {
        held.clear();
    }

    /// Keeps a proof only where its node and its reference are such.
    void retain(Predicate<String> isUnchanged) {
        held.entrySet()
                .removeIf(
                        proof ->
                                !isUnchanged.test(proof.getKey())
                                        || !isUnchanged.test(proof.getValue().reference()));
    }

    /// `web2, web3 proved by content 12 s ago, against web1`, with the age of the oldest; empty
    /// where nothing was proved against that reference.
    String text(String reference) {
        List<String> nodes =
                held.keySet().stream()
                        .filter(node -> against(node).reference().equals(reference))
                        .toList();
        if (nodes.isEmpty()) {
            return "";
        }
        Instant oldest = nodes.stream().map(n -> against(n).at()).min(Instant::compareTo).get();
        String named =
                nodes.size() <= NAMED_NODES
                        ? String.join(", ", nodes)
                        : Strings.text("proved.nodes", nodes.size());
        String ago = Words.ago(Duration.between(oldest, clock.instant()));
        return Strings.text("proved", named, ago, reference);
    }

    private Held against(String node) {
        return Objects.requireNonNull(held.get(node));
    }
}
