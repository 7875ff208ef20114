package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Model.Item;
import lockstep.plan.Plan.Action;
import lockstep.plan.Reconciliation.Manner;
import lockstep.tree.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconciliationTest {
    @TempDir Path directory;

    private SavedPlan save(Plan plan) throws FaultException {
        return SavedPlanTest.save(directory, plan);
    }

    private static Fault.PlanOutdated outdated(SavedPlan saved, Plan fresh, Manner manner) {
        Fault fault =
                catchThrowableOfType(
                                FaultException.class, () -> Reconciliation.of(saved, fresh, manner))
                        .fault();
        assertThat(fault).isInstanceOf(Fault.PlanOutdated.class);
        return (Fault.PlanOutdated) fault;
    }

    private static Item file(String content) {
        return new Item(Kind.FILE, content, 0644, 1_000, 0);
    }

    private static Item folder() {
        return new Item(Kind.DIRECTORY, "", 0755, 1_000, 0);
    }

    private static Model source() {
        Model model = new Model();
        model.items.put("app", folder());
        model.items.put("app/new", file("new"));
        model.items.put("app/page", file("page 2"));
        model.items.put("same", file("same"));
        return model;
    }

    private static Model target() {
        Model model = new Model();
        model.items.put("app", folder());
        model.items.put("app/page", file("page 1"));
        model.items.put("old", folder());
        model.items.put("old/o", file("o"));
        model.items.put("same", file("same"));
        return model;
    }

    @ParameterizedTest
    @EnumSource
    void aChangedSourceIsNamed(Manner manner) throws Exception {
        Model source = source();
        SavedPlan saved = save(source.plan(target()));
        source.items.put("app/new", file("other"));

        Fault.PlanOutdated fault = outdated(saved, source.plan(target()), manner);

        assertThat(fault.count()).isEqualTo(1);
        Change change = fault.changes().getFirst();
        assertThat(change.node()).isEqualTo("web1");
        assertThat(change.path()).isEqualTo("app/new");
        assertThat(change.approved()).startsWith("3 bytes, content ");
        assertThat(change.now()).startsWith("5 bytes, content ");
        assertThat(fault.reach()).isEqualTo(Fault.PlanOutdated.Reach.NOTHING_WRITTEN);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatAStrangerChangedIsNamed(Manner manner) throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Model target = target();
        target.items.put("app/page", file("stranger"));
        target.items.put("old/o", file("o").mode(0600));

        Fault.PlanOutdated fault = outdated(saved, source().plan(target), manner);

        assertThat(fault.changes())
                .extracting(Change::text)
                .anySatisfy(t -> assertThat(t).contains("web2: app/page (approved: 6 bytes"))
                .anySatisfy(
                        t -> assertThat(t).contains("old/o (approved: mode 0644; now: mode 0600)"))
                .hasSize(2);
    }

    @Test
    void aRowThatIsNoDifferenceAnyMoreIsAChangeUnlessARunHasBegun() throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Model target = target();
        target.items.put("app/page", file("page 2"));

        assertThat(outdated(saved, source().plan(target), Manner.UNTOUCHED).changes())
                .extracting(Change::path)
                .containsExactly("app/page");
        assertThat(Reconciliation.of(saved, source().plan(target), Manner.BEGUN).done())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyApprovedIsLeftOutAndTold(Manner manner) throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Model source = source();
        Model target = target();
        source.items.put("later", file("later"));
        target.items.put("stranger", file("s"));

        Reconciliation.Result result = Reconciliation.of(saved, source.plan(target), manner);

        assertThat(Model.chosen(result.plan().targets().getFirst()).keySet())
                .containsExactlyInAnyOrder("app/new", "app/page", "old", "old/o");
        assertThat(result.besides())
                .extracting(b -> b.row().path().visible())
                .containsExactlyInAnyOrder("later", "stranger");
        assertThat(result.beside()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatAppearedInADirectoryThatIsToGoStandsAgainstIt(Manner manner) throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Model target = target();
        target.items.put("old/diary", file("diary"));

        assertThat(outdated(saved, source().plan(target), manner).changes())
                .extracting(Change::text)
                .containsExactly("web2: old/diary (approved: not there; now: a file of 5 bytes)");
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryThatIsNoneAnyMoreIsNamed(Manner manner) throws Exception {
        SavedPlan saved = save(Model.choose(source().plan(target()), "app/new"));
        Model target = target();
        target.remove("app");
        target.items.put("app", new Item(Kind.SYMLINK, "/etc", 0777, 1_000, 0));

        assertThat(outdated(saved, source().plan(target), manner).changes())
                .extracting(Change::text)
                .containsExactly("web2: app (approved: a directory; now: a link to /etc)");
        target.remove("app");
        assertThat(outdated(saved, source().plan(target), manner).changes())
                .extracting(Change::now)
                .containsExactly("not there");
    }

    @Test
    void attributesThatARunHasNotYetSetAreWhatRemains() throws Exception {
        Model source = source();
        source.items.put("made", folder().mode(0751).time(500));
        source.items.put("app/page", file("page 2").mode(0600));
        SavedPlan saved = save(source.plan(target()));
        Model target = target();
        target.items.put("made", folder().mode(0700).time(9_999));
        target.items.put("app/page", file("page 2"));
        target.items.put("app", folder().mode(0755).time(9_999));

        Reconciliation.Result result = Reconciliation.of(saved, source.plan(target), Manner.BEGUN);

        assertThat(Model.chosen(result.plan().targets().getFirst()))
                .containsEntry("made", Action.ATTRIBUTES)
                .containsEntry("app/page", Action.ATTRIBUTES)
                .containsEntry("app", Action.ATTRIBUTES)
                .containsEntry("app/new", Action.CREATE);
        assertThat(result.beside()).isZero();
        assertThat(outdated(saved, source.plan(target), Manner.UNTOUCHED).count()).isEqualTo(2);
    }

    @Test
    void attributesAreWhatTheyWereOrWhatTheyAreToBe() throws Exception {
        Model source = source();
        source.items.put("same", new Item(Kind.FILE, "same", 0600, 2_000, 1));
        SavedPlan saved = save(source.plan(target()));
        Model half = target();
        half.items.put("same", new Item(Kind.FILE, "same", 0600, 1_000, 0));
        Model other = target();
        other.items.put("same", new Item(Kind.FILE, "same", 0666, 1_000, 0));

        assertThat(
                        Model.chosen(
                                Reconciliation.of(saved, source.plan(half), Manner.BEGUN)
                                        .plan()
                                        .targets()
                                        .getFirst()))
                .containsEntry("same", Action.ATTRIBUTES);
        assertThat(outdated(saved, source.plan(other), Manner.BEGUN).changes())
                .extracting(Change::path)
                .containsExactly("same");
    }

    @Test
    void whatAKilledReceiverLeftIsDeletedAndNothingElse() throws Exception {
        Model source = source();
        source.items.put("app/.hidden", file("hidden"));
        SavedPlan saved = save(source.plan(target()));
        Model target = target();
        for (String ours : List.of("app/.new.aB3xY9", "app/.page.000000", "app/.hidden.Zz09aA")) {
            target.items.put(ours, file("ne").mode(0600));
        }
        for (String other :
                List.of(
                        "app/.new.aB3xY",
                        "app/.new.aB3x.9",
                        "app/new.aB3xY9",
                        "app/.same.aB3xY9",
                        "app/..hidden.Zz09aA",
                        ".new.aB3xY9")) {
            target.items.put(other, file("ne"));
        }
        target.items.put("app/.new.toLong", file("more than was to be sent"));

        Reconciliation.Result result = Reconciliation.of(saved, source.plan(target), Manner.BEGUN);

        assertThat(Model.chosen(result.plan().targets().getFirst()).keySet())
                .contains("app/.new.aB3xY9", "app/.page.000000", "app/.hidden.Zz09aA");
        assertThat(result.beside()).isEqualTo(7);
        assertThat(Reconciliation.of(saved, source.plan(target), Manner.UNTOUCHED).beside())
                .isEqualTo(10);
    }

    @Test
    void whatWasThereAlreadyIsNoLeftover() throws Exception {
        Model target = target();
        target.items.put("app/.new.aB3xY9", file("ne"));
        SavedPlan saved = save(Model.choose(source().plan(target), "app/new"));

        Reconciliation.Result result =
                Reconciliation.of(saved, source().plan(target), Manner.BEGUN);

        assertThat(Model.chosen(result.plan().targets().getFirst()).keySet())
                .containsExactly("app/new");
    }

    @Test
    void whatCannotBeReadAnyMoreIsNotTakenForDone() throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Plan fresh =
                Model.plan(
                        List.of(
                                source().listing(),
                                lockstep.tree.TreeSketch.byContent()
                                        .directory("app")
                                        .file("app/page", "page 1")
                                        .directory("old")
                                        .file("same", "same")
                                        .unreadable("old")
                                        .build()));

        assertThat(outdated(saved, fresh, Manner.BEGUN).changes())
                .extracting(Change::text)
                .containsExactlyInAnyOrder(
                        "web2: old (approved: different; now: cannot be read)",
                        "web2: old/o (approved: a file of 1 bytes; now: cannot be read)");
    }

    @Test
    void anotherDigestCannotBeHeldAgainstThePlan() throws Exception {
        SavedPlan saved = save(source().plan(target()));
        Plan byMetadata =
                Model.plan(
                        List.of(
                                lockstep.tree.TreeSketch.byMetadata().build(),
                                lockstep.tree.TreeSketch.byMetadata().build()));

        Fault fault =
                catchThrowableOfType(
                                FaultException.class,
                                () -> Reconciliation.of(saved, byMetadata, Manner.UNTOUCHED))
                        .fault();
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains("by size and time, and for the plan by xxh64");
    }
}
