package lockstep.preflight;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What a node is asked about the paths and owners of a plan. Items are counted from 1: the
/// directories, then the entries, then the owners.
///
/// @param directories in which something is made, replaced or deleted, as far as they are there
/// @param entries files that are there and are replaced, changed or deleted
/// @param owners whom something will belong to
/// @param unasked owners whose names cannot be asked for
/// @param ownersBeyond how many owners were too many to ask about
/// @param beyond how many directories and entries were too many to ask about
record Question(
        List<TreePath> directories,
        List<TreePath> entries,
        List<Owner> owners,
        List<Owner> unasked,
        int ownersBeyond,
        long beyond) {
    /// Of directories, and of entries.
    static final int MOST_PATHS = 10_000;

    static final int MOST_OWNERS = 500;

    /// What [lockstep.fault.Visible] has left alone, no number, and nothing that a program could
    /// take for an option or a table for its end.
    private static final Pattern NAME =
            Pattern.compile("(?!-|\\d+$)[^\\p{Cntrl}\\\\:\\u2400-\\u2421]{1,100}");

    static final Question NOTHING =
            new Question(List.of(TreePath.ROOT), List.of(), List.of(), List.of(), 0, 0);

    /// A user or group of the reference.
    ///
    /// @param name empty where the reference has none
    /// @param first something that will belong to it
    record Owner(Type type, long number, String name, TreePath first) {
        enum Type {
            USER,
            GROUP
        }

        private String word() {
            return type == Type.USER ? "u" : "g";
        }

        /// `user alice (1000)`, or `user 1000`.
        String text() {
            String noun = type == Type.USER ? "user " : "group ";
            return noun + (name.isEmpty() ? "" + number : name + " (" + number + ")");
        }
    }

    static Question of(Optional<Work.Target> target) {
        return target.flatMap(Work.Target::plan).map(Question::of).orElse(NOTHING);
    }

    private static Question of(Plan.Target target) {
        Listing there = target.seen().target();
        Set<TreePath> directories = new LinkedHashSet<>(List.of(TreePath.ROOT));
        List<TreePath> entries = new ArrayList<>();
        for (Plan.Row row : target.rows()) {
            if (row.chosen()) {
                int at = there.find(row.path());
                if (at >= 0 && (there.kind(at) == Kind.FILE || there.isDirectory(at))) {
                    entries.add(row.path());
                }
                if (row.action() != Action.ATTRIBUTES) {
                    directories.add(standing(row.path().parent(), there));
                }
            }
        }
        long beyond =
                Math.max(0L, directories.size() - (long) MOST_PATHS)
                        + Math.max(0L, entries.size() - (long) MOST_PATHS);
        List<Owner> owners = owners(target);
        List<Owner> askable = owners.stream().filter(Question::askable).toList();
        return new Question(
                directories.stream().limit(MOST_PATHS).toList(),
                entries.stream().limit(MOST_PATHS).toList(),
                askable.stream().limit(MOST_OWNERS).toList(),
                owners.stream().filter(owner -> !askable(owner)).toList(),
                Math.max(0, askable.size() - MOST_OWNERS),
                beyond);
    }

    /// The nearest directory that the target has already: the others are made in it.
    private static TreePath standing(TreePath path, Listing there) {
        TreePath at = path;
        while (!at.isRoot()) {
            int row = there.find(at);
            if (row >= 0 && there.isDirectory(row)) {
                return at;
            }
            at = at.parent();
        }
        return at;
    }

    private static List<Owner> owners(Plan.Target target) {
        Listing from = target.seen().reference();
        Map<Long, Owner> users = new LinkedHashMap<>();
        Map<Long, Owner> groups = new LinkedHashMap<>();
        for (Plan.Row row : target.rows()) {
            int at = row.chosen() && row.action() != Action.DELETE ? from.find(row.path()) : -1;
            if (at >= 0) {
                users.computeIfAbsent(
                        Integer.toUnsignedLong(from.uid(at)), _ -> user(from, at, row.path()));
                groups.computeIfAbsent(
                        Integer.toUnsignedLong(from.gid(at)), _ -> group(from, at, row.path()));
            }
        }
        List<Owner> all = new ArrayList<>(users.values());
        all.addAll(groups.values());
        return all;
    }

    private static Owner user(Listing from, int row, TreePath path) {
        int number = from.uid(row);
        String name = from.userName(number);
        long unsigned = Integer.toUnsignedLong(number);
        return new Owner(Owner.Type.USER, unsigned, name == null ? "" : name, path);
    }

    private static Owner group(Listing from, int row, TreePath path) {
        int number = from.gid(row);
        String name = from.groupName(number);
        long unsigned = Integer.toUnsignedLong(number);
        return new Owner(Owner.Type.GROUP, unsigned, name == null ? "" : name, path);
    }

    private static boolean askable(Owner owner) {
        return owner.name().isEmpty() || NAME.matcher(owner.name()).matches();
    }

    /// How many items there are.
    int size() {
        return directories.size() + entries.size() + owners.size();
    }

    /// The path of an item that is one.
    Optional<TreePath> path(int item) {
        int at = item - 1;
        if (at < 0 || at >= directories.size() + entries.size()) {
            return Optional.empty();
        }
        return Optional.of(
                at < directories.size()
                        ? directories.get(at)
                        : entries.get(at - directories.size()));
    }

    /// The item that asks for an owner.
    int item(Owner owner) {
        return directories.size() + entries.size() + owners.indexOf(owner) + 1;
    }

    /// As [Script] reads it.
    byte[] input() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        directories.forEach(path -> path(out, "d", path));
        entries.forEach(path -> path(out, "e", path));
        for (Owner owner : owners) {
            String line = owner.word() + " " + owner.number() + " " + owner.name() + "\n";
            out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /// A line is read byte for byte, so that only a name with a line break must be written in
    /// another way: in octal.
    private static void path(ByteArrayOutputStream out, String kind, TreePath path) {
        byte[] bytes = path.toBytes();
        boolean plain = true;
        for (byte b : bytes) {
            plain &= b != '\n';
        }
        String head = (plain ? kind : kind.toUpperCase(Locale.ROOT)) + " ./";
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        if (plain) {
            out.writeBytes(bytes);
        } else {
            for (byte b : bytes) {
                String octal = String.format(Locale.ROOT, "\\0%03o", b & 0xff);
                out.writeBytes(octal.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write('\n');
    }
}
