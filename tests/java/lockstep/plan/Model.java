package lockstep.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import lockstep.tree.TreeSketch;

/// A tree as a map from path to entry, that a test can change as a sync or a stranger would.
final class Model {
    /// One entry; `content` is a file's bytes or where a link points.
    record Item(Kind kind, String content, int mode, long time, int owner) {
        Item mode(int other) {
            return new Item(kind, content, other, time, owner);
        }

        Item time(long other) {
            return new Item(kind, content, mode, other, owner);
        }
    }

    final TreeMap<String, Item> items = new TreeMap<>();

    static Model random(Random random, int size) {
        Model model = new Model();
        List<String> directories = new ArrayList<>(List.of(""));
        for (int i = 0; i < size; i++) {
            String above = directories.get(random.nextInt(directories.size()));
            String path = (above.isEmpty() ? "" : above + "/") + (char) ('a' + random.nextInt(6));
            if (model.items.containsKey(path)) {
                continue;
            }
            Item item = item(random);
            model.items.put(path, item);
            if (item.kind == Kind.DIRECTORY) {
                directories.add(path);
            }
        }
        return model;
    }

    static Item item(Random random) {
        Kind kind =
                switch (random.nextInt(5)) {
                    case 0, 1 -> Kind.DIRECTORY;
                    case 2 -> Kind.SYMLINK;
                    default -> Kind.FILE;
                };
        String content = kind == Kind.DIRECTORY ? "" : "x".repeat(1 + random.nextInt(9));
        int mode = kind == Kind.SYMLINK ? 0777 : random.nextBoolean() ? 0755 : 0700;
        return new Item(kind, content, mode, 1_000 + random.nextInt(3), random.nextInt(2));
    }

    /// This tree after some of it was changed at random.
    Model drifted(Random random) {
        Model other = new Model();
        other.items.putAll(items);
        for (String path : List.copyOf(items.keySet())) {
            if (!other.items.containsKey(path)) {
                continue;
            }
            switch (random.nextInt(8)) {
                case 0 -> other.remove(path);
                case 1 -> other.replace(path, item(random));
                case 2 -> other.items.computeIfPresent(path, (_, i) -> i.time(7));
                default -> {}
            }
        }
        random(random, 12).items.forEach(other::addWherePossible);
        return other;
    }

    private void addWherePossible(String path, Item item) {
        int slash = path.lastIndexOf('/');
        Item above = slash < 0 ? null : items.get(path.substring(0, slash));
        if (slash < 0 || above != null && above.kind() == Kind.DIRECTORY) {
            items.putIfAbsent(path, item);
        }
    }

    /// With everything below it.
    void remove(String path) {
        items.keySet().removeIf(p -> p.equals(path) || p.startsWith(path + "/"));
    }

    void replace(String path, Item item) {
        Item was = items.get(path);
        if (was == null || was.kind() != item.kind()) {
            remove(path);
        }
        items.put(path, item);
    }

    /// What a finished row leaves; the directories above it come along.
    void carryOut(Plan.Row row, Model source) {
        String path = row.path().visible();
        if (row.action() == Plan.Action.DELETE) {
            remove(path);
        } else {
            for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                String above = path.substring(0, at);
                items.computeIfAbsent(above, p -> source.items.get(p));
            }
            replace(path, java.util.Objects.requireNonNull(source.items.get(path)));
        }
    }

    Listing listing() {
        TreeSketch sketch = TreeSketch.byContent().user(1, "deploy");
        items.forEach((path, item) -> put(sketch, path, item));
        return sketch.build();
    }

    private static void put(TreeSketch sketch, String path, Item item) {
        switch (item.kind()) {
            case DIRECTORY -> sketch.directory(path);
            case SYMLINK -> sketch.link(path, item.content());
            default -> sketch.file(path, item.content());
        }
        sketch.mode(item.mode()).time(item.time()).owner(item.owner(), 0);
    }

    /// The plan that makes `targets`, called web2 and on, like this, called web1.
    Plan plan(Model... targets) throws FaultException {
        List<Listing> listings = new ArrayList<>(List.of(listing()));
        for (Model target : targets) {
            listings.add(target.listing());
        }
        return plan(listings);
    }

    /// The plan that makes the other listings like the first.
    static Plan plan(List<Listing> listings) throws FaultException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= listings.size(); i++) {
            names.add("web" + i);
        }
        DriftTree drift =
                DriftTree.merge(names, new ArrayList<>(listings), new Baseline.Reference(0));
        return Planner.of(drift, "web1", names.subList(1, names.size()));
    }

    /// The chosen rows of a target, by path.
    static Map<String, Plan.Action> chosen(Plan.Target target) {
        Map<String, Plan.Action> chosen = new HashMap<>();
        target.rows().stream()
                .filter(Plan.Row::chosen)
                .forEach(row -> chosen.put(row.path().visible(), row.action()));
        return chosen;
    }

    static Plan choose(Plan plan, String... paths) {
        List<TreePath> wanted = java.util.Arrays.stream(paths).map(TreePath::of).toList();
        return plan.with(
                plan.targets().stream()
                        .map(
                                t ->
                                        t.with(
                                                t.rows().stream()
                                                        .map(
                                                                r ->
                                                                        r.choose(
                                                                                wanted.contains(
                                                                                        r.path())))
                                                        .toList()))
                        .toList());
    }
}
