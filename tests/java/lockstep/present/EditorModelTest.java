package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Hook;
import lockstep.fleet.Keeping;
import lockstep.fleet.Machine;
import lockstep.fleet.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorModelTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final FileClusters clusters = new FileClusters(Shop.listings(4));
    private final ConsoleModel console =
            new ConsoleModel(clusters, InstantSource.fixed(Shop.NOW), screen, Quiet.preferences());
    @TempDir Path directory;

    @AfterEach
    void close() {
        console.close();
    }

    private EditorModel editing(Cluster cluster) throws Exception {
        Path file = directory.resolve("shop.toml");
        ClusterFile.write(cluster, file);
        console.open(file);
        screen.until("open", () -> console.clusterProperty().get() != null);
        return console.editing().orElseThrow();
    }

    @Test
    void whatIsNotChangedIsTheSameClusterAndSaysSo() throws Exception {
        Cluster shop = Shop.cluster(3);
        Hook hook =
                new Hook(
                        "after run",
                        Machine.WORKSTATION,
                        List.of("/bin/true"),
                        false,
                        Duration.ofSeconds(9),
                        List.of());
        Cluster hooked =
                new Cluster(
                        shop.name(),
                        shop.nodes(),
                        shop.reference(),
                        shop.rules(),
                        shop.balancers(),
                        true,
                        Optional.empty(),
                        List.of(hook),
                        Keeping.USUAL);
        EditorModel editor = editing(hooked);
        assertThat(editor.cluster()).isEqualTo(hooked);
        assertThat(editor.problems()).isEmpty();
        assertThat(editor.unchangedProperty().get()).isTrue();
        assertThat(editor.besides()).isEqualTo("1 hook");
    }

    @Test
    void aNewNameIsFollowedByWhateverNamesTheNode() throws Exception {
        EditorModel editor = editing(Shop.cluster(3));
        editor.nodes().get(1).nameProperty().set("blue");
        assertThat(editor.cluster().balancers().getFirst().servers())
                .contains(new Balancer.Server("shop", "web2", "blue"));
        assertThat(editor.problems()).isEmpty();
        editor.remove(editor.nodes().get(2));
        assertThat(editor.problems()).containsExactly("lb1: there is no node \"web3\".");
        editor.balancers().getFirst().serversProperty().set("shop web1 web1\nshop web2 blue");
        assertThat(editor.problems()).isEmpty();
    }

    @Test
    void nodesComeGoAndChangePlacesAndTheReferenceStays() throws Exception {
        EditorModel editor = editing(Shop.cluster(3));
        editor.raise(editor.nodes().get(2));
        assertThat(editor.cluster().nodes().get(1).name()).isEqualTo("web3");
        assertThat(editor.cluster().reference()).isEqualTo("web1");
        editor.referenceProperty().set(editor.nodes().get(1));
        assertThat(editor.cluster().reference()).isEqualTo("web3");
        editor.addNode();
        assertThat(editor.problems()).anyMatch(problem -> problem.startsWith("node 4: "));
        editor.nodes().getLast().addressProperty().set("deploy@web4.example.org:2222");
        assertThat(editor.cluster().nodes().getLast().name()).isEqualTo("web4");
        assertThat(editor.cluster().nodes().getLast().root()).isEqualTo("/srv/htdocs");
        assertThat(editor.problems()).isEmpty();
        editor.remove(editor.nodes().get(1));
        assertThat(editor.cluster().reference()).isEqualTo("web1");
    }

    @Test
    void whatWasEditedIsShownWrittenAndOpenedInItsPlace() throws Exception {
        EditorModel editor = editing(Shop.cluster(3));
        ClusterModel before = console.clusterProperty().get();
        editor.addNode();
        editor.nodes().getLast().addressProperty().set("web4");
        editor.rulesProperty().set("- /cache/\n\n- *.log\n");
        @Nullable Revision[] made = {null};
        console.revisions().prepare(editor.cluster(), r -> made[0] = r, _ -> {});
        screen.until("prepared", () -> made[0] != null);
        Revision revision = Objects.requireNonNull(made[0]);
        assertThat(revision.after()).contains("\"- *.log\"").contains("name = \"web4\"");
        console.revisions().write(revision, () -> {}, _ -> {});
        screen.until("written", () -> console.clusterProperty().get() != before);
        ClusterModel now = Objects.requireNonNull(console.clusterProperty().get());
        assertThat(now.cards()).hasSize(4);
        assertThat(now.scans().scanningProperty().get()).isFalse();
    }

    @Test
    void aNewClusterNeedsANameAndTwoNodes() {
        EditorModel editor = console.editor(new Cluster("", List.of(), "", List.of(), List.of()));
        editor.addNode();
        editor.nodes().getFirst().addressProperty().set("web1");
        editor.nodes().getFirst().rootProperty().set("/srv/../www");
        assertThat(editor.problems())
                .anyMatch(p -> p.startsWith("A cluster needs at least two"))
                .anyMatch(p -> p.startsWith("name: "))
                .anyMatch(p -> p.startsWith("web1: the path"));
        editor.nameProperty().set("shop");
        editor.nodes().getFirst().rootProperty().set("/srv/www");
        editor.addNode();
        editor.nodes().getLast().addressProperty().set("web2");
        assertThat(editor.problems()).isEmpty();
        editor.addHaproxy();
        editor.balancers().getFirst().addressProperty().set("lb1");
        assertThat(editor.cluster().balancers().getFirst().servers())
                .containsExactly(
                        new Balancer.Server("backend", "web1", "web1"),
                        new Balancer.Server("backend", "web2", "web2"));
        assertThat(editor.problems()).isEmpty();
    }

    @Test
    void aNodeIsCalledAsItsAddressUntilSomebodyNamesIt() {
        assertThat(EditedNode.nameOf("deploy@web1.example.org:2222")).isEqualTo("web1");
        assertThat(EditedNode.nameOf("10.0.0.7:22")).isEqualTo("10.0.0.7");
        assertThat(EditedNode.nameOf("[2001:db8::1]:22")).isEqualTo("2001-db8-1-22");
        EditorModel editor = console.editor(new Cluster("", List.of(), "", List.of(), List.of()));
        editor.addNode();
        EditedNode node = editor.nodes().getFirst();
        node.addressProperty().set("web1");
        node.addressProperty().set("web12.example.org");
        assertThat(node.nameProperty().get()).isEqualTo("web12");
        node.nameProperty().set("blue");
        node.addressProperty().set("web3");
        assertThat(node.nameProperty().get()).isEqualTo("blue");
    }
}
