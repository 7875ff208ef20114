package lockstep.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lockstep.tree.TreePath;

/// Makes the nodes' trees out of the reference's and lets them drift: each path in one way only,
/// so that every difference can be told by its path. Used once.
final class Drift {
    private static final int PATCH = 40_000;

    private final SplittableRandom random;
    private final List<String> names;
    private final List<PlannedTree> trees = new ArrayList<>();
    private final List<Seeded> seeded = new ArrayList<>();
    private final List<TreePath> untouched;
    private final Instant now;

    Drift(Options options, List<String> names, PlannedTree reference, Instant now) {
        this.random = new SplittableRandom(options.seed() ^ 0x6472696674L);
        this.names = names;
        this.now = now;
        addOddNames(reference);
        names.forEach(_ -> trees.add(reference.copy()));
        this.untouched = new ArrayList<>(reference.paths(Planned.Document.class));
        untouched.removeIf(Drift::isReserved);
    }

    /// The trees in the order of the names; the first is the reference and never drifts, except
    /// that it holds what others miss.
    List<PlannedTree> trees() {
        return List.copyOf(trees);
    }

    List<Seeded> seeded() {
        return List.copyOf(seeded);
    }

    void seed(Options options, Optional<Ownership> ownership) {
        change(Seeded.Kind.CONTENT, TreePath.of(DemoTree.PAGES.get(3)), other(0));
        change(Seeded.Kind.SILENT, TreePath.of("assets/js/app.js"), other(1));
        repeat(4, i -> change(Seeded.Kind.CONTENT, victim(), other(i)));
        repeat(2, i -> change(Seeded.Kind.SILENT, textVictim(), other(i)));
        repeat(4, i -> change(Seeded.Kind.MODE, victim(), other(i)));
        repeat(4, i -> change(Seeded.Kind.TIME, victim(), other(i)));
        repeat(4, i -> miss(victim(), other(i)));
        TreePath everywhere = victim();
        repeat(names.size() - 1, i -> miss(everywhere, i + 1));
        ownership.ifPresent(o -> repeat(2, i -> disown(victim(), other(i), o)));
        change(Seeded.Kind.RANGE, ShopTree.BIG_FILE, other(0));
        corners();
        extras();
        odd();
        archive(options.manyFiles());
    }

    private void corners() {
        replace(
                Seeded.Kind.TARGET,
                ShopTree.CURRENT,
                other(0),
                new Planned.Pointer("2026-01", recent()));
        miss(ShopTree.UPLOADS, other(1));
        replace(
                Seeded.Kind.MODE,
                TreePath.of("var/run"),
                other(0),
                new Planned.Folder(0700, trees.getFirst().get(TreePath.of("var/run")).time()));
        TreePath turned = victim();
        replace(Seeded.Kind.KIND, turned, other(1), new Planned.Folder(0755, recent()));
        add(Seeded.Kind.EXTRA, turned + "/left-over.txt", other(1));
        replace(
                Seeded.Kind.KIND,
                TreePath.of("latest.html"),
                other(0),
                document("a page where a link should be\n"));
        for (int node = 1; node < names.size(); node++) {
            add(Seeded.Kind.EXCLUDED, ShopTree.CACHE + "/of-" + names.get(node), node);
            change(Seeded.Kind.EXCLUDED, TreePath.of(ShopTree.CACHE + "/warm.html"), node);
        }
    }

    private void extras() {
        add(Seeded.Kind.EXTRA, "products/p-999.html", other(0));
        add(Seeded.Kind.EXTRA, "config/site-01.ini~", other(1));
        int node = other(0);
        TreePath debug = TreePath.of("debug");
        replace(Seeded.Kind.EXTRA, debug, node, new Planned.Folder(0755, recent()));
        repeat(20, i -> add(Seeded.Kind.EXTRA, "debug/trace-%02d.log".formatted(i), node));
    }

    private void odd() {
        List<TreePath> paths = OddNames.paths();
        for (int i = 0; i < paths.size(); i++) {
            int node = other(i);
            switch (i % 3) {
                case 0 -> miss(paths.get(i), node);
                case 1 -> change(Seeded.Kind.SILENT, paths.get(i), node);
                default -> change(Seeded.Kind.CONTENT, paths.get(i), node);
            }
        }
        TreePath extra = PlannedTree.bytewise("odd/only here \u00ff\n.txt");
        replace(Seeded.Kind.EXTRA, extra, other(1), document("an odd extra\n"));
    }

