package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.plan.PlanHeader.Place;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.ListingBuilder;
import lockstep.tree.TreeSketch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedPlanTest {
    private static final int MILLION = 1_000_000;

    @TempDir Path directory;

    static PlanHeader header(Plan plan) {
        return PlanHeader.of(cluster(plan.targets().size() + 1), plan);
    }

    static SavedPlan save(Path directory, Plan plan) throws FaultException {
        Path file = directory.resolve("plan.txt");
        SavedPlan.write(file, header(plan), plan);
        return SavedPlan.open(file);
    }

    private static Cluster cluster(int nodes) {
        List<Node> all = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            all.add(new Node("web" + i, "deploy@web" + i, "/srv/shop", false));
        }
        return new Cluster("shop", all, "web1", List.of("- /cache/", "- \"odd\" \\"), List.of());
    }

    private Path file() {
        return directory.resolve("plan.txt");
    }

    private static Plan plan() throws FaultException {
        Listing source =
                TreeSketch.byContent()
                        .user(33, "www data")
                        .directory("a\nb")
                        .file("a\nb/pagé \u202etxt", "new")
                        .owner(33, 0)
                        .nanos(4)
                        .link("link", "to \"here\"")
                        .file("same", "s")
                        .time(Long.MIN_VALUE)
                        .device("tty", 4, 1)
                        .build();
        Listing target =
                TreeSketch.byContent()
                        .directory("a\nb")
                        .file("a\nb/pagé \u202etxt", "old!")
                        .link("link", "elsewhere")
                        .file("same", "s")
                        .file("gone ", "g")
                        .build();
        return Model.plan(List.of(source, target));
    }

    private List<SavedRow> rows(SavedPlan saved) throws FaultException {
        List<SavedRow> rows = new ArrayList<>();
        saved.rows((_, row) -> rows.add(row));
        return rows;
    }

    @Test
    void whatWasSavedIsRead() throws Exception {
        Plan plan = plan();
        String digest = SavedPlan.write(file(), header(plan), plan);

        SavedPlan saved = SavedPlan.open(file());

        assertThat(saved.digest()).isEqualTo(digest);
        assertThat(saved.header()).isEqualTo(header(plan));
        Plan.Target target = plan.targets().getFirst();
        assertThat(rows(saved))
                .isEqualTo(target.rows().stream().map(r -> SavedRow.of(r, target.seen())).toList())
                .hasSize(5);
    }

    @Test
    void whatIsDoneAsRootIsSaidAndBindsToo() throws Exception {
        Place root = new Place("web2", "deploy@web2", "/srv/shop", true);
        PlanHeader header = header(plan());
        SavedPlan.write(
                file(),
                new PlanHeader(
                        header.cluster(),
                        header.digest(),
                        header.rules(),
                        header.reference(),
                        List.of(root)),
                plan());
        assertThat(Files.readString(file())).containsOnlyOnce("  sudo root \"/srv/shop\"\n");
        SavedPlan saved = SavedPlan.open(file());
        assertThat(saved.header().targets()).containsExactly(root);
        assertThatThrownBy(() -> saved.header().check(cluster(2), "plan.txt"))
                .hasMessageContaining("the work on web2 was with sudo and is without sudo");
    }

    @Test
    void aPersonCanReadIt() throws Exception {
        SavedPlan.write(file(), header(plan()), plan());

        String text = Files.readString(file());

        assertThat(text)
                .startsWith("lockstep plan 1\ncluster \"shop\"\nby content xxh64\n")
                .contains("  address \"deploy@web2\"\n", "rule \"- /cache/\"\n")
                .contains("\nupdate chosen 3 \"a␊b/pagé \\u{202e}txt\"\n")
                .contains(" 0644 33=www␠data 0 1970-01-01T00:16:40.000000004Z 3 ")
                .contains("link 0777 0 0 1970-01-01T00:16:40Z \"to \"here\"\"")
                .contains("delete chosen 1 \"gone \"\n")
                .contains("  together create 1, update 2, attributes 1, delete 1, left out 0;");
        assertThat(text.chars().filter(c -> c != '\n' && c < ' ' || c == 0x202e)).isEmpty();
    }

    @Test
    void theDigestIsThatOfTheLinesAboveIt() throws Exception {
        String digest = SavedPlan.write(file(), header(plan()), plan());

        String text = Files.readString(file());
        int end = text.lastIndexOf("sha256 ");
        byte[] above = text.substring(0, end).getBytes(StandardCharsets.UTF_8);

        assertThat(digest)
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(above)));
        assertThat(text.substring(end)).isEqualTo("sha256 " + digest + "\n");
        assertThat(SavedPlan.write(directory.resolve("again"), header(plan()), plan()))
                .isEqualTo(digest);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("plan.txt", "again");
    }

    @Test
    void onlyWhatWouldBeDoneIsChosen() throws Exception {
        Listing source = TreeSketch.byContent().build();
        Listing there = TreeSketch.byContent().directory("d").file("d/a", "a").build();
        Plan plan = Model.choose(Model.plan(List.of(source, there)), "d");
        SavedPlan.write(file(), header(plan), plan);

        assertThat(rows(SavedPlan.open(file()))).noneMatch(saved -> saved.row().chosen());
    }

    @Test
    void randomPlansComeBack() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Model source = Model.random(random, 20);
            Plan plan = source.plan(source.drifted(random), source.drifted(random));
            SavedPlan.write(file(), header(plan), plan);
            List<SavedRow> expected = new ArrayList<>();
            for (Plan.Target target : plan.targets()) {
                target.rows().forEach(r -> expected.add(SavedRow.of(r, target.seen())));
            }

            assertThat(rows(SavedPlan.open(file()))).as("seed " + seed).isEqualTo(expected);
        }
    }

    private Fault.FileInvalid refused() {
        Fault fault =
                catchThrowableOfType(FaultException.class, () -> SavedPlan.open(file())).fault();
        assertThat(fault).isInstanceOf(Fault.FileInvalid.class);
        return (Fault.FileInvalid) fault;
    }

    /// Changes the text and gives it the digest that it would have.
    private void edit(UnaryOperator<String> change) throws Exception {
        SavedPlan.write(file(), header(plan()), plan());
        String text = Files.readString(file());
        String above = change.apply(text.substring(0, text.lastIndexOf("sha256 ")));
        byte[] bytes = above.getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = above.getBytes(StandardCharsets.UTF_8);
        byte[] kept = above.contains("\u00ff\u00fe") ? bytes : utf8;
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(kept);
        byte[] end =
                ("sha256 " + HexFormat.of().formatHex(digest) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(kept, kept.length + end.length);
        System.arraycopy(end, 0, all, kept.length, end.length);
        Files.write(file(), all);
    }

    @Test
    void anEditedFileIsRefused() throws Exception {
        SavedPlan.write(file(), header(plan()), plan());
        String text = Files.readString(file());
        Files.writeString(file(), text.replace("delete chosen", "delete left-out"));
        assertThat(refused().line()).as("the totals differ").isPositive();

        Files.writeString(file(), text.replace("other content", "other context"));
        assertThat(refused().reason()).contains("was changed after it was saved");
    }

    @Test
    void anotherVersionIsNamed() throws Exception {
        edit(text -> text.replace("lockstep plan 1", "lockstep plan 0"));
        assertThat(refused().reason())
                .contains("\"lockstep plan 1\"", "\"lockstep plan 0\"", "save the plan again");
        assertThat(refused().line()).isEqualTo(1);
        Files.writeString(file(), "name = \"shop\"\n");
        assertThat(refused().reason()).contains("no saved plan");
    }

    /// A word of the file, another in its place, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"gone \"|\"../gone\"|unsafe path",
                "\"gone \"|\"/gone\"|unsafe path",
                "\"gone \"|\"a//gone\"|unsafe path",
                "\"gone \"|\"g\\x6fne\"|not how this text is saved",
                "\"gone \"|\"g\\u{202e}ne\\|no quotation marks",
                "\"gone \"|\"g\\u{fffffff}ne\"|not how this text is saved",
                "\"gone \"|\"g\\u{d800}ne\"|not how this text is saved",
                "\"gone \"|\"g\\x\"|not how this text is saved",
                "\"gone \"|\"g\u202ene\"|not how this text is saved",
                "\"gone \"|\"g\u0007ne\"|not how this text is saved",
                "\"gone \"|gone|no row of a plan",
                "delete chosen 1|delete chosen 01|was expected",
                "delete chosen 1|delete chosen 99999999999999999999|no row of a plan",
                "delete chosen 1|delete chosen 9999999999999999999|too large",
                "delete chosen 1|delete  chosen 1|no row of a plan",
                "delete chosen 1|create chosen 1|does not ask for this row",
                "delete chosen 1|remove chosen 1|no row of a plan",
                "33=www␠data|4294967329=www␠data|was expected",
                "33=www␠data 0|33=www data 0|no facts",
                "00:16:40.000000004Z|00:16:40.4Z|no facts",
                "00:16:40.000000004Z|00:16:40.000000000Z|was expected",
                "00:16:40.000000004Z|00:16:99.000000004Z|no time",
                "@-9223372036854775808|@-9223372036854775809|no time",
                "4:1|4294967300:1|was expected",
                "file 0644|sock 0644|no kind",
                "file 0644|file 8644|no facts",
                "source absent|source absentee|no facts",
                "by content xxh64|by content XXH 64|how nodes were compared",
                "on \"web2\" 5|on \"web2\" 4|was expected",
                "on \"web2\" 5|on \"web2\" 6|no row of a plan",
                "on \"web2\" 5|on \"web2\" 999999999999999999|no row of a plan",
                "on \"web2\" 5|on \"web3\" 5|was expected",
                "targets 1|targets 2|was expected",
                "targets 1|targets 9999|number of targets",
                "target \"web2\"|target \"web1\"|comes twice",
                "\"gone \"|\"link\"|a path comes twice",
                "cluster \"shop\"|cluster shop|no quotation marks",
                "cluster \"shop\"|name \"shop\"|was expected",
            })
    void hostileLinesAreRefusedWithTheirNumber(String word, String other, String reason)
            throws Exception {
        edit(
                text -> {
                    assertThat(text).contains(word);
                    return text.replace(word, other);
                });
        Fault.FileInvalid fault = refused();
        assertThat(fault.reason()).contains(reason);
        assertThat(fault.line()).isPositive();
        assertThat(fault.message().chars().filter(c -> c < ' ' || c == 0x202e)).isEmpty();
    }

    @Test
    void linesHaveALimitAndAreText() throws Exception {
        edit(text -> text.replace("\"shop\"", "\"" + "x".repeat(40_000) + "\""));
        assertThat(refused().reason()).contains("more than");
        edit(text -> text.replace("\"shop\"", "\"\u00ff\u00fe\""));
        assertThat(refused().reason()).contains("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 200, 400, 900})
    void aFileThatIsCutIsRefused(int kept) throws Exception {
        SavedPlan.write(file(), header(plan()), plan());
        Files.write(file(), java.util.Arrays.copyOf(Files.readAllBytes(file()), kept));
        assertThat(refused().reason()).contains("ends in the middle");
    }

    @Test
    void nothingMayFollow() throws Exception {
        SavedPlan.write(file(), header(plan()), plan());
        Files.writeString(file(), Files.readString(file()) + "\n");
        assertThat(refused().reason()).contains("more follows");
    }

    @Test
    void aFileThatIsReplacedWhileItIsUsedIsRefused() throws Exception {
        SavedPlan.write(file(), header(plan()), plan());
        SavedPlan saved = SavedPlan.open(file());
        Plan other = Model.choose(plan(), "link");
        SavedPlan.write(file(), header(other), other);

        Fault fault =
                catchThrowableOfType(FaultException.class, () -> saved.rows((_, _) -> {})).fault();
        assertThat(fault.what()).contains("changed while it was read");
    }

    @Test
    void anotherClusterFileIsRefused() throws Exception {
        PlanHeader header = header(plan());
        header.check(cluster(2), "plan.txt");
        Cluster other =
                new Cluster(
                        "shop",
                        List.of(cluster(2).nodes().getFirst(), new Node("web2", "x", "/y", true)),
                        "web1",
                        List.of(),
                        List.of());

        Fault fault =
                catchThrowableOfType(FaultException.class, () -> header.check(other, "plan.txt"))
                        .fault();
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what())
                .contains("the rules are others")
                .contains("the address of web2 was deploy@web2 and is x")
                .contains("the root of web2 was /srv/shop and is /y")
                .contains("the work on web2 was without sudo and is with sudo");
        PlanHeader elsewhere =
                new PlanHeader(
                        "blog", "", List.of(), new Place("web9", "", "", false), header.targets());
        assertThat(
                        catchThrowableOfType(
                                        FaultException.class,
                                        () -> elsewhere.check(cluster(2), "plan.txt"))
                                .fault()
                                .what())
                .contains("the cluster was blog", "the reference was web9", "no node web9");
    }

    /// Time, size, and what reading keeps in memory.
    @Test
    @Tag("bench")
    void aMillionRows() throws Exception {
        ListingBuilder builder = new ListingBuilder(0);
        ListingBuilder.Facts facts = new ListingBuilder.Facts();
        facts.mode = Kind.FILE.mode(0644);
        for (int i = 0; i < MILLION; i++) {
            byte[] name = "file-%07d.dat".formatted(i).getBytes(StandardCharsets.US_ASCII);
            facts.size = i;
            builder.add(name, name.length, facts);
        }
        Plan plan = Model.plan(List.of(builder.build(), TreeSketch.byMetadata().build()));
        long begun = System.nanoTime();
        SavedPlan.write(file(), header(plan), plan);
        long written = System.nanoTime();
        SavedPlan saved = SavedPlan.open(file());
        long read = System.nanoTime();
        long[] most = new long[1];
        int[] rows = new int[1];
        saved.rows(
                (_, _) -> {
                    if (rows[0]++ % (MILLION / 5) == 0) {
                        System.gc();
                        Runtime runtime = Runtime.getRuntime();
                        most[0] = Math.max(most[0], runtime.totalMemory() - runtime.freeMemory());
                    }
                });

        assertThat(rows[0]).isGreaterThan(MILLION);
        System.getLogger("bench")
                .log(
                        System.Logger.Level.INFO,
                        String.format(
                                Locale.ROOT,
                                "%,d bytes, written in %,d ms, read in %,d ms, heap at most %,d MB"
                                        + " with the plan",
                                Files.size(file()),
                                (written - begun) / MILLION,
                                (read - written) / MILLION,
                                most[0] >> 20));
    }
}
