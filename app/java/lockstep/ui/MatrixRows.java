package lockstep.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.skin.VirtualFlow;
import lockstep.drift.DriftTree;
import lockstep.present.MatrixModel;
import lockstep.present.MatrixView;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The rows of the matrix as tree items: the only code that touches `getChildren()`.
///
/// Items are made behind the stage. A directory's are set all at once while it is collapsed, when
/// it is opened for the first time; made inside `getChildren()`, a hundred thousand of them took
/// 45 s, this way 0.4 s. Which directories are open is remembered by path, so that it outlives
/// filters, sorting and scans.
final class MatrixRows {
    /// A row of a view. The view goes with it, because a cell may be drawn once more after another
    /// view has come.
    record Line(MatrixView view, int row) {
        DriftTree tree() {
            return view.tree();
        }
    }

    /// Below this many rows everything is open unless the operator closed it: it fits a screen or
    /// two, and the answer is seen without a click.
    private static final int ALL_OPEN = 60;

    private final TreeTableView<Line> table;
    private final MatrixModel model;
    private final Set<TreePath> opened = new HashSet<>();
    private final Set<TreePath> closed = new HashSet<>();
    private boolean placing;

    /// @param shown told after each new view stands in the table
    MatrixRows(TreeTableView<Line> table, MatrixModel model, Consumer<MatrixView> shown) {
        this.table = table;
        this.model = model;
        opened.add(TreePath.ROOT);
        model.viewProperty()
                .subscribe(
                        view -> {
                            if (view != null) {
                                show(view, shown);
                            }
                        });
    }

    private void show(MatrixView view, Consumer<MatrixView> shown) {
        Builder builder = new Builder(view, Set.copyOf(opened), Set.copyOf(closed));
        model.prepare(
                view,
                _ -> builder.build(0),
                root -> {
                    place(root);
                    shown.accept(view);
                });
    }

    /// Puts the new rows in place of the old. The selection stays, and where only the files have
    /// changed, so does the place in the list.
    private void place(RowItem root) {
        TreePath selected = selectedPath();
        int top = sameFilter(root) ? firstShown() : 0;
        placing = true;
        root.addEventHandler(TreeItem.<Line>branchExpandedEvent(), e -> expanded(e.getTreeItem()));
        root.addEventHandler(
                TreeItem.<Line>branchCollapsedEvent(), e -> collapsed(e.getTreeItem()));
        table.getSelectionModel().clearSelection();
        table.setRoot(root);
        placing = false;
        if (selected != null) {
            reveal(selected);
        }
        table.scrollTo(top);
    }

    private boolean sameFilter(RowItem root) {
        TreeItem<Line> before = table.getRoot();
        return before != null
                && before.getValue().view().filter().equals(root.getValue().view().filter());
    }

    private int firstShown() {
        if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            IndexedCell<?> first = flow.getFirstVisibleCell();
            return first == null ? 0 : first.getIndex();
        }
        return 0;
    }

    private @Nullable TreePath selectedPath() {
        TreeItem<Line> item = table.getSelectionModel().getSelectedItem();
        return item == null ? null : path(item);
    }

    /// Selects the path if its row can be seen without opening anything.
    private void reveal(TreePath path) {
        int count = Math.min(table.getExpandedItemCount(), 5_000);
        for (int i = 0; i < count; i++) {
            TreeItem<Line> item = table.getTreeItem(i);
            if (item != null && path(item).equals(path)) {
                table.getSelectionModel().select(i);
                return;
            }
        }
    }

    private void expanded(TreeItem<Line> item) {
        if (placing || !(item instanceof RowItem row)) {
            return;
        }
        opened.add(path(item));
        closed.remove(path(item));
        if (!row.filled) {
            placing = true;
            row.setExpanded(false);
            placing = false;
            fill(row);
        }
    }

    private void fill(RowItem row) {
        Line line = row.getValue();
        Builder builder = new Builder(line.view(), Set.copyOf(opened), Set.copyOf(closed));
        model.prepare(
                line.view(),
                _ -> builder.children(line.row()),
                children -> {
                    placing = true;
                    row.fill(children);
                    row.setExpanded(true);
                    placing = false;
                });
    }

    private void collapsed(TreeItem<Line> item) {
        if (!placing) {
            opened.remove(path(item));
            closed.add(path(item));
        }
    }

    private static TreePath path(TreeItem<Line> item) {
        Line line = item.getValue();
        return line.tree().path(line.row());
    }

    /// A row; directories know that they can be opened before their rows exist.
    private static final class RowItem extends TreeItem<Line> {
        private boolean filled;

        RowItem(Line line) {
            super(line);
        }

        @Override
        public boolean isLeaf() {
            return !getValue().view().opens(getValue().row());
        }

        void fill(List<RowItem> children) {
            filled = true;
            getChildren().setAll(children);
        }
    }

    /// Makes items that are in no table yet, on any thread.
    private record Builder(MatrixView view, Set<TreePath> opened, Set<TreePath> closed) {
        RowItem build(int row) {
            RowItem item = new RowItem(new Line(view, row));
            if (view.opens(row) && isOpen(view.tree().path(row))) {
                item.fill(children(row));
                item.setExpanded(true);
            }
            return item;
        }

        List<RowItem> children(int row) {
            int[] rows = view.children(row);
            List<RowItem> items = new ArrayList<>(rows.length);
            for (int child : rows) {
                items.add(build(child));
            }
            return items;
        }

        private boolean isOpen(TreePath path) {
            return opened.contains(path) || view.shown() <= ALL_OPEN && !closed.contains(path);
        }
    }
}
