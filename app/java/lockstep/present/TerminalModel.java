package lockstep.present;

import java.util.function.Consumer;
import lockstep.desktop.Login;
import lockstep.desktop.Terminals;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.present.InspectorModel.Subject;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Opens a terminal on a node, in the directory that is looked at. Screen thread only; no method
/// blocks.
public final class TerminalModel {
    private final Cluster cluster;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private Terminals terminals = Terminals.ofThisMachine();

    TerminalModel(Cluster cluster, Backstage backstage, Consumer<Throwable> trouble) {
        this.cluster = cluster;
        this.backstage = backstage;
        this.trouble = trouble;
    }

    /// Opens them in another way.
    public void openBy(Terminals other) {
        terminals = other;
    }

    /// Opens a terminal on a node.
    ///
    /// @param opened told that it is
    /// @param without given the command when there is no terminal on this workstation
    public void open(Subject subject, String node, Runnable opened, Consumer<String> without) {
        withLogin(
                subject,
                node,
                login ->
                        backstage.work(
                                () -> terminals.open(login),
                                found -> {
                                    if (found) {
                                        opened.run();
                                    } else {
                                        without.accept(login.asText());
                                    }
                                },
                                trouble));
    }

    /// Gives the command that opens a shell on a node, to be pasted into one.
    public void command(Subject subject, String node, Consumer<String> given) {
        withLogin(subject, node, login -> given.accept(login.asText()));
    }

    private void withLogin(Subject subject, String node, Consumer<Login> given) {
        try {
            given.accept(Login.of(cluster.node(node), directory(subject, node)));
        } catch (FaultException e) {
            trouble.accept(e);
        }
    }

    /// The subject, or the lowest directory above it that was seen on the node.
    static TreePath directory(Subject subject, String node) {
        DriftTree tree = subject.tree();
        int column = tree.nodeNames().indexOf(node);
        Listing listing = column < 0 ? null : tree.listing(column);
        for (int row = subject.row(); row > 0; row = tree.parent(row)) {
            int at = listing == null ? -1 : tree.listingRow(row, column);
            boolean there =
                    listing == null ? tree.isDirectory(row) : at >= 0 && isDirectory(listing, at);
            if (there) {
                return tree.path(row);
            }
        }
        return TreePath.ROOT;
    }

    private static boolean isDirectory(Listing listing, int row) {
        return listing.entry(row).kind() == Kind.DIRECTORY;
    }
}
