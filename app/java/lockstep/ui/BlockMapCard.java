package lockstep.ui;

import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.present.Lane;
import lockstep.present.LaneNow;
import lockstep.present.RunEnd;
import lockstep.present.Strings;
import lockstep.present.Words;

/// The block map of the file in flight, the strip of everything that its node gets, and what the
/// colours mean.
final class BlockMapCard extends VBox {
    private final Label title = new Label();
    private final Label size = new Label();
    private final BlockMapView file = new BlockMapView(BlockMapView.Form.GRID);
    private final Label node = new Label();
    private final BlockMapView strip = new BlockMapView(BlockMapView.Form.STRIP);

    BlockMapCard() {
        getStyleClass().addAll("run-card", "block-card");
        title.getStyleClass().add("block-title");
        title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        size.getStyleClass().add("run-quiet");
        size.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(title, size, space);
        top.getStyleClass().add("block-top");
        top.setAlignment(Pos.BASELINE_LEFT);
        top.getChildren().addAll(legend("saved"), legend("sent"), legend("empty"));
        node.getStyleClass().add("run-quiet");
        setVgrow(file, Priority.ALWAYS);
        getChildren().addAll(top, file, node, strip);
    }

    void show(Lane lane, Optional<RunEnd> end) {
        LaneNow now = lane.now();
        LaneNow.FileMap at = now.map();
        if (at.path().isEmpty()) {
            title.setText(Strings.text(end.isPresent() ? "run.map.nothing" : "run.map.none"));
            size.setText("");
        } else {
            title.setText(at.path());
            String flying = end.isPresent() ? "run.map.stopped" : "run.map.flying";
            String landed = end.isPresent() ? "run.map.largest.all" : "run.map.largest";
            String key = at.inFlight() ? flying : landed;
            size.setText(Strings.text(key, Words.bytes(at.size())));
        }
        node.setText(Strings.text("run.map.node", lane.node(), Words.bytes(lane.plannedBytes())));
        for (Node part : new Node[] {node, strip}) {
            part.setVisible(lane.isPlanned());
        }
        file.show(at.picture());
        strip.show(now.runMap());
    }

    private static Label legend(String what) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("swatch", "swatch-" + what.toLowerCase(Locale.ROOT));
        Label label = new Label(Strings.text("run.legend." + what), swatch);
        label.getStyleClass().add("run-quiet");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
