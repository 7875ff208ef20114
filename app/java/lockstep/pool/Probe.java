package lockstep.pool;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Http;

/// Real requests through a balancer, as its users send them: proof that a node which was put back
/// serves, beyond what the balancer's checks say.
///
/// Which node answered a request is seen from the balancer's own counts. Where it has none, so many
/// requests must be answered well in a row that each usable server should have had some.
final class Probe {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// For each member of the balancer, where it does not count.
    private static final int ROUNDS = 3;

    private final String balancer;
    private final URI url;
    private final Http http;

    /// @param url as seen from `host`
    Probe(String balancer, URI url, Host host) {
        this.balancer = balancer;
        this.url = url;
        this.http = new Http(host, LIMIT);
    }

    String balancer() {
        return balancer;
    }

    /// Sends what is needed to prove that a node answers.
    ///
    /// @param before the node's members at this balancer when the wait began
    /// @param now the same, later
    /// @param all how many members the balancer has
    /// @return what is still missing, in words; empty when it is proven
    String missing(List<Member> before, List<Member> now, int all) {
        OptionalLong then = answered(before);
        OptionalLong since = answered(now);
        boolean counted = then.isPresent() && since.isPresent();
        // A reload begins the count anew.
        boolean anew = counted && since.getAsLong() < then.getAsLong();
        if (counted && since.getAsLong() > (anew ? 0 : then.getAsLong())) {
            return "";
        }
        String wrong = "";
        for (int i = 0; i < ROUNDS * all && wrong.isEmpty(); i++) {
            wrong = one();
        }
        if (!wrong.isEmpty()) {
            wrong = "a request to " + url + " through " + balancer + " " + wrong;
        }
        return counted && wrong.isEmpty()
                ? "no request through " + balancer + " has reached it yet"
                : wrong;
    }

    /// What was wrong with one request; empty when it was answered well.
    private String one() {
        try {
            int status = http.get(url).status();
            return status < 400 ? "" : "was answered with " + status;
        } catch (FaultException e) {
            return "failed (" + e.fault().what() + ")";
        }
    }

    private static OptionalLong answered(List<Member> members) {
        long sum = 0;
        for (Member member : members) {
            if (member.load().answered().isEmpty()) {
                return OptionalLong.empty();
            }
            sum += member.load().answered().getAsLong();
        }
        return OptionalLong.of(sum);
    }
}
