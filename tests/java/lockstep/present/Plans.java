package lockstep.present;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;

/// Plans and clusters for tests of everything that shows them.
public final class Plans {
    private Plans() {}

    /// web1 to web3, behind a balancer.
    public static Cluster pooled() {
        Balancer lb1 =
                new Balancer(
                        "lb1",
                        new Dialect.Haproxy("lb1", "/run/haproxy.sock"),
                        1,
                        List.of(
                                new Balancer.Server("www", "w2", "web2"),
                                new Balancer.Server("www", "w3", "web3")));
        return cluster(List.of(lb1));
    }

    /// web1 to web3, in no pool.
    public static Cluster unpooled() {
        return cluster(List.of());
    }

    private static Cluster cluster(List<Balancer> balancers) {
        List<Node> nodes =
                List.of("web1", "web2", "web3").stream()
                        .map(name -> new Node(name, name, "/srv/www", false))
                        .toList();
        return new Cluster("shop", nodes, "web1", List.of(), balancers);
    }

    /// The same plan, with that found on its nodes.
    public static PlanModel checked(PlanModel model, Findings findings, List<Caution> cautions) {
        return model.checkedBy((_, _, _) -> findings, cautions);
    }

    /// A chosen row.
    public static Plan.Row row(String path, Plan.Action action, long bytes, String reason) {
        return new Plan.Row(TreePath.of(path), action, bytes, reason, true);
    }

    /// As many rows as asked for.
    public static List<Plan.Row> rows(int count, Plan.Action action, long bytes) {
        List<Plan.Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String path =
                    "htdocs/assets/%s-%05d.js"
                            .formatted(action.name().toLowerCase(java.util.Locale.ROOT), i);
            rows.add(
                    row(
                            path,
                            action,
                            bytes,
                            action == Plan.Action.DELETE ? "only there" : "content"));
        }
        return rows;
    }

    /// A node with `copies` new files of 1 kB and `deletions` of 10 bytes.
    public static Plan.Target target(String node, int copies, int deletions) {
        List<Plan.Row> rows = new ArrayList<>(rows(copies, Plan.Action.CREATE, 1_000));
        rows.addAll(rows(deletions, Plan.Action.DELETE, 10));
        return target(node, rows);
    }

    /// These rows, made from nothing: for plans that nobody carries out.
    public static Plan.Target target(String node, List<Plan.Row> rows) {
        Listing nothing = TreeSketch.byMetadata().build();
        return new Plan.Target(node, rows, new Plan.Seen(nothing, nothing));
    }

    public static Plan plan(Plan.Target... targets) {
        return new Plan("web1", List.of(targets));
    }

    /// What an operator sees on an ordinary day: three nodes, each kind of action, odd names.
    public static Plan ordinary() {
        List<Plan.Row> web2 =
                List.of(
                        row("htdocs/assets/app.js", Plan.Action.UPDATE, 84_213, "content"),
                        row("htdocs/assets/app.css", Plan.Action.UPDATE, 21_044, "content"),
                        row("htdocs/assets/logo.svg", Plan.Action.CREATE, 4_096, "missing"),
                        row("htdocs/assets/hero@2x.webp", Plan.Action.CREATE, 1_482_910, "missing"),
                        row(
                                "htdocs/index.html",
                                Plan.Action.UPDATE,
                                12_873,
                                "content, same size and time"),
                        row(
                                "htdocs/robots.txt",
                                Plan.Action.ATTRIBUTES,
                                66,
                                "mode 0600, should be 0644"),
                        row("htdocs/video/intro.mp4", Plan.Action.UPDATE, 64L << 20, "content"),
                        row("htdocs/odd\nname\u202e.txt", Plan.Action.CREATE, 12, "missing"),
                        row(
                                "htdocs/old/debug.log",
                                Plan.Action.DELETE,
                                1_200_000_000,
                                "only on web2"),
                        row("htdocs/old/app.js.bak", Plan.Action.DELETE, 80_113, "only on web2"));
        List<Plan.Row> web3 =
                List.of(
                        row("htdocs/assets/app.js", Plan.Action.UPDATE, 84_213, "content"),
                        row("htdocs/latest", Plan.Action.UPDATE, 18, "link target"),
                        row(
                                "htdocs/upload",
                                Plan.Action.ATTRIBUTES,
                                0,
                                "owner 33:33, should be 0:33"));
        return plan(target("web2", web2), target("web3", web3));
    }

    /// A screen that shows at once, on whatever thread calls.
    public static Backstage atOnce() {
        Executor direct = Runnable::run;
        return new Backstage(direct);
    }

    /// The same rows with none chosen.
    static List<Plan.Row> none(List<Plan.Row> rows) {
        return Collections.unmodifiableList(rows.stream().map(r -> r.choose(false)).toList());
    }
}
