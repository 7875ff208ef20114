package lockstep.present;

import static lockstep.present.Strings.text;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.pool.Member;

/// One server that the cluster file names, and what its balancer says of it. Screen thread only.
public final class PoolRow {
    /// What the last look saw.
    ///
    /// @param member empty when nobody could be asked, or nobody has looked yet
    /// @param silence why its balancer did not answer; empty when it did
    public record Sight(Optional<Member> member, Optional<Fault> silence) {
        static final Sight NONE = new Sight(Optional.empty(), Optional.empty());

        /// By which strings and style sheets know the state: that of the server, `UNANSWERED` or
        /// `UNSEEN`.
        public String key() {
            return member.map(seen -> seen.state().name())
                    .orElse(silence.isPresent() ? "UNANSWERED" : "UNSEEN");
        }

        /// The state in a word or two.
        public String state() {
            return text("state." + key());
        }

        /// Something of the server; empty while nothing is known of it.
        public String said(Function<Member, String> what) {
            return member.map(what).orElse("");
        }

        /// Why it is so, in the balancer's words, or why nobody knows.
        public String reason() {
            return member.map(Member::reason).orElse(silence.map(Fault::message).orElse(""));
        }
    }

    private final String balancer;
    private final String backend;
    private final String server;
    private final NodeCard card;
    private final ReadOnlyObjectWrapper<Sight> sight = new ReadOnlyObjectWrapper<>(Sight.NONE);

    PoolRow(String balancer, String backend, String server, NodeCard card) {
        this.balancer = balancer;
        this.backend = backend;
        this.server = server;
        this.card = card;
    }

    public String balancer() {
        return balancer;
    }

    public String backend() {
        return backend;
    }

    public String server() {
        return server;
    }

    /// The node that it is.
    public NodeCard card() {
        return card;
    }

    public String node() {
        return card.name();
    }

    /// `balancer/backend`.
    public String pool() {
        return balancer + "/" + backend;
    }

    public ReadOnlyObjectProperty<Sight> sightProperty() {
        return sight.getReadOnlyProperty();
    }

    public Sight sight() {
        return sight.get();
    }

    void look(Sight now) {
        sight.set(now);
    }

    boolean is(Member member) {
        return member.balancer().equals(balancer)
                && member.backend().equals(backend)
                && member.server().equals(server);
    }

    /// All of it in a line, its parts separated by tabs.
    public String copied() {
        Sight seen = sight.get();
        return String.join(
                "\t",
                balancer,
                backend,
                server,
                node(),
                seen.state(),
                seen.said(PoolWords::since),
                seen.said(PoolWords::health),
                seen.said(member -> PoolWords.figure(member.sessions())),
                seen.said(member -> PoolWords.figure(member.queued())),
                seen.said(member -> PoolWords.figure(member.weight())),
                seen.reason());
    }
}
