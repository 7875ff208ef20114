package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lockstep.plan.Caution;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.preflight.Weight;
import lockstep.present.PlanChecks;
import lockstep.present.PlanWords;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What nodes and balancers say to a plan: each finding with what it means and what to do.
final class ChecksPane extends VBox {
    private static final PseudoClass BLOCKED = PseudoClass.getPseudoClass("blocked");
    private static final PseudoClass WARNED = PseudoClass.getPseudoClass("warned");
    private static final double MOST_HEIGHT = 150;

    private final PlanChecks checks;
    private final FontIcon sign = new FontIcon(Feather.CHECK_CIRCLE);
    private final ProgressIndicator busy = new ProgressIndicator();
    private final Label summary = new Label();
    private final Button again =
            new Button(text("plan.checks.again"), new FontIcon(Feather.REFRESH_CW));
    private final GridPane lines = new GridPane();
    private final ScrollPane scroll = new ScrollPane(lines);

    ChecksPane(PlanChecks checks) {
        this.checks = checks;
        setId("plan-checks");
        getStyleClass().add("plan-checks");
        busy.setMaxSize(18, 18);
        StackPane left = new StackPane(sign, busy);
        left.getStyleClass().add("plan-checks-sign");
        left.setMinWidth(22);
        summary.setId("plan-checks-summary");
        summary.getStyleClass().add("plan-checks-summary");
        summary.setWrapText(true);
        summary.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(summary, Priority.ALWAYS);
        again.setId("plan-checks-again");
        again.getStyleClass().addAll("small", "flat");
        again.setMinWidth(USE_PREF_SIZE);
        again.setOnAction(_ -> checks.again());
        HBox head = new HBox(left, summary, again);
        head.getStyleClass().add("plan-checks-head");
        head.setAlignment(Pos.CENTER_LEFT);
        lines.getStyleClass().add("plan-checks-lines");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("edge-to-edge", "plan-checks-scroll");
        // Text that wraps is higher than its preference, which does not know the width.
        scroll.prefHeightProperty().bind(Bindings.min(MOST_HEIGHT, lines.heightProperty().add(2)));
        scroll.minHeightProperty().bind(scroll.prefHeightProperty());
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().addAll(head, scroll);
        setMinHeight(USE_PREF_SIZE);
        checks.stateProperty().subscribe(_ -> show());
    }

    private void show() {
        boolean looking = checks.stateProperty().get() instanceof PlanChecks.State.Checking;
        List<Finding> found = checks.findings().map(Findings::all).orElse(List.of());
        boolean failed = checks.stateProperty().get() instanceof PlanChecks.State.Failed;
        boolean blocked = failed || has(found, Weight.BLOCKS);
        boolean warned = !checks.cautions().isEmpty() || has(found, Weight.WARNS);
        busy.setVisible(looking);
        sign.setVisible(!looking);
        sign.setIconCode(blocked || warned ? Feather.ALERT_TRIANGLE : Feather.CHECK_CIRCLE);
        summary.setText(PlanWords.checks(checks));
        again.setDisable(looking);
        pseudoClassStateChanged(BLOCKED, !looking && blocked);
        pseudoClassStateChanged(WARNED, !looking && !blocked && warned);
        fill(found);
    }

    private static boolean has(List<Finding> found, Weight weight) {
        return found.stream().anyMatch(finding -> finding.weight() == weight);
    }

    /// What blocks comes first, wherever it was found.
    private void fill(List<Finding> found) {
        lines.getChildren().clear();
        int row = 0;
        for (Weight weight : Weight.values()) {
            for (Finding finding : found) {
                if (finding.weight() == weight) {
                    line(row++, finding.node(), weight, finding.what() + " " + finding.remedy());
                }
            }
            if (weight == Weight.WARNS) {
                for (Caution caution : checks.cautions()) {
                    line(row++, caution.node(), weight, caution.text());
                }
            }
        }
        scroll.setVisible(row > 0);
        scroll.setManaged(row > 0);
    }

    private void line(int row, String node, Weight weight, String words) {
        Label name = new Label(node);
        name.getStyleClass().add("plan-checks-node");
        Label chip = new Label(text("plan.checks.weight." + weight));
        chip.getStyleClass().addAll("plan-checks-weight", "plan-checks-" + weight);
        Label sentence = new Label(words);
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        GridPane.setHgrow(sentence, Priority.ALWAYS);
        for (Label label : List.of(name, chip)) {
            label.setMinWidth(USE_PREF_SIZE);
            GridPane.setValignment(label, VPos.TOP);
        }
        lines.addRow(row, name, chip, sentence);
    }
}
