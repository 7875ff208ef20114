package lockstep.ui;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jfree.chart.axis.ValueAxis;

/// A chart of a trend under its title: the legend at its right, a note below, and instead of an
/// empty chart what there is none of.
final class TrendCard extends VBox {
    private final FlowPane legend = new FlowPane();
    private final Label note = new Label();
    private final Label nothing = new Label();
    private final ChartReadout readout;

    /// @param axis the horizontal one
    /// @param none what is said where there is nothing to be drawn
    TrendCard(String id, String title, ChartPane chart, ValueAxis axis, String none) {
        setId(id);
        getStyleClass().addAll("run-card", "trend-card");
        Label heading = new Label(title);
        heading.getStyleClass().add("run-card-title");
        heading.setMinWidth(USE_PREF_SIZE);
        legend.getStyleClass().add("trend-legend");
        legend.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(legend, Priority.ALWAYS);
        HBox top = new HBox(heading, legend);
        top.setAlignment(Pos.CENTER_LEFT);
        readout = new ChartReadout(chart, axis);
        nothing.setText(none);
        nothing.getStyleClass().add("trend-none");
        note.getStyleClass().add("trend-note");
        StackPane place = new StackPane(readout, nothing);
        setVgrow(place, Priority.ALWAYS);
        getChildren().addAll(top, place, note);
    }

    ChartReadout readout() {
        return readout;
    }

    void legend(List<? extends Node> keys) {
        legend.getChildren().setAll(keys);
    }

    /// A key of a legend.
    static Label key(Node sample, String words) {
        Label key = new Label(words, sample);
        key.getStyleClass().add("chart-figure");
        key.setMinWidth(USE_PREF_SIZE);
        return key;
    }

    /// Says what the picture leaves out.
    void note(String words) {
        note.setText(words);
        note.setVisible(!words.isEmpty());
        note.setManaged(!words.isEmpty());
    }

    /// Shows the chart.
    void drawn() {
        readout.setVisible(true);
        nothing.setVisible(false);
    }

    /// There is nothing to be drawn.
    void empty() {
        readout.setVisible(false);
        nothing.setVisible(true);
    }
}
