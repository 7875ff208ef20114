package lockstep.fleet;

import java.util.List;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// TOML text to a sound [Cluster], in three passes of which each needs the one before: the
/// grammar, the keys and types, the rules between the values.
final class ClusterReader {
    private ClusterReader() {}

    /// @param file what messages call the file, made visible
    /// @throws FaultException `FileInvalid` with the findings of the first pass that has any
    static Cluster read(String text, String file) throws FaultException {
        Findings findings = new Findings(file);
        TomlParseResult toml = Toml.parse(text, TomlParseOptions.sourceless());
        toml.errors()
                .forEach(
                        e -> findings.add(e.position(), Visible.text(reason(e.getMessage()), 300)));
        findings.raiseIfAny();
        Cluster cluster = cluster(new Section(toml, "", TomlPosition.positionAt(1, 1), findings));
        findings.raiseIfAny();
        cluster.problems().forEach(findings::add);
        findings.raiseIfAny();
        return cluster;
    }

    private static Cluster cluster(Section top) {
        String name = top.text("name");
        String reference = top.text("reference");
        List<String> rules = top.texts("rules");
        boolean compress = top.flag("compress");
        List<Node> nodes = top.sections("node").stream().map(ClusterReader::node).toList();
        List<Balancer> balancers =
                top.sections("balancer").stream().map(BalancerReader::read).toList();
        Optional<Health> health = top.sectionIfAny("health").map(HealthReader::read);
        List<Hook> hooks = top.sections("hook").stream().map(HookReader::read).toList();
        Keeping keeping =
                top.sectionIfAny("snapshots").map(KeepingReader::read).orElse(Keeping.USUAL);
        top.end();
        return new Cluster(
                name, nodes, reference, rules, balancers, compress, health, hooks, keeping);
    }

    private static Node node(Section section) {
        String name = section.text("name");
        String address = section.text("address");
        String root = section.text("root");
        boolean plain = root.length() < 2 || !root.endsWith("/");
        boolean sudo = section.flag("sudo");
        section.end();
        return new Node(name, address, plain ? root : root.substring(0, root.length() - 1), sudo);
    }

    private static String reason(@Nullable String message) {
        return message == null ? "not TOML" : message;
    }
}
