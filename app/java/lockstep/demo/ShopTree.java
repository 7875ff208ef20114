package lockstep.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import lockstep.tree.TreePath;

/// The reference's tree: some four hundred files as a small web shop has them, the same for the
/// same seed and moment.
final class ShopTree {
    static final TreePath BIG_FILE = TreePath.of("media/catalogue.bin");
    static final TreePath CURRENT = TreePath.of("releases/current");
    static final TreePath CACHE = TreePath.of("var/cache");
    static final TreePath ARCHIVE = TreePath.of("archive");
    static final TreePath UPLOADS = TreePath.of("uploads");

    private static final List<String> WORDS =
            List.of(
                    "lamp", "chair", "kettle", "blanket", "mirror", "basket", "shelf", "candle",
                    "drawer", "stool", "carpet", "pillow", "bottle", "ladder", "hammer", "bucket");

    private final SplittableRandom random;
    private final Instant now;
    private final PlannedTree tree;

    private ShopTree(long seed, Instant now) {
        this.random = new SplittableRandom(seed);
        this.now = now;
        this.tree = PlannedTree.empty(age(300));
    }

    /// Plans the tree.
    ///
    /// @param now no entry is younger than this
    static PlannedTree plan(Options options, Instant now) {
        var shop = new ShopTree(options.seed(), now);
        shop.pages();
        shop.assets();
        shop.programs();
        shop.corners(options.bigFile());
        shop.many(options.manyFiles());
        return shop.tree;
    }

    private void pages() {
        for (String page : List.of("index", "about", "contact", "shipping", "terms")) {
            text(page + ".html", 0644);
        }
        text("robots.txt", 0644);
        text(".htaccess", 0640);
        folder("products");
        for (int i = 1; i <= 120; i++) {
            text("products/p-%03d.html".formatted(i), 0644);
        }
    }

    private void assets() {
        List.of("assets", "assets/js", "assets/css", "assets/img", "assets/fonts")
                .forEach(this::folder);
        text("assets/js/app.js", 0644);
        text("assets/css/shop.css", 0644);
        for (int i = 1; i <= 24; i++) {
            text("assets/js/module-%02d.js".formatted(i), 0644);
        }
        for (int i = 1; i <= 16; i++) {
            text("assets/css/part-%02d.css".formatted(i), 0644);
        }
        for (int i = 1; i <= 60; i++) {
            noise("assets/img/photo-%02d.jpg".formatted(i), 2_000 + random.nextInt(40_000));
        }
        for (int i = 1; i <= 8; i++) {
            noise("assets/fonts/face-%d.woff2".formatted(i), 9_000 + random.nextInt(20_000));
        }
    }

    private void programs() {
        List.of("lib", "templates", "config", "lang", "bin").forEach(this::folder);
        for (String area : List.of("cart", "catalog", "checkout", "mail", "search")) {
            folder("lib/" + area);
            for (int i = 1; i <= 16; i++) {
                text("lib/%s/%s-%02d.php".formatted(area, area, i), 0644);
            }
        }
        for (int i = 1; i <= 40; i++) {
            text("templates/block-%02d.tpl".formatted(i), 0644);
        }
        for (int i = 1; i <= 12; i++) {
            text("config/site-%02d.ini".formatted(i), 0640);
            text("lang/lang-%02d.po".formatted(i), 0644);
            text("bin/task-%02d.sh".formatted(i), 0755);
        }
    }

    private void corners(long bigFile) {
        folder("media");
        tree.put(
                BIG_FILE,
                new Planned.Document(new Content.Noise(random.nextLong(), bigFile), 0644, age(40)));
        List.of("releases", "releases/2026-01", "releases/2026-02").forEach(this::folder);
        text("releases/2026-01/notes.txt", 0644);
        text("releases/2026-02/notes.txt", 0644);
        tree.put(CURRENT, new Planned.Pointer("2026-02", age(30)));
        tree.put(TreePath.of("latest.html"), new Planned.Pointer("products/p-120.html", age(30)));
        tree.put(TreePath.of("releases/lost"), new Planned.Pointer("gone-for-good", age(30)));
        put("config/empty.ini", "", 0644);
        List.of("uploads", "var", "var/cache", "var/run").forEach(this::folder);
        put("var/cache/warm.html", "warmed on the reference\n", 0644);
    }

    private void many(int count) {
        if (count > 0) {
            folder(ARCHIVE.visible());
        }
        for (int i = 0; i < count; i++) {
            put(order(i), "order " + i + "\n", 0644);
        }
    }

    /// The path of one of the many files.
    static String order(int number) {
        return "archive/order-%06d.txt".formatted(number);
    }

    private void folder(String path) {
        tree.put(TreePath.of(path), new Planned.Folder(0755, age(200)));
    }

    private void noise(String path, int size) {
        var content = new Content.Noise(random.nextLong(), size);
        tree.put(TreePath.of(path), new Planned.Document(content, 0644, age(200)));
    }

    private void text(String path, int mode) {
        put(path, prose(path, random.split()), mode);
    }

    private void put(String path, String text, int mode) {
        tree.put(TreePath.of(path), new Planned.Document(new Content.Text(text), mode, age(200)));
    }

    /// Lines of invented text that begin and end with the path, so that whoever reads the page can
    /// tell a whole one from a torn one.
    static String prose(String path, SplittableRandom random) {
        StringBuilder lines = new StringBuilder("begin of ").append(path).append('\n');
        int count = 8 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            lines.append("%3d  ".formatted(i + 1));
            for (int w = 0; w < 7; w++) {
                lines.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            lines.append(random.nextInt(100, 1000)).append('\n');
        }
        return lines.append(ending(path)).toString();
    }

    /// The last line of every text of the shop.
    static String ending(String path) {
        return "end of " + path + "\n";
    }

    private Instant age(int mostDays) {
        return now.minus(Duration.ofSeconds(random.nextLong(3_600, mostDays * 86_400L)));
    }
}
