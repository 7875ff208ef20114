package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import lockstep.present.WatchModel;
import lockstep.present.Watching;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// How the cluster is watched, and choosing it.
final class WatchMenu {
    private final ReadOnlyObjectProperty<Watching> now;
    private final Deeds deeds;
    private final MenuButton button = new MenuButton(null, new FontIcon(Feather.EYE));

    private WatchMenu(WatchModel model, Deeds deeds) {
        now = model.watchingProperty();
        this.deeds = deeds;
    }

    static MenuButton of(WatchModel model, Deeds deeds) {
        return new WatchMenu(model, deeds).filled();
    }

    private MenuButton filled() {
        button.setId("watch");
        button.setTooltip(new Tooltip(text("watch.menu.hint")));
        button.setAccessibleHelp(text("watch.menu.hint"));
        ToggleGroup often = new ToggleGroup();
        for (Watching.Every every : Watching.Every.values()) {
            button.getItems()
                    .add(
                            radio(
                                    "watch.every." + every.name(),
                                    often,
                                    how -> how.every() == every,
                                    how -> every(how, every)));
        }
        Menu content = new Menu(text("watch.content"));
        content.setId("watch-content");
        ToggleGroup deep = new ToggleGroup();
        for (Watching.ByContent each : Watching.ByContent.values()) {
            content.getItems()
                    .add(
                            radio(
                                    "watch.content." + each.name(),
                                    deep,
                                    how -> how.byContent() == each,
                                    how -> how.with(each)));
        }
        button.getItems().addAll(new SeparatorMenuItem(), reports(), content);
        now.subscribe(
                how -> {
                    button.setText(text(how.isOn() ? "watch.menu.on" : "watch.menu"));
                    content.setDisable(!how.isOn());
                });
        return button;
    }

    /// Whoever begins to watch gets what is usual with it.
    private static Watching every(Watching how, Watching.Every every) {
        if (every == Watching.Every.NEVER) {
            return Watching.OFF;
        }
        return how.isOn() ? how.with(every) : Watching.USUAL.with(every);
    }

    private RadioMenuItem radio(
            String key,
            ToggleGroup group,
            Function<Watching, Boolean> isChosen,
            Function<Watching, Watching> chosen) {
        RadioMenuItem item = new RadioMenuItem(text(key));
        item.setId(key.replace('.', '-'));
        item.setToggleGroup(group);
        item.setOnAction(_ -> deeds.watch(chosen.apply(now.get())));
        now.subscribe(how -> item.setSelected(isChosen.apply(how)));
        return item;
    }

    private CheckMenuItem reports() {
        CheckMenuItem item = new CheckMenuItem(text("watch.reports"));
        item.setId("watch-reports");
        item.setOnAction(
                _ ->
                        deeds.watch(
                                now.get()
                                        .with(
                                                item.isSelected()
                                                        ? Watching.Reports.HEARD
                                                        : Watching.Reports.IGNORED)));
        now.subscribe(
                how -> {
                    item.setDisable(!how.isOn());
                    item.setSelected(how.reports() == Watching.Reports.HEARD);
                });
        return item;
    }
}
