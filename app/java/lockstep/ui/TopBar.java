package lockstep.ui;

import static lockstep.present.Strings.text;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.controls.Spacer;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import lockstep.drift.Baseline;
import lockstep.present.ClusterModel;
import lockstep.present.NodeCard;
import lockstep.present.Preferences;
import lockstep.present.ScanModel;
import lockstep.present.SyncModel;
import lockstep.run.Operations.Criterion;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be done with the whole cluster.
final class TopBar extends HBox {
    private final ScanModel scans;
    private final CustomTextField filter = new CustomTextField();
    private final Menu recent = new Menu(text("menu.recent"));
    private final Deeds deeds;

    TopBar(ClusterModel cluster, Deeds deeds) {
        scans = cluster.scans();
        this.deeds = deeds;
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        MenuButton name = new MenuButton(cluster.cluster().name(), new FontIcon(Feather.SERVER));
        name.getStyleClass().addAll("flat", "cluster-menu");
        name.setId("cluster-menu");
        name.getItems()
                .addAll(
                        item("menu.open", "Shortcut+O", deeds::openFile),
                        recent,
                        item("menu.edit", "", deeds::editCluster),
                        item("menu.new", "", deeds::newCluster),
                        item("menu.import", "", deeds::importNodes),
                        item("menu.demo", "", deeds::openDemo),
                        item("menu.close", "", deeds::closeCluster));
        if (cluster.mishaps().isPossible()) {
            name.getItems().addAll(new SeparatorMenuItem(), breaking(cluster));
        }
        name.setTooltip(new Tooltip(places(cluster)));
        Label held = new Label(text("top.reference"));
        held.getStyleClass().add("top-label");
        getChildren()
                .addAll(
                        name,
                        held,
                        references(cluster),
                        scan(),
                        cancel(),
                        WatchMenu.of(cluster.watch(), deeds),
                        sync(deeds, cluster.syncs()),
                        back(deeds, cluster.syncs()));
        getChildren().addAll(new Spacer(), filter(), themeButton(deeds), more(deeds));
    }

    /// Offers the cluster files that were opened before.
    void recent(ReadOnlyObjectProperty<Preferences> preferences) {
        recent.setId("menu-recent");
        preferences.subscribe(now -> RecentFiles.fill(recent, now, deeds));
    }

    /// Where every node's tree is.
    private static String places(ClusterModel cluster) {
        return cluster.cluster().nodes().stream()
                .map(node -> text("top.place", node.name(), node.address(), node.root()))
                .collect(Collectors.joining("\n"));
    }

