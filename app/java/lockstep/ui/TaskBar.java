package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.util.Duration;
import lockstep.present.ClusterModel;
import lockstep.present.Product;
import lockstep.present.Words;
import lockstep.run.Operations.Traffic;
import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Below everything: warnings at the left, then what customers see, what is going on, and the
/// program.
final class TaskBar extends StatusBar {
    private static final PseudoClass FAILING = PseudoClass.getPseudoClass("failing");

    private static final Duration LEGIBLE = Duration.seconds(8);

    private final Label traffic = new Label();
    private final PauseTransition clearing = new PauseTransition(LEGIBLE);

    TaskBar(ClusterModel cluster) {
        setText("");
        setFocusTraversable(false);
        Label warning = new Label(null, new FontIcon(Feather.ALERT_TRIANGLE));
        warning.setId("warning");
        warning.getStyleClass().add("status-warning");
        warning.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> String.join(" · ", cluster.warnings()), cluster.warnings()));
        warning.visibleProperty().bind(Bindings.isNotEmpty(cluster.warnings()));
        ProgressBar busy = Busy.bar(text("busy"));
        Label task = new Label(null, busy);
        task.setId("task");
        ReadOnlyBooleanProperty scanning = cluster.scans().scanningProperty();
        ReadOnlyBooleanProperty planning = cluster.syncs().planningProperty();
        task.textProperty()
                .bind(
                        Bindings.when(scanning)
                                .then(text("status.scanning"))
                                .otherwise(text("status.planning")));
        task.visibleProperty().bind(scanning.or(planning));
        traffic.setId("traffic");
        traffic.getStyleClass().add("status-traffic");
        Label product = new Label(text("status.product", Product.version()));
        product.getStyleClass().add("status-product");
        getLeftItems().add(warning);
        getRightItems().addAll(task, traffic, product);
        cluster.trafficProperty().subscribe(this::show);
    }

    /// Says that for as long as it takes to read it.
    void tell(String words) {
        setText(words);
        clearing.setOnFinished(_ -> setText(""));
        clearing.playFromStart();
    }

    private void show(Optional<Traffic> now) {
        traffic.setVisible(now.isPresent());
        now.ifPresent(
                seen -> {
                    traffic.setText(Words.traffic(seen));
                    traffic.pseudoClassStateChanged(FAILING, seen.failed() > 0);
                });
    }
}