    /// A few of many: one of each common kind among a hundred thousand that agree.
    private void archive(int files) {
        if (files >= 4) {
            change(Seeded.Kind.SILENT, TreePath.of(ShopTree.order(files / 2)), other(0));
            change(Seeded.Kind.CONTENT, TreePath.of(ShopTree.order(files / 3)), other(1));
            miss(TreePath.of(ShopTree.order(files - 1)), other(0));
        }
    }

    private void addOddNames(PlannedTree reference) {
        reference.put(OddNames.FOLDER, new Planned.Folder(0755, recent()));
        for (TreePath path : OddNames.paths()) {
            reference.put(path, document("a file with an odd name, number 17\n"));
        }
    }

    private void change(Seeded.Kind kind, TreePath path, int node) {
        var was = (Planned.Document) trees.get(node).get(path);
        Instant time =
                kind == Seeded.Kind.SILENT || kind == Seeded.Kind.MODE ? was.time() : recent();
        int mode = kind == Seeded.Kind.MODE ? was.mode() ^ 0044 : was.mode();
        Content content =
                switch (kind) {
                    case CONTENT, EXCLUDED -> longer(was.content());
                    case SILENT -> altered(was.content(), 1);
                    case RANGE -> altered(was.content(), PATCH);
                    default -> was.content();
                };
        replace(kind, path, node, new Planned.Document(content, mode, time));
    }

    private static Content longer(Content was) {
        return switch (was) {
            case Content.Text(String text) -> new Content.Text("changed in place\n" + text);
            case Content.Noise(long seed, long size) -> new Content.Noise(seed, size + 1_000);
            case Content.Patched p -> longer(p.original());
        };
    }

    /// Other bytes in the middle, at equal size.
    private Content altered(Content was, int length) {
        return switch (was) {
            case Content.Text(String text) -> new Content.Text(swapDigit(text));
            case Content.Noise(_, long size) ->
                    new Content.Patched(
                            was, size / 3, random.nextLong(), (int) Math.min(length, size / 4));
            case Content.Patched p -> altered(p.original(), length);
        };
    }

    private static String swapDigit(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = text.length() / 2; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                changed.setCharAt(i, (char) ('0' + (text.charAt(i) - '0' + 1) % 10));
                return changed.toString();
            }
        }
        throw new IllegalArgumentException("a text without a digit in its second half");
    }

    private void disown(TreePath path, int node, Ownership to) {
        Planned was = trees.get(node).get(path);
        replace(to.kind(), path, node, new Planned.Foreign(was, to.attribute(), to.id()));
    }

    private void miss(TreePath path, int node) {
        for (TreePath gone : trees.get(node).remove(path)) {
            seeded.add(new Seeded(Seeded.Kind.MISSING, gone, names.get(node)));
        }
    }

    private void add(Seeded.Kind kind, String path, int node) {
        replace(kind, TreePath.of(path), node, document("only on " + names.get(node) + "\n"));
    }

    private void replace(Seeded.Kind kind, TreePath path, int node, Planned entry) {
        trees.get(node).put(path, entry);
        seeded.add(new Seeded(kind, path, names.get(node)));
    }

    private Planned document(String text) {
        return new Planned.Document(new Content.Text(text), 0644, recent());
    }

    /// A file that nothing was done to yet.
    private TreePath victim() {
        return untouched.remove(random.nextInt(untouched.size()));
    }

    private TreePath textVictim() {
        List<TreePath> pages =
                untouched.stream().filter(p -> p.visible().startsWith("products/")).toList();
        TreePath chosen = pages.get(random.nextInt(pages.size()));
        untouched.remove(chosen);
        return chosen;
    }

    /// A node that is not the reference, taking turns.
    private int other(int turn) {
        return 1 + turn % (names.size() - 1);
    }

    private Instant recent() {
        return now.minus(Duration.ofSeconds(random.nextLong(60, 3_600)));
    }

    private static boolean isReserved(TreePath path) {
        return DemoTree.PAGES.contains(path.visible())
                || path.equals(ShopTree.BIG_FILE)
                || path.isWithin(ShopTree.CACHE)
                || path.isWithin(ShopTree.ARCHIVE)
                || path.isWithin(OddNames.FOLDER);
    }

    private static void repeat(int times, java.util.function.IntConsumer action) {
        for (int i = 0; i < times; i++) {
            action.accept(i);
        }
    }
}