    private static MenuItem item(String key, String keys, Runnable action) {
        MenuItem item = new MenuItem(text(key));
        item.setId(key.replace('.', '-'));
        item.setOnAction(_ -> action.run());
        if (!keys.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(keys));
        }
        return item;
    }

    /// Every node but the one that the others are made like.
    private static Menu breaking(ClusterModel cluster) {
        Menu menu = new Menu(text("menu.break"), new FontIcon(Feather.ZAP));
        menu.setId("menu-break");
        for (NodeCard card : cluster.cards()) {
            if (!card.name().equals(cluster.cluster().reference())) {
                MenuItem node = new MenuItem(card.name());
                node.setId("menu-break-" + card.name());
                node.setOnAction(_ -> cluster.mishaps().on(card.name()));
                menu.getItems().add(node);
            }
        }
        return menu;
    }

    private Node references(ClusterModel cluster) {
        MenuButton menu = new MenuButton();
        menu.setId("reference-menu");
        ToggleGroup group = new ToggleGroup();
        List<String> names = scans.nodeNames();
        for (int i = 0; i < names.size(); i++) {
            menu.getItems().add(choice(names.get(i), new Baseline.Reference(i), group));
        }
        if (cluster.cards().size() > 2) {
            menu.getItems().add(choice(text("top.majority"), new Baseline.Majority(), group));
        }
        scans.baselineProperty()
                .subscribe(
                        now -> {
                            for (MenuItem item : menu.getItems()) {
                                boolean on = now.equals(item.getUserData());
                                ((RadioMenuItem) item).setSelected(on);
                                if (on) {
                                    menu.setText(item.getText());
                                }
                            }
                        });
        return menu;
    }

    private RadioMenuItem choice(String name, Baseline baseline, ToggleGroup group) {
        RadioMenuItem item = new RadioMenuItem(name);
        item.setUserData(baseline);
        item.setToggleGroup(group);
        item.setOnAction(_ -> scans.hold(baseline));
        return item;
    }

    private Node scan() {
        SplitMenuButton scan = new SplitMenuButton();
        scan.setId("scan");
        scan.setText(text("top.scan"));
        scan.setGraphic(new FontIcon(Feather.SEARCH));
        scan.setOnAction(_ -> scans.scan(Criterion.METADATA));
        scan.getItems()
                .addAll(
                        item("top.scan.metadata", "F5", () -> scans.scan(Criterion.METADATA)),
                        item("top.scan.content", "Shift+F5", () -> scans.scan(Criterion.CONTENT)));
        scan.visibleProperty().bind(scans.scanningProperty().not());
        scan.managedProperty().bind(scan.visibleProperty());
        return scan;
    }

    private Node cancel() {
        Button cancel = new Button(text("top.cancel"), new FontIcon(Feather.X));
        cancel.setId("cancel-scan");
        cancel.getStyleClass().add("scan-cancel");
        cancel.setOnAction(_ -> scans.cancel());
        cancel.visibleProperty().bind(scans.scanningProperty());
        cancel.managedProperty().bind(cancel.visibleProperty());
        return cancel;
    }

    private Node sync(Deeds deeds, SyncModel syncs) {
        Button sync = new Button(text("top.sync"), new FontIcon(Feather.COPY));
        sync.setId("sync");
        sync.setOnAction(_ -> deeds.sync());
        sync.disableProperty().bind(syncs.obstacleProperty().isNotEmpty());
        return explained(sync, syncs.obstacleProperty(), text("top.sync.hint"));
    }

    /// A button that cannot be pressed says nothing; what it stands in says why.
    private static Node explained(Button button, ObservableStringValue why, String hint) {
        HBox place = new HBox(button);
        place.setAlignment(Pos.CENTER);
        Tooltip words = new Tooltip();
        words.textProperty().bind(Bindings.when(Bindings.isEmpty(why)).then(hint).otherwise(why));
        Tooltip.install(place, words);
        button.accessibleHelpProperty().bind(words.textProperty());
        return place;
    }

    private static Node back(Deeds deeds, SyncModel syncs) {
        Button back = new Button(text("top.back"), new FontIcon(Feather.ROTATE_CCW));
        back.setId("back");
        back.setTooltip(new Tooltip(text("top.back.hint")));
        back.setOnAction(_ -> deeds.rollBack());
        back.disableProperty().bind(syncs.runningProperty());
        return back;
    }

    private Node filter() {
        filter.setId("filter");
        filter.setPromptText(text("top.filter"));
        filter.setAccessibleText(text("top.filter"));
        filter.setLeft(new FontIcon(Feather.FILTER));
        filter.setPrefColumnCount(18);
        filter.textProperty().bindBidirectional(scans.matrix().needleProperty());
        return filter;
    }

    /// Where the text of the filter is typed.
    TextField filterField() {
        return filter;
    }

    private static Node themeButton(Deeds deeds) {
        return icon("theme", Feather.MOON, text("top.theme"), deeds::toggleTheme);
    }

    private static Node more(Deeds deeds) {
        MenuButton more = new MenuButton(null, new FontIcon(Feather.MORE_HORIZONTAL));
        more.setId("more");
        more.getStyleClass().addAll("flat", "button-icon", "no-arrow");
        more.setAccessibleText(text("top.more"));
        more.getItems()
                .addAll(
                        item("menu.reports", "", deeds::reports),
                        item("menu.theme", "Shortcut+L", deeds::toggleTheme),
                        item("menu.preferences", "Shortcut+Comma", deeds::preferences),
                        item("menu.help", "F1", deeds::help),
                        item("menu.about", "", deeds::about));
        return more;
    }

    static Button icon(String id, Ikon icon, String words, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        button.setOnAction(_ -> action.run());
        return button;
    }
}
