package lockstep.ui;

import static lockstep.present.Strings.text;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.FileChooser;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Rules;
import lockstep.present.ConsoleModel;
import lockstep.present.EditorModel;
import lockstep.present.Preferences;
import lockstep.present.Watching;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What the window does when its parts ask.
final class WindowDeeds implements Deeds {
    private static final String SUFFIX = ".toml";

    private final ConsoleModel model;
    private final Theme theme;
    private final Overlay overlay;
    private final Supplier<@Nullable ClusterView> view;
    private final Screens screens;

    WindowDeeds(
            ConsoleModel model,
            Theme theme,
            Overlay overlay,
            Screens screens,
            Supplier<@Nullable ClusterView> view) {
        this.model = model;
        this.theme = theme;
        this.overlay = overlay;
        this.screens = screens;
        this.view = view;
    }

    @Override
    public void openFile() {
        File file = chooser("open.title").showOpenDialog(overlay.node().getScene().getWindow());
        if (file != null) {
            leaving(() -> model.open(file.toPath()));
        }
    }

    /// Another cluster ends what goes on in this one.
    private void leaving(Runnable deed) {
        RunQuestion.before("leave", model, overlay, deed, () -> {});
    }

    private static FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(text(title));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(text("open.filter"), "*" + SUFFIX));
        return chooser;
    }

    @Override
    public void openDemo() {
        leaving(model::openDemo);
    }

    @Override
    public void newCluster() {
        Cluster empty = new Cluster("", List.of(), "", Rules.suggested(), List.of());
        EditorModel editor = model.editor(empty);
        editor.addNode();
        editor.addNode();
        visit(editor);
    }

    private void visit(EditorModel editor) {
        EditorView view = new EditorView(editor, () -> save(editor), screens::leave);
        screens.visit(view, editor::close);
    }

    @Override
    public void importNodes() {
        ImportView view =
                new ImportView(
                        model.importing(), start -> visit(model.editor(start)), screens::leave);
        screens.visit(view, () -> {});
    }

    @Override
    public void editCluster() {
        model.editing()
                .ifPresentOrElse(this::visit, () -> model.report(new FaultException(fileless())));
    }

    private Fault fileless() {
        return new Fault.GuardTripped(
                text("window.title"),
                model.revisions().obstacleProperty().get(),
                text("revision.fileless.remedy"));
    }

    /// A new cluster needs a place; of one that has a file it is shown first how that changes.
    private void save(EditorModel editor) {
        switch (editor.purpose()) {
            case NEW -> save(editor.cluster());
            case CHANGE ->
                    model.revisions()
                            .prepare(
                                    editor.cluster(),
                                    revision ->
                                            RevisionCard.show(
                                                    model.revisions(), revision, overlay, () -> {}),
                                    model::report);
        }
    }

    private void save(Cluster made) {
        FileChooser chooser = chooser("new.save");
        chooser.setInitialFileName(made.name() + SUFFIX);
        File file = chooser.showSaveDialog(overlay.node().getScene().getWindow());
        if (file != null) {
            Path path = file.toPath();
            boolean named = file.getName().endsWith(SUFFIX);
            Path toml = named ? path : path.resolveSibling(file.getName() + SUFFIX);
            leaving(() -> model.create(toml, made));
        }
    }

    @Override
    public void closeCluster() {
        leaving(model::closeCluster);
    }

    @Override
    public void sync() {
        ClusterView shown = view.get();
        if (shown != null) {
            shown.sync();
        }
    }

    @Override
    public void rollBack() {
        ClusterView shown = view.get();
        if (shown != null) {
            shown.rollBack();
        }
    }

    @Override
    public void ignore(DriftTree tree, int row) {
        model.ignoring(tree, row).ifPresent(ignoring -> IgnoreCard.show(ignoring, overlay));
    }

    @Override
    public void watch(Watching how) {
        model.watch(how);
    }

    @Override
    public void reports() {
        ClusterView shown = view.get();
        if (shown != null) {
            shown.report(Optional.empty());
        }
    }

    @Override
    public void toggleTheme() {
        Preferences.Colours other =
                switch (theme.other()) {
                    case LIGHT -> Preferences.Colours.LIGHT;
                    case DARK -> Preferences.Colours.DARK;
                };
        model.prefer(now -> now.with(other));
    }

    @Override
    public void openRecent(Path file) {
        leaving(() -> model.open(file));
    }

    @Override
    public void preferences() {
        PreferencesCard.show(overlay, model);
    }

    @Override
    public void help() {
        HelpCard.show(overlay);
    }

    @Override
    public void about() {
        QuestionCard about =
                new QuestionCard(Feather.INFO, text("about.title")).saying(text("about.text"));
        about.offering("about-close", text("problem.close"), () -> overlay.close(about), "accent");
        overlay.show(about);
    }
}
