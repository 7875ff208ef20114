package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.rsync.Ledger;
import lockstep.rsync.RelayEvents;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

/// What is told of a sync that broke off.
class AccountTest {
    private final Ledger ledger = new Ledger(new RelayEvents() {});

    private static Row row(String path, Action action) {
        return new Row(TreePath.of(path), action, 100, "differs", true);
    }

    private final List<Row> rows =
            List.of(
                    row("conf", Action.CREATE),
                    row("conf/app.yml", Action.CREATE),
                    row("index", Action.UPDATE),
                    row("logo", Action.UPDATE),
                    row("mode", Action.ATTRIBUTES),
                    row("old", Action.DELETE),
                    row("page", Action.UPDATE),
                    new Row(TreePath.of("left-out"), Action.UPDATE, 1, "differs", false));

    private void sent(String path) {
        ledger.fileBegun(TreePath.of(path), 100, 0);
        ledger.literal(0, 100);
        ledger.fileDone(TreePath.of(path));
    }

    @Test
    void nothingHadBegun() {
        assertThat(Account.of(ledger, rows))
                .containsExactly(
                        "no file had been sent whole, of a plan of 7 rows",
                        "not reached: conf, conf/app.yml, index, logo, page");
    }

    @Test
    void inTheMiddleOfAFile() {
        sent("index");
        sent("logo");
        ledger.changed(TreePath.of("conf"));
        ledger.fileBegun(TreePath.of("conf/app.yml"), 100, 10);
        ledger.matched(0, 10);
        ledger.literal(10, 20);

        assertThat(Account.of(ledger, rows))
                .containsExactly(
                        "2 files had been sent whole, of a plan of 7 rows; the last may not be in"
                                + " place; conf/app.yml was being sent, 30 of 100 bytes",
                        "not reached: page");
        assertThat(ledger.literal()).isEqualTo(220);
        assertThat(ledger.matched()).isEqualTo(10);
    }

    @Test
    void aFileThatWasSentAgainIsOneFile() {
        sent("index");
        sent("index");
        ledger.deleted(TreePath.of("old"));

        assertThat(Account.of(ledger, rows).getFirst())
                .isEqualTo(
                        "1 file had been sent whole, of a plan of 7 rows; the last may not be in"
                                + " place");
        assertThat(ledger.deleted()).isEqualTo(1);
    }

    @Test
    void manyPathsAreNotAllNamed() {
        List<Row> many =
                java.util.stream.IntStream.range(0, 30)
                        .mapToObj(i -> row("f" + i, Action.CREATE))
                        .toList();

        assertThat(Account.of(ledger, many).getLast()).contains("f19 and 10 more");
    }
}
