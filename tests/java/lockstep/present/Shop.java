package lockstep.present;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;

/// A web shop on several nodes, with drift of every kind, for tests and photographs.
public final class Shop {
    /// The moment at which every test looks.
    public static final Instant NOW = Instant.parse("2026-03-01T14:05:09Z");

    private static final int DIGEST = 16;

    private Shop() {}

    /// `web1` … `webN` behind one balancer, `web1` the reference.
    public static Cluster cluster(int nodes) {
        List<Node> list = new ArrayList<>();
        List<Balancer.Server> servers = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            String name = "web" + i;
            list.add(new Node(name, name + ".example.org", "/srv/htdocs", false));
            servers.add(new Balancer.Server("shop", name, name));
        }
        Balancer balancer =
                new Balancer(
                        "lb1",
                        new Dialect.Haproxy("lb1.example.org", "/run/haproxy.sock"),
                        1,
                        servers);
        return new Cluster("shop", list, "web1", List.of("- /cache/"), List.of(balancer));
    }

    /// What every node holds. The first is without fault; the others differ from it in their own
    /// ways, the third a little, every fourth not at all.
    public static List<Listing> listings(int nodes) {
        return IntStream.range(0, nodes).mapToObj(Shop::listing).toList();
    }

    private static Listing listing(int node) {
        Tree tree = new Tree();
        tree.directory("assets");
        tree.directory("assets/img");
        tree.directory("conf.d");
        tree.file("index.php", 4_812, 7_200);
        tree.file("robots.txt", 66, 31_600_000);
        tree.file("assets/app.js", 84_211, 130);
        tree.file("assets/app.css", 22_640, 9_000);
        tree.file("assets/logo.svg", 4_002, 260_000);
        tree.file("assets/img/hero.webp", 1_240_000, 500_000);
        tree.file("assets/img/sale-banner.webp", 482_113, 4_000);
        tree.file("conf.d/cache.ini", 612, 90_000);
        tree.file("conf.d/payment.ini", 1_204, 88_000);
        tree.link("current", "releases/42");
        for (int i = 0; i < 40; i++) {
            tree.file("assets/img/product-" + (1000 + i) + ".webp", 40_000 + i * 977, 600_000 + i);
        }
        if (node % 4 == 1) {
            tree.change("assets/app.js", 1);
            tree.change("conf.d/payment.ini", 1);
            tree.remove("assets/logo.svg");
            tree.remove("assets/img/sale-banner.webp");
            tree.mode("robots.txt", 0600);
            tree.link("current", "releases/41");
            tree.file("debug.log", 1_240_000_000L, 1);
            tree.owner("conf.d/cache.ini", 33);
            tree.file("evil\u202Egnp.php", 13, 3_000);
        } else if (node % 4 == 2) {
            tree.change("assets/app.css", 2);
            tree.touch("index.php", 400);
        }
        return tree.build();
    }

    /// A tree whose one directory `many` holds that many files, `extra` of them changed.
    public static Listing flat(int files, int changed) {
        Tree tree = new Tree();
        tree.directory("many");
        for (int i = 0; i < files; i++) {
            tree.file(String.format("many/file-%06d.dat", i), 1_000 + i % 977, 10_000 + i);
            if (i < changed) {
                tree.change(String.format("many/file-%06d.dat", i), 7);
            }
        }
        return tree.build();
    }

    /// Entries by path, before they become a listing.
    private static final class Tree {
        private final TreeMap<String, ListingBuilder.Facts> entries = new TreeMap<>();

        Tree() {
            directory(".");
        }

        void directory(String path) {
            put(path, Kind.DIRECTORY.mode(0755), 86_400);
        }

        void file(String path, long size, long secondsAgo) {
            ListingBuilder.Facts facts = put(path, Kind.FILE.mode(0644), secondsAgo);
            facts.size = size;
            facts.digest = digest(path, 0);
        }

        void link(String path, String target) {
            put(path, Kind.SYMLINK.mode(0777), 86_400).target =
                    target.getBytes(StandardCharsets.UTF_8);
        }

        void change(String path, int seed) {
            facts(path).digest = digest(path, seed);
        }

        void remove(String path) {
            entries.remove(path);
        }

        void mode(String path, int permissions) {
            facts(path).mode = facts(path).mode & ~07777 | permissions;
        }

        void touch(String path, long secondsAgo) {
            facts(path).mtime = NOW.getEpochSecond() - secondsAgo;
        }

        void owner(String path, int uid) {
            facts(path).uid = uid;
        }

        private ListingBuilder.Facts facts(String path) {
            return java.util.Objects.requireNonNull(entries.get(path), path);
        }

        private ListingBuilder.Facts put(String path, int mode, long secondsAgo) {
            ListingBuilder.Facts facts = new ListingBuilder.Facts();
            facts.mode = mode;
            facts.mtime = NOW.getEpochSecond() - secondsAgo;
            facts.uid = 1000;
            facts.gid = 33;
            entries.put(path, facts);
            return facts;
        }

        private static byte[] digest(String path, int seed) {
            byte[] digest = new byte[DIGEST];
            new Random(path.hashCode() * 31L + seed).nextBytes(digest);
            return digest;
        }

        Listing build() {
            ListingBuilder builder = new ListingBuilder(DIGEST);
            try {
                builder.user(1000, "deploy".getBytes(StandardCharsets.UTF_8));
                builder.user(33, "www-data".getBytes(StandardCharsets.UTF_8));
                builder.group(33, "www-data".getBytes(StandardCharsets.UTF_8));
                for (var entry : entries.entrySet()) {
                    byte[] path = entry.getKey().getBytes(StandardCharsets.UTF_8);
                    builder.add(path, path.length, entry.getValue());
                }
                return builder.build();
            } catch (MalformedTree | TooLarge e) {
                throw new AssertionError(Arrays.toString(e.getStackTrace()), e);
            }
        }
    }
}
