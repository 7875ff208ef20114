package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.EditorModel;
import lockstep.present.EditorModel.Purpose;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A cluster while it is edited, on pages; what stands in its way is always seen below.
final class EditorView extends VBox {
    private static final int MOST_PROBLEMS = 4;

    private final EditorModel model;
    private final Label problems = new Label();

    /// @param save given what is edited, once it can be saved
    EditorView(EditorModel model, Runnable save, Runnable left) {
        this.model = model;
        getStyleClass().add("form-screen");
        setId("editor");
        boolean fresh = model.purpose() == Purpose.NEW;
        Label title =
                new Label(
                        fresh
                                ? text("editor.title.new")
                                : text("editor.title.change", model.nameProperty().get()),
                        new FontIcon(fresh ? Feather.PLUS_CIRCLE : Feather.EDIT_3));
        title.getStyleClass().add("form-title");
        TabPane pages = new TabPane();
        pages.getTabs()
                .addAll(
                        page("nodes", nodes()),
                        page("rules", rules()),
                        page("balancers", balancers()),
                        page("more", more()));
        pages.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        VBox.setVgrow(pages, Priority.ALWAYS);
        problems.setId("editor-problems");
        problems.setWrapText(true);
        problems.setMinHeight(USE_PREF_SIZE);
        problems.getStyleClass().add("complaint");
        Label same = hint("editor.same");
        same.setId("editor-same");
        same.visibleProperty().bind(model.unchangedProperty());
        same.managedProperty().bind(same.visibleProperty());
        problems.managedProperty().bind(problems.textProperty().isNotEmpty());
        problems.visibleProperty().bind(problems.managedProperty());
        getChildren().addAll(title, pages, same, problems, buttons(save, left));
        model.problems().addListener((ListChangeListener<String>) _ -> complain());
        complain();
    }

    private static Tab page(String name, Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        Tab tab = new Tab(text("editor.page." + name), scroll);
        tab.setId("editor-page-" + name);
        return tab;
    }

    private Node nodes() {
        TextField name = new TextField();
        name.setId("editor-name");
        name.setPrefWidth(320);
        name.textProperty().bindBidirectional(model.nameProperty());
        Label caption = new Label(text("editor.name"));
        caption.setLabelFor(name);
        Label hint = hint("editor.nodes.hint");
        Button add = button("editor-add", "editor.add", Feather.PLUS, model::addNode);
        Button ask = button("editor-ask", "editor.ask.all", Feather.ACTIVITY, model::askAll);
        HBox named = new HBox(10, caption, name);
        named.setAlignment(Pos.CENTER_LEFT);
        return column(named, hint, new EditedNodes(model), new HBox(10, add, ask));
    }

    private Node rules() {
        TextArea rules = new TextArea();
        rules.setId("editor-rules");
        rules.getStyleClass().add("code");
        rules.setAccessibleText(text("editor.page.rules"));
        rules.textProperty().bindBidirectional(model.rulesProperty());
        VBox.setVgrow(rules, Priority.ALWAYS);
        return column(hint("editor.rules.hint"), rules);
    }

    private Node balancers() {
        return column(
                hint("editor.balancers.hint"),
                new EditedBalancers(model),
                new HBox(
                        10,
                        button(
                                "editor-haproxy",
                                "editor.add.haproxy",
                                Feather.PLUS,
                                model::addHaproxy),
                        button("editor-nginx", "editor.add.nginx", Feather.PLUS, model::addNginx)));
    }

    private Node more() {
        CheckBox compress = new CheckBox(text("editor.compress"));
        compress.setId("editor-compress");
        compress.selectedProperty().bindBidirectional(model.compressProperty());
        String besides = model.besides();
        Label kept =
                new Label(
                        besides.isEmpty()
                                ? text("editor.besides.none")
                                : text("editor.besides", besides));
        kept.setWrapText(true);
        return column(compress, kept, hint("editor.more.hint"));
    }

    private static VBox column(Node... nodes) {
        VBox box = new VBox(nodes);
        box.getStyleClass().add("form-page");
        return box;
    }

    private static Label hint(String key) {
        Label hint = new Label(text(key));
        hint.setWrapText(true);
        hint.setMinHeight(USE_PREF_SIZE);
        hint.getStyleClass().add("form-hint");
        return hint;
    }

    static Button button(String id, String key, Feather icon, Runnable action) {
        Button button = new Button(text(key), new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void complain() {
        int more = model.problems().size() - MOST_PROBLEMS;
        String first = String.join("\n", model.problems().stream().limit(MOST_PROBLEMS).toList());
        problems.setText(
                more > 0
                        ? first + "\n" + lockstep.present.Strings.count("matrix.more", more)
                        : first);
    }

    private Node buttons(Runnable save, Runnable left) {
        Button cancel = new Button(text("cancel"));
        cancel.setId("editor-cancel");
        cancel.setOnAction(_ -> left.run());
        Button saving =
                new Button(
                        text(
                                model.purpose() == Purpose.NEW
                                        ? "editor.save.new"
                                        : "editor.save.change"));
        saving.setId("editor-save");
        saving.getStyleClass().add("accent");
        saving.disableProperty()
                .bind(Bindings.isNotEmpty(model.problems()).or(model.unchangedProperty()));
        saving.setOnAction(_ -> save.run());
        HBox box = new HBox(10, cancel, saving);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }
}
