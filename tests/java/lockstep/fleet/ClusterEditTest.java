package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterEditTest {
    private static final String NODES =
            """

            [[node]]
            name = "web1"
            address = "web1"
            root = "/srv/www"

            [[node]]
            name = "web2"
            address = "web2"
            root = "/srv/www"
            """;

    private static Cluster read(String text) throws FaultException {
        return ClusterReader.read(text, "shop.toml");
    }

    private static String edited(String text, UnaryOperator<Cluster> change) throws FaultException {
        Cluster wanted = change.apply(read(text));
        String edited = ClusterEdit.of(text, wanted, "shop.toml");
        assertThat(read(edited)).isEqualTo(wanted);
        return edited;
    }

    private static UnaryOperator<Cluster> rules(UnaryOperator<List<String>> change) {
        return c ->
                new Cluster(
                        c.name(),
                        c.nodes(),
                        c.reference(),
                        change.apply(new ArrayList<>(c.rules())),
                        c.balancers(),
                        c.compress(),
                        c.health(),
                        c.hooks(),
                        c.keeping());
    }

    private static UnaryOperator<Cluster> adding(String rule) {
        return rules(
                list -> {
                    list.add(rule);
                    return list;
                });
    }

    private static UnaryOperator<Cluster> nodes(UnaryOperator<List<Node>> change) {
        return c ->
                new Cluster(
                        c.name(),
                        change.apply(new ArrayList<>(c.nodes())),
                        c.reference(),
                        c.rules(),
                        c.balancers(),
                        c.compress(),
                        c.health(),
                        c.hooks(),
                        c.keeping());
    }

    private static String file(String rules) {
        return "name = \"shop\"\nreference = \"web1\"\n" + rules + NODES;
    }

    @Test
    void whatSaysThatAlreadyStaysByteForByte() throws FaultException {
        String text = ClusterFile.example();
        assertThat(edited(text, c -> c)).isEqualTo(text);
    }

    @Test
    void aRuleIsAddedBelowTheLastAndEveryCommentStays() throws FaultException {
        String text =
                file(
                        """
                        rules = [   # what is not ours
                            "- /cache/", # rebuilt by itself

                            # editors
                            "- *.swp", # vim
                            # more to come
                        ]
                        """);
        assertThat(edited(text, adding("- /tmp/")))
                .isEqualTo(
                        text.replace(
                                "\"- *.swp\", # vim\n", "\"- *.swp\", # vim\n    \"- /tmp/\",\n"));
    }

    @Test
    void aLastRuleWithoutACommaGetsOneAndTheNewOneNone() throws FaultException {
        String text = file("rules = [\n\t'- /cache/',\n\t'- *.swp' # vim\n]\n");
        assertThat(edited(text, adding("- a")))
                .isEqualTo(file("rules = [\n\t'- /cache/',\n\t'- *.swp', # vim\n\t\"- a\"\n]\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules = []|rules = [\"- a\"]",
                "rules = [ ] # none|rules = [\"- a\" ] # none",
                "rules = [\n]|rules = [\n    \"- a\",\n]",
                "rules = [\n    # nothing\n]|rules = [\n    \"- a\",\n    # nothing\n]",
                "rules=['- x']|rules=['- x', \"- a\"]",
                "rules = ['- x', '- y',]|rules = ['- x', '- y', \"- a\",]",
                "\"rules\" = ['- [x]#,'] # ]|\"rules\" = ['- [x]#,', \"- a\"] # ]",
                "rules = ['- x',\n  '- y']|rules = ['- x',\n  '- y', \"- a\"]",
                "rules = [\n '''- x\\''',\n]|rules = [\n '''- x\\''',\n \"- a\",\n]",
                "rules = [\n \"- \\\"]\",\n]|rules = [\n \"- \\\"]\",\n \"- a\",\n]",
                "compress = true|compress = true\nrules = [\n    \"- a\",\n]",
            })
    void aRuleIsAddedInTheMannerOfTheFile(String fromTo) throws FaultException {
        String[] parts = fromTo.split("\\|");
        assertThat(edited(file(parts[0] + "\n"), adding("- a"))).isEqualTo(file(parts[1] + "\n"));
    }

    @Test
    void linesEndAsTheyDidAndNothingIsAddedAtTheEnd() throws FaultException {
        String text = file("rules = [\n    \"- x\",\n]\n").strip().replace("\n", "\r\n");
        String edited = edited(text, adding("- a"));
        assertThat(edited).contains("\"- x\",\r\n    \"- a\",\r\n]").endsWith("\"/srv/www\"");
        assertThat(edited.replace("\r\n", "")).doesNotContain("\n");
        Node more = new Node("web3", "web3", "/srv/www", false);
        String three =
                edited(
                        text,
                        nodes(
                                n -> {
                                    n.add(more);
                                    return n;
                                }));
        assertThat(three).contains("\"/srv/www\"\r\n\r\n[[node]]\r\nname = \"web3\"");
    }

    @Test
    void rulesAreInsertedMovedChangedAndRemovedOneByOne() throws FaultException {
        String text =
                file(
                        "rules = [\n  '- a', # A\n  '- b', # B\n  # about c\n  '- c', # C\n  '- d'\n]\n");
        assertThat(edited(text, rules(_ -> List.of("- 0", "- b", "- x", "- d"))))
                .isEqualTo(
                        file(
                                """
                                rules = [
                                  "- 0", # A
                                  '- b', # B
                                  # about c
                                  "- x", # C
                                  '- d'
                                ]
                                """));
        assertThat(edited(text, rules(_ -> List.of("- b", "- d"))))
                .isEqualTo(file("rules = [\n  '- b', # B\n  # about c\n  '- d'\n]\n"));
        assertThat(edited(text, rules(_ -> List.of("- 0", "- a", "- b", "- c", "- d"))))
                .contains("rules = [\n  \"- 0\",\n  '- a', # A");
        String line = file("rules = ['- a', '- b', '- c']\n");
        assertThat(edited(line, rules(_ -> List.of("- b")))).contains("rules = ['- b']");
        assertThat(edited(line, rules(_ -> List.of()))).contains("rules = []");
        assertThat(edited(line, rules(_ -> List.of("- z", "- a", "- b", "- c"))))
                .contains("rules = [\"- z\", '- a', '- b', '- c']");
    }

    private static final String COMMENTED =
            """
            # top
            name = "shop"  # the shop
            reference = "web1"

            # the first,
            # and best
            [[node]]
            name = "web1" # one
            address = "web1"
            root = "/srv/www/"

            # ---- second row ----

            # the second
            [[node]]
            root = "/srv/www" # odd order
            name = 'web2'
            address = "web2"
            # sudo = true

            [[balancer]]
            name = "lb1"
            address = "lb1"
            socket = "/run/h.sock"
            servers = [ # all
                { backend = "shop", name = "s1", node = "web1" }, # first
                { backend = "shop", name = "s2", node = "web2" },
            ]

            [health]
            tcp = 8080 # served there
            """;

    @Test
    void aNodeIsChangedWhereItStands() throws FaultException {
        String edited =
                edited(
                        COMMENTED,
                        nodes(
                                n ->
                                        List.of(
                                                n.get(0),
                                                new Node("web2", "deploy@web2", "/srv/w", true))));
        assertThat(edited)
                .isEqualTo(
                        COMMENTED
                                .replace(
                                        "root = \"/srv/www\" # odd order",
                                        "root = \"/srv/w\" # odd order")
                                .replace(
                                        "address = \"web2\"\n",
                                        "address = \"deploy@web2\"\nsudo = true\n"));
    }

    @Test
    void aNodeThatGoesTakesItsOwnCommentsAndNoOther() throws FaultException {
        Cluster without =
                new Cluster(
                        "shop",
                        read(COMMENTED).nodes().subList(0, 1),
                        "web1",
                        List.of(),
                        List.of(
                                new Balancer(
                                        "lb1",
                                        new Dialect.Haproxy("lb1", "/run/h.sock"),
                                        1,
                                        List.of(new Balancer.Server("shop", "s1", "web1")))),
                        false,
                        read(COMMENTED).health(),
                        List.of());
        assertThat(edited(COMMENTED, _ -> without))
                .isEqualTo(
                        COMMENTED
                                .replaceFirst("(?s)# the second\n.*?(?=\\[\\[balancer)", "")
                                .replaceFirst("(?m)^ *\\{.*\"s2\".*\n", ""));
    }

    @Test
    void nodesChangePlacesWithWhatIsSaidOfThem() throws FaultException {
        String edited =
                edited(
                        COMMENTED,
                        nodes(
                                n -> {
                                    Collections.reverse(n);
                                    return n;
                                }));
        assertThat(edited)
                .containsSubsequence(
                        "# the second\n[[node]]\nroot = \"/srv/www\" # odd order",
                        "# sudo = true\n\n# ---- second row ----\n\n",
                        "# the first,\n# and best\n[[node]]\nname = \"web1\" # one",
                        "[[balancer]]");
    }

    @Test
    void aNewNodeStandsBehindTheOneBeforeIt() throws FaultException {
        Node fresh = new Node("web0", "web0", "/srv/www", true);
        String first =
                edited(
                        COMMENTED,
                        nodes(
                                n -> {
                                    n.addFirst(fresh);
                                    return n;
                                }));
        assertThat(first).containsSubsequence("name = \"web0\"", "\n\n# the first,\n# and best\n");
        String second =
                edited(
                        COMMENTED,
                        nodes(
                                n -> {
                                    n.add(1, fresh);
                                    return n;
                                }));
        assertThat(second)
                .contains("root = \"/srv/www/\"\n\n[[node]]\nname = \"web0\"")
                .containsSubsequence("sudo = true", "\n\n# ---- second row ----");
    }

    @Test
    void aNewNameIsWrittenWhereTheOldOneStoodAndWhereverItIsNamed() throws FaultException {
        Cluster now = read(COMMENTED);
        Cluster renamed =
                new Cluster(
                        "shop",
                        List.of(now.nodes().get(0), new Node("blue", "web2", "/srv/www", false)),
                        "blue",
                        List.of(),
                        List.of(
                                new Balancer(
                                        "lb1",
                                        new Dialect.Haproxy("lb1", "/run/h.sock"),
                                        1,
                                        List.of(
                                                new Balancer.Server("shop", "s1", "web1"),
                                                new Balancer.Server("shop", "s2", "blue")))),
                        false,
                        now.health(),
                        List.of());
        assertThat(edited(COMMENTED, _ -> renamed))
                .isEqualTo(
                        COMMENTED
                                .replace("reference = \"web1\"", "reference = \"blue\"")
                                .replace("'web2'", "\"blue\"")
                                .replace("node = \"web2\"", "node = \"blue\""));
    }

    @Test
    void tablesThatWereLeftOutComeAtTheEndAndGoAgain() throws FaultException {
        Cluster now = read(COMMENTED);
        Keeping often =
                new Keeping(true, Optional.of(Duration.ofHours(2)), 3, 1, 1, 1, Duration.ofDays(1));
        String kept =
                edited(
                        COMMENTED,
                        c ->
                                new Cluster(
                                        c.name(),
                                        c.nodes(),
                                        c.reference(),
                                        c.rules(),
                                        c.balancers(),
                                        c.compress(),
                                        Optional.empty(),
                                        List.of(),
                                        often));
        assertThat(kept).contains("[snapshots]").doesNotContain("[health]");
        assertThat(edited(kept, _ -> now)).contains("[health]").doesNotContain("[snapshots]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node = [{name='a', address='a', root='/x'}, {name='b', address='b', root='/x'}]\n",
                "node = [\n{ name='a', address='a', root='/x' },\n {name='b', address='b', root='/x'}]\n",
            })
    void whatCannotBeChangedInPartIsRefusedWithWhatToWrite(String inline) throws FaultException {
        String text = "name = 'shop'\nreference = 'a'\n" + inline;
        Cluster now = read(text);
        Node third = new Node("c", "c", "/x", false);
        Cluster wanted =
                nodes(
                                n -> {
                                    n.add(third);
                                    return n;
                                })
                        .apply(now);
        assertThatThrownBy(() -> ClusterEdit.of(text, wanted, "shop.toml"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("cannot be changed from here")
                .hasMessageContaining("name = \"c\"");
        assertThat(edited(text, adding("- a"))).contains("rules = [\n    \"- a\",\n]\n");
    }
}
