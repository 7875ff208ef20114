package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;

/// Changes that nobody has thought of, of the file that shows every key.
class ClusterEditAnyTest {
    private static Cluster read(String text) throws FaultException {
        return ClusterReader.read(text, "shop.toml");
    }

    private static String edited(String text, Cluster wanted) throws FaultException {
        String edited = ClusterEdit.of(text, wanted, "shop.toml");
        assertThat(read(edited)).isEqualTo(wanted);
        return edited;
    }

    /// Whatever is asked of the file that shows every key, the result says exactly that, and no
    /// comment that stands on a line of its own above a blank line is lost.
    @Test
    void anyChangesOfTheExampleAreExact() throws FaultException {
        Random random = new Random(7);
        String text = ClusterFile.example();
        for (int round = 0; round < 60; round++) {
            Cluster now = read(text);
            List<String> rules = new ArrayList<>(now.rules());
            Collections.shuffle(rules, random);
            if (!rules.isEmpty() && random.nextBoolean()) {
                rules.removeLast();
            }
            rules.add(random.nextInt(rules.size() + 1), "- /made-" + round + "/[x]\\");
            List<Node> nodes = new ArrayList<>(now.nodes());
            Collections.shuffle(nodes, random);
            nodes.add(
                    random.nextInt(nodes.size() + 1),
                    new Node("n" + round, "n" + round, "/srv/" + round, random.nextBoolean()));
            List<Balancer> balancers = new ArrayList<>(now.balancers());
            Collections.shuffle(balancers, random);
            List<Hook> hooks = new ArrayList<>(now.hooks());
            Collections.shuffle(hooks, random);
            text =
                    edited(
                            text,
                            new Cluster(
                                    now.name(),
                                    nodes,
                                    nodes.getLast().name(),
                                    rules,
                                    balancers,
                                    random.nextBoolean(),
                                    now.health(),
                                    hooks,
                                    now.keeping()));
        }
        assertThat(text)
                .contains("# Cluster file of Lockstep: which directories")
                .contains("# Whether what goes to and from the nodes is compressed")
                .contains("# NGINX Plus: through its API, which must be writable");
    }
}
