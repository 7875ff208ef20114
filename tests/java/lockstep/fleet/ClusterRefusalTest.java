package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A sound file with one thing wrong in it: the place and the reason must be told.
class ClusterRefusalTest {
    private static final String SOUND =
            """
            name = "shop"
            reference = "web1"
            rules = [ "- /cache/" ]
            [[node]]
            name = "web1"
            address = "web1"
            root = "/srv/www"
            [[node]]
            name = "web2"
            address = "op@web2:22"
            root = "/srv/www"
            [[balancer]]
            name = "lb1"
            address = "lb1"
            socket = "/run/haproxy.sock"
            servers = [
              { backend = "shop", name = "web1", node = "web1" },
              { backend = "shop", name = "web2", node = "web2" },
            ]
            """;

    @Test
    void theSoundFileIsRead() throws Exception {
        Cluster cluster = ClusterReader.read(SOUND, "c.toml");
        assertThat(cluster.problems()).isEmpty();
        assertThat(cluster.balancers().getFirst().floor()).isEqualTo(1);
        assertThat(cluster.balancers().getFirst().dialect())
                .isEqualTo(new Dialect.Haproxy("lb1", "/run/haproxy.sock"));
    }

    @Test
    void oneSlashAtTheEndOfARootIsDropped() throws Exception {
        String slashed = SOUND.replaceFirst("\"/srv/www\"", "\"/srv/www/\"");
        assertThat(ClusterReader.read(slashed, "c").node("web1").root()).isEqualTo("/srv/www");
    }

    /// What is replaced, with what, the line told, the reason; a pilcrow stands for a line break.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name = \"shop\" | nmae = \"shop\" | 1 | unknown key \"nmae\"",
                "name = \"shop\" | nmae = \"shop\" | 1 | \"name\" is missing",
                "name = \"shop\" | name = 5 | 1 | name must be a string",
                "name = \"shop\" | name = \"\" | 1 | the name is empty",
                "name = \"shop\" | name = \"a\\u001bb\" | 1 | control character",
                "reference = \"web1\" | reference = \"web9\" | 2 | there is no node \"web9\"",
                "reference = \"web1\" | reference = | 2 | expected a value",
                "\"- /cache/\" | 7 | 3 | rules must hold strings",
                "\"- /cache/\" | \"/cache/\" | 3 | \"- pattern\"",
                "\"- /cache/\" | \". /etc/rules\" | 3 | \"- pattern\"",
                "\"- /cache/\" | \"- a\\nb\" | 3 | control character",
                "name = \"web2\" | name = \"web1\" | 9 | is taken",
                "name = \"web2\" | name = \"-web2\" | 9 | is not 1 to 64",
                "name = \"web2\" | name = \"we b2\" | 9 | is not 1 to 64",
                "name = \"web2\" | name = \"web2\"¶name = \"web2\" | 10 | previously defined",
                "name = \"web2\" | name = \"web2\"¶sudo = \"yes\" | 10 | sudo must be true or false",
                "op@web2:22 | -oProxyCommand=x | 10 | begins with -",
                "op@web2:22 | op@-oProxyCommand=x | 10 | not of the form",
                "op@web2:22 | op@web2:70000 | 10 | not of the form",
                "op@web2:22 | web1 | 11 | same address and root",
                "op@web2:22 | op@we b2 | 10 | not of the form",
                "socket = \"/run/haproxy.sock\" | socket = \"run/haproxy.sock\" | 15 | neither",
                "socket = \"/run/haproxy.sock\" | socket = \"lb:0\" | 15 | neither",
                "socket = \"/run/haproxy.sock\" | socket = \"/run/../x\" | 15 | \"..\"",
                "socket = \"/run/haproxy.sock\" | port = 3 | 15 | unknown key \"port\"",
                "socket = \"/run/haproxy.sock\" | port = 3 | 12 | \"socket\" is missing",
                "name = \"lb1\" | name = \"lb1\"¶type = \"varnish\" | 14 | is none of haproxy, nginx",
                "name = \"lb1\" | name = \"lb1\"¶probe = \"ftp://x/\" | 14 | is not of the form http",
                "name = \"lb1\" | name = \"lb1\"¶probe = \"http://x:99999/\" | 14 | is not of the form http",
                "name = \"lb1\" | name = \"lb1\"¶floor = -1 | 14 | is not between",
                "name = \"lb1\" | name = \"lb1\"¶floor = \"1\" | 14 | must be a whole number",
                "node = \"web2\" } | node = \"web3\" } | 18 | there is no node \"web3\"",
                "node = \"web2\" } | nod = \"web2\" } | 18 | unknown key \"nod\"",
                "name = \"web2\", node | name = \"web1\", node | 18 | twice",
                "backend = \"shop\", name = \"web2\" | backend = \"a;b\", name = \"web2\" | 18 | is not 1 to 200",
            })
    void isRefused(String sound, String broken, int line, String reason) {
        String text =
                SOUND.replaceFirst(
                        Pattern.quote(sound), Matcher.quoteReplacement(broken.replace('¶', '\n')));
        assertThat(text).isNotEqualTo(SOUND);
        String told = told(text).message();
        assertThat(told).contains(reason).contains("line " + line + ", column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "srv",
                "",
                "/srv/../etc",
                "/srv//www",
                "/srv/./www",
                "..",
                "~/www",
                "//"
            })
    void rootsThatAreNotPlainAndAbsoluteAreRefused(String root) {
        Fault.FileInvalid fault = told(SOUND.replaceFirst("\"/srv/www\"", "\"" + root + "\""));
        assertThat(fault.line()).isEqualTo(7);
        assertThat(fault.column()).isEqualTo(1);
        assertThat(fault.reason()).contains("path");
    }

    @Test
    void allFindingsAreToldInTheOrderOfTheFile() {
        Fault.FileInvalid fault =
                told(SOUND.replace("/srv/www", "srv").replace("web1\" }", "x\" }"));
        assertThat(fault.line()).isEqualTo(7);
        assertThat(fault.reason())
                .containsSubsequence("not absolute", "; line 11", "; line 17", "no node \"x\"");
    }

    @Test
    void manyFindingsAreCutShort() {
        Fault.FileInvalid fault = told(SOUND + keys(30));
        assertThat(fault.reason()).contains("and 20 more");
    }

    @Test
    void anEmptyFileNamesWhatIsMissing() {
        assertThat(told("").reason()).contains("\"name\" is missing", "\"reference\" is missing");
        assertThat(told("name = \"x\"\nreference = \"y\"\n").reason())
                .contains("at least one [[node]]");
    }

    @Test
    void textFromTheFileIsMadeVisible() {
        assertThat(told("\"a\\u202Eb\\u001b\" = 1\n").reason())
                .doesNotContain("\u202e")
                .doesNotContain("\u001b");
    }

    @Test
    void suggestedRulesAreAcceptable() {
        assertThat(Rules.suggested()).isNotEmpty().allMatch(rule -> Rules.problem(rule).isEmpty());
    }

    private static String keys(int count) {
        StringBuilder text = new StringBuilder("[[node]]\nname='n'\naddress='n'\nroot='/n'\n");
        for (int i = 0; i < count; i++) {
            text.append("k").append(i).append(" = 1\n");
        }
        return text.toString();
    }

    private static Fault.FileInvalid told(String text) {
        FaultException e =
                catchThrowableOfType(
                        FaultException.class, () -> ClusterReader.read(text, "c.toml"));
        assertThat(e).isNotNull();
        assertThat(e.fault().where()).isEqualTo("c.toml");
        return (Fault.FileInvalid) e.fault();
    }
}
