package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lockstep.fleet.Cluster;
import lockstep.fleet.Imported;
import lockstep.fleet.Imported.Found;
import lockstep.fleet.Imported.Place;
import lockstep.fleet.Node;
import lockstep.fleet.Rules;
import org.junit.jupiter.api.Test;

class ServerImportTest {
    private static final String REAL =
            """
            global
                log /dev/log local0
                stats socket /run/haproxy/look.sock mode 660
                stats socket unix@/run/haproxy/admin.sock mode 660 level admin expose-fd listeners
                # stats socket /commented level admin

            defaults
                mode http
                timeout server 30s

            frontend web
                bind :80
                default_backend shop

            backend shop   # the shop
                balance roundrobin
                option httpchk GET /health
                default-server inter 2s
                server web1 10.0.0.1:8080 check cookie w1
                server web2 ipv4@web2.example.org:8080 check backup
                server "web3" [2001:db8::3]:8080 check weight 10 # third
                server web4 2001:db8::4:8080 check
            \tserver\tweb5   web5.example.org
                server spare unix@/run/spare.sock
                server moving "${SPARE}:80"
                server-template srv 1-3 _http._tcp.example.org

            listen api
                bind :81
                server a1 10.0.0.1:9090
                server a2 10.0.0.9:+100 disabled

            peers mine
                server here 10.0.0.77:1024
            """;

    @Test
    void theServersOfARealConfigurationAreFoundByHost() {
        Imported imported = ServerImport.haproxy(REAL);
        assertThat(imported.socket()).contains("/run/haproxy/admin.sock");
        assertThat(imported.found())
                .extracting(Found::name, Found::address)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("web1", "10.0.0.1"),
                        org.assertj.core.groups.Tuple.tuple("web2", "web2.example.org"),
                        org.assertj.core.groups.Tuple.tuple("web3", "[2001:db8::3]"),
                        org.assertj.core.groups.Tuple.tuple("web4", "[2001:db8::4]"),
                        org.assertj.core.groups.Tuple.tuple("web5", "web5.example.org"),
                        org.assertj.core.groups.Tuple.tuple("a2", "10.0.0.9"));
        assertThat(imported.found().getFirst().places())
                .containsExactly(new Place("shop", "web1"), new Place("api", "a1"));
        assertThat(imported.found().get(1).detail()).isEqualTo("web2.example.org:8080, backup");
        assertThat(imported.remarks())
                .hasSize(3)
                .anyMatch(r -> r.contains("shop/spare"))
                .anyMatch(r -> r.contains("${SPARE}"))
                .anyMatch(r -> r.contains("server-template"));
    }

    @Test
    void theUpstreamsOfAnNginxAreFoundAsItsFileNamesThem() {
        Imported imported =
                ServerImport.nginx(
                        """
                        upstream shop {
                            least_conn;
                            server 10.0.0.1:8080 weight=5;
                            server "web2.example.org" down;
                            server [2001:db8::3]:80 backup;
                            server unix:/run/x.sock;
                            keepalive 16;
                        }
                        server { listen 80; location / { proxy_pass http://shop; } }
                        """);
        assertThat(imported.found())
                .extracting(Found::address)
                .containsExactly("10.0.0.1", "web2.example.org", "[2001:db8::3]");
        assertThat(imported.found().getFirst().places())
                .containsExactly(new Place("shop", "10.0.0.1:8080"));
        assertThat(imported.remarks()).singleElement().asString().contains("unix:/run/x.sock");
        Imported cut = ServerImport.nginx("upstream shop { server 10.0.0.1;");
        assertThat(cut.found()).isEmpty();
        assertThat(cut.remarks()).hasSize(1);
    }

    @Test
    void twoServersOfOneNameOnTwoHostsGetTwoNames() {
        Imported imported =
                ServerImport.haproxy(
                        "backend a\nserver s1 h1:80\nbackend b\nserver s1 h2:80\nserver .x h3:80\n");
        assertThat(imported.found()).extracting(Found::name).containsExactly("s1", "s1-2", "h3");
    }

    /// Whatever is pasted: it ends, it is small, and every host makes a sound cluster.
    @Test
    void anythingMayBePasted() {
        Random random = new Random(11);
        String letters = "server backend listen\n\t \"'\\#:[]@/.${}abc019-_\u202E\u0000ü;upstream";
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder(REAL);
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
            }
            sound(ServerImport.haproxy(text.toString()));
            sound(ServerImport.nginx(text.toString()));
        }
        StringBuilder hosts = new StringBuilder("backend b\n");
        for (int i = 0; i < 3_000; i++) {
            hosts.append("server s").append(i).append(" h").append(i).append('\n');
        }
        assertThat(ServerImport.haproxy(hosts.toString()).found()).hasSize(2_000);
        assertThat(ServerImport.haproxy(hosts.toString()).remarks()).contains("and 1000 more");
        StringBuilder ports = new StringBuilder("backend b\n");
        for (int i = 0; i < 30_000; i++) {
            ports.append("server s").append(i).append(" h:").append(i).append('\n');
        }
        assertThat(ServerImport.haproxy(ports.toString()).found())
                .singleElement()
                .satisfies(host -> assertThat(host.places()).hasSize(2_000));
    }

    private static void sound(Imported imported) {
        java.util.List<Node> nodes =
                imported.found().stream()
                        .map(f -> new Node(f.name(), f.address(), "/srv/www", false))
                        .toList();
        if (!nodes.isEmpty()) {
            Cluster cluster =
                    new Cluster(
                            "x",
                            nodes,
                            nodes.getFirst().name(),
                            Rules.suggested(),
                            java.util.List.of());
            assertThat(cluster.problems()).isEmpty();
        }
        assertThat(imported.remarks()).allMatch(r -> r.chars().noneMatch(Character::isISOControl));
    }
}
