package lockstep.ui;

import java.util.List;
import java.util.Objects;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyEvent;
import lockstep.present.PlanGroup;
import lockstep.present.PlanLine;
import lockstep.present.PlanModel;
import lockstep.present.Strings;

/// The plan's lines. Space flips what is selected, Right and Left open and close a group, Alt with
/// Up and Down changes the order of the nodes, a click on an arrow flips its line.
final class PlanList {
    private static final double LINE = 34;

    private final PlanModel model;
    private final ListView<PlanLine> list;

    PlanList(PlanModel model) {
        this.model = model;
        list = new ListView<>(model.lines());
        list.setId("plan-list");
        list.getStyleClass().add("plan-list");
        list.setFixedCellSize(LINE);
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        PlanCell.Clicks clicks =
                new PlanCell.Clicks(model::flip, g -> fold(g, !g.isOpen()), this::move);
        list.setCellFactory(_ -> new PlanCell(clicks));
        list.setPlaceholder(new Label(Strings.text("plan.empty")));
        list.setAccessibleText(Strings.text("plan.title", model.reference()));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        model.revisionProperty().subscribe(_ -> list.refresh());
        list.getSelectionModel().selectFirst();
    }

    ListView<PlanLine> control() {
        return list;
    }

    private void move(PlanLine.Node node, int places) {
        model.move(node, places);
        int at = model.lines().indexOf(node);
        list.getSelectionModel().clearAndSelect(at);
        list.getFocusModel().focus(at);
        list.scrollTo(Math.max(0, at - 1));
    }

    private boolean move(List<PlanLine> selected, int places) {
        if (!selected.isEmpty() && selected.getFirst() instanceof PlanLine.Node node) {
            move(node, places);
        }
        return true;
    }

    private void pressed(KeyEvent e) {
        List<PlanLine> selected =
                list.getSelectionModel().getSelectedItems().stream()
                        .filter(Objects::nonNull)
                        .toList();
        boolean ours =
                switch (e.getCode()) {
                    case SPACE -> {
                        model.flip(selected);
                        yield true;
                    }
                    case UP -> e.isAltDown() && move(selected, -1);
                    case DOWN -> e.isAltDown() && move(selected, 1);
                    case RIGHT -> fold(selected, true);
                    case LEFT -> fold(selected, false);
                    default -> false;
                };
        if (ours) {
            e.consume();
        }
    }

    private boolean fold(List<PlanLine> selected, boolean open) {
        if (selected.isEmpty()) {
            return false;
        }
        switch (selected.getFirst()) {
            case PlanLine.Node _ -> {}
            case PlanLine.Action a -> fold(a.group(), open);
            case PlanLine.Row r when !open -> fold(r.group(), false);
            case PlanLine.Row _ -> {}
        }
        return true;
    }

    private void fold(PlanGroup group, boolean open) {
        if (open) {
            model.unfold(group);
        } else {
            model.fold(group);
        }
        int at = model.lines().indexOf(new PlanLine.Action(group));
        list.getSelectionModel().clearAndSelect(at);
        list.getFocusModel().focus(at);
        if (open) {
            list.scrollTo(Math.max(0, at - 1));
        }
    }
}
