package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.fleet.Node;
import lockstep.present.ImportModel.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final FileClusters clusters = new FileClusters(Shop.listings(3));
    private final ConsoleModel console =
            new ConsoleModel(clusters, InstantSource.fixed(Shop.NOW), screen, Quiet.preferences());
    private final ImportModel model = console.importing();

    @AfterEach
    void close() {
        console.close();
    }

    private void look() {
        model.look();
        screen.until("found", () -> !model.busyProperty().get());
    }

    @Test
    void aliasesBecomeNodesOnceTheyAreTicked() {
        clusters.aliases = gathered(List.of("web1", "web2", "git"), "Include x: it does not exist");
        look();
        assertThat(model.toldProperty().get()).isEqualTo("3 hosts found");
        assertThat(model.remarksProperty().get())
                .isEqualTo("Passed over: Include x: it does not exist.");
        assertThat(model.obstacleProperty().get()).isEqualTo("Tick at least two.");
        model.lines().get(0).ticked().set(true);
        model.lines().get(1).ticked().set(true);
        assertThat(model.obstacleProperty().get()).isEmpty();
        assertThat(model.cluster().nodes())
                .containsExactly(
                        new Node("web1", "web1", "/var/www", false),
                        new Node("web2", "web2", "/var/www", false));
        assertThat(model.cluster().balancers()).isEmpty();
    }

    private static Imported gathered(List<String> names, String remark) {
        Imported.Gathering gathering = new Imported.Gathering();
        names.forEach(name -> gathering.add(name, name, ""));
        gathering.remark(remark);
        return gathering.imported();
    }

    @Test
    void theServersOfAPastedConfigurationBecomeNodesAndTheBalancer() {
        model.sourceProperty().set(Source.HAPROXY_TEXT);
        model.addressProperty().set("deploy@lb1");
        model.pastedProperty()
                .set(
                        """
                        global
                          stats socket /run/admin.sock level admin
                        backend shop
                          server s1 10.0.0.1:80
                          server s2 10.0.0.2:80
                        """);
        look();
        assertThat(model.lines())
                .extracting(ImportModel.Line::about)
                .contains("shop/s1 at 10.0.0.1:80");
        Cluster cluster = model.cluster();
        assertThat(cluster.nodes()).hasSize(2);
        assertThat(cluster.balancers())
                .containsExactly(
                        new Balancer(
                                "lb1",
                                new Dialect.Haproxy("deploy@lb1", "/run/admin.sock"),
                                1,
                                List.of(
                                        new Balancer.Server("shop", "s1", "s1"),
                                        new Balancer.Server("shop", "s2", "s2"))));
        EditorModel editor = console.editor(cluster);
        editor.nameProperty().set("shop");
        assertThat(editor.problems()).isEmpty();
    }

    @Test
    void whereNothingIsFoundOrAnsweredItIsSaid() {
        model.sourceProperty().set(Source.NGINX_TEXT);
        model.pastedProperty().set("server { listen 80; }");
        look();
        assertThat(model.toldProperty().get()).contains("blocks upstream");
        model.sourceProperty().set(Source.HAPROXY_RUNNING);
        assertThat(model.toldProperty().get()).isEmpty();
        model.addressProperty().set("lb1");
        look();
        assertThat(model.toldProperty().get()).startsWith("lb1: The balancer at");
    }
}
