package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import lockstep.pool.NginxServer.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers are found as nginx finds them, and one word of a file is changed.
class NginxFileTest {
    private static final String NOTE = "out by ann@desk since 2026-11-22T13:40Z: new kernel";

    @Test
    void oneWordAndARemarkAreWritten() throws Exception {
        String file = "upstream shop {\n    server 10.0.0.1:80 weight=2;\n    server b;\n}\n";
        assertThat(taken(file, "10.0.0.1:80"))
                .isEqualTo(
                        "upstream shop {\n    server 10.0.0.1:80 weight=2 down; # lockstep: "
                                + NOTE
                                + " #\n    server b;\n}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream shop { server a; }",
                "upstream shop{server a;server b;}",
                "upstream shop { server a; # rack 4\n server b; }",
                "upstream shop { server a;#\n}",
                "upstream shop { server a;#;\n}",
                "upstream shop { server a; \t\n }",
                "upstream shop {\r\n  server a weight=2;\r\n  server b;\r\n}\r\n",
                "upstream shop { server\n  a # where\n  weight=2\n  # much\n  ; }",
                "upstream shop { server \"a\"; server 'b' ; }",
                "upstream 'shop' { server a; server a weight=3 ; server b; }",
                "# upstream shop { server a; }\nupstream shop { server a; }",
                "http { upstream shop { server a; } server { listen 80; server_name a; } }",
                "map $a $b { \"~^x{2}\" y; default \"}\"; '{' z; }\nupstream shop { server a; }",
                "log_format x '$a \\' ; } {' ${b}c;upstream shop { server a; }",
                "upstream sh\\op { server no; } upstream shop { zone z 64k; server a; keepalive 8; }",
                "# \u00fcml\u00e4ut \u4e16\nupstream shop { server a; # \u00fc\n}",
            })
    void whatWasTakenOutAndPutBackIsByteForByteAsBefore(String text) throws Exception {
        NginxFile file = parse(text);
        assertThat(file.lines("shop", "a")).isNotEmpty();
        for (Mode mode : List.of(Mode.DOWN, Mode.DRAIN)) {
            NginxFile out = file.out(file.lines("shop", "a"), mode, NOTE);
            assertThat(out.lines("shop", "a")).allMatch(s -> s.mode() == mode);
            assertThat(out.lines("shop", "a"))
                    .allMatch(s -> s.note().orElseThrow().text().equals(NOTE));
            assertThat(out.servers()).hasSameSizeAs(file.servers());
            assertThat(out.servers().stream().filter(s -> !s.isAt("a")))
                    .allMatch(s -> s.mode() == Mode.IN);
            assertThat(text(out.in(out.lines("shop", "a")))).isEqualTo(text);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreKept() throws Exception {
        byte[] odd = {'#', (byte) 0xff, (byte) 0xc3, 0, '\n'};
        byte[] rest = "upstream shop{server a;}".getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[odd.length + rest.length];
        System.arraycopy(odd, 0, text, 0, odd.length);
        System.arraycopy(rest, 0, text, odd.length, rest.length);
        NginxFile file = NginxFile.parse(text);
        NginxFile out = file.out(file.lines("shop", "a"), Mode.DOWN, NOTE);
        assertThat(out.bytes()).startsWith(odd).isNotEqualTo(text);
        assertThat(out.in(out.lines("shop", "a")).bytes()).isEqualTo(text);
    }

    @Test
    void onlyServersOfThatUpstreamAreMeant() throws Exception {
        String file =
                """
                http {
                  upstream shop { server a; server b backup; }
                  upstream api { server a down; }
                  server { server_name a; location / { proxy_pass http://shop; } }
                  # upstream shop { server c; }
                  upstream more { include "upstream shop { server d; }"; }
                }
                """;
        assertThat(parse(file).lines("shop", "a")).hasSize(1);
        assertThat(parse(file).lines("shop", "a").getFirst().mode()).isEqualTo(Mode.IN);
        assertThat(parse(file).lines("api", "a").getFirst().mode()).isEqualTo(Mode.DOWN);
        assertThat(parse(file).lines("shop", "b").getFirst().isBackup()).isTrue();
        assertThat(parse(file).lines("shop", "c")).isEmpty();
        assertThat(parse(file).lines("shop", "d")).isEmpty();
        assertThat(parse(file).servers()).hasSize(3);
    }

    @Test
    void portEightyMayBeLeftOut() throws Exception {
        NginxFile file = parse("upstream shop { server a:80; server b; server c:8080; }");
        assertThat(file.lines("shop", "a")).hasSize(1);
        assertThat(file.lines("shop", "b:80")).hasSize(1);
        assertThat(file.lines("shop", "c")).isEmpty();
    }

    @Test
    void everyLineOfAnAddressIsTakenOut() throws Exception {
        NginxFile file = parse("upstream shop { server a down; server a weight=2; }");
        NginxFile out = file.out(file.lines("shop", "a"), Mode.DOWN, NOTE);
        assertThat(out.lines("shop", "a")).allMatch(s -> s.mode() == Mode.DOWN);
        assertThat(out.lines("shop", "a").getFirst().note()).isEmpty();
        assertThat(out.lines("shop", "a").getLast().note()).isPresent();
    }

    @Test
    void whatSomebodyElsePutDownComesBackToo() throws Exception {
        assertThat(back("upstream shop { server a  down  weight=2; # by hand\n}"))
                .isEqualTo("upstream shop { server a   weight=2; # by hand\n}");
        assertThat(back("upstream shop { server a # note\ndown; }"))
                .isEqualTo("upstream shop { server a # note\n; }");
        assertThat(back("upstream shop { server a \"down\" drain; }"))
                .isEqualTo("upstream shop { server a; }");
    }

    @Test
    void aDrainBecomesDownButNotTheOtherWay() throws Exception {
        NginxFile file = parse("upstream shop { server a; server b; }");
        NginxFile drained = file.out(file.lines("shop", "a"), Mode.DRAIN, NOTE);
        NginxFile down = drained.out(drained.lines("shop", "a"), Mode.DOWN, "later");
        assertThat(text(down))
                .isEqualTo("upstream shop { server a down; # lockstep: later #;\n server b; }");
        NginxFile still = down.out(down.lines("shop", "a"), Mode.DRAIN, NOTE);
        assertThat(text(still)).isEqualTo(text(down));
        assertThat(text(down.in(down.lines("shop", "a")))).isEqualTo(text(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\n}\nupstream shop { server evil",
                "# server evil; #",
                "\r\n\u0000\u0085\u2028 server evil; \u202e",
                "#;\nserver evil;",
                " \\",
                "\ud800",
            })
    void noRemarkCanEndItsComment(String why) throws Exception {
        Instant now = Instant.parse("2026-11-22T13:40:12Z");
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, why, why, Optional.of(now));
        String text = "upstream shop { server a; server b; }";
        NginxFile file = parse(text);
        NginxFile out = file.out(file.lines("shop", "a"), Mode.DOWN, NginxNote.remark(leave, now));
        assertThat(out.servers()).extracting(NginxServer::address).containsExactly("a", "b");
        assertThat(text(out).lines()).hasSize(2);
        assertThat(text(out.in(out.lines("shop", "a")))).isEqualTo(text);
    }

    @Test
    void aRemarkSaysWhoSinceUntilAndWhy() {
        Instant now = Instant.parse("2026-11-22T13:40:12Z");
        Optional<Instant> until = Optional.of(Instant.parse("2026-11-23T08:00:00Z"));
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann@desk", "new kernel", until);
        assertThat(NginxNote.remark(leave, now))
                .isEqualTo(
                        "out by ann@desk since 2026-11-22T13:40Z until 2026-11-23T08:00Z:"
                                + " new kernel");
        assertThat(NginxNote.remark(Leave.by(Way.DRAIN, Leave.Floor.KEPT), now))
                .isEqualTo("out by somebody since 2026-11-22T13:40Z");
        byte[] none = new byte[0];
        assertThat(NginxNote.written("x".repeat(9_000), none, 0)).hasSizeLessThan(400);
        assertThat(NginxNote.written("a#b\\c\nd\u202e\ud800\u00fc", none, 0))
                .isEqualTo(" # lockstep: a+b/c d  \u00fc #");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream shop { server a; ",
                "upstream shop { server a }",
                "upstream shop { server \"a; }",
                "upstream shop { server \"a\"b; }",
                "}",
                "{ }",
                "; ",
                "a \\",
                "location / { content_by_lua_block { ngx.say(\"}\") } }",
            })
    void whatIsNoConfigurationIsRefused(String text) {
        NginxGarbled garbled = catchThrowableOfType(NginxGarbled.class, () -> parse(text));
        assertThat(garbled.reason()).startsWith("line 1: ");
    }

    @Test
    void luaIsRefusedEvenWhereItLooksLikeAConfiguration() {
        assertThatThrownBy(() -> parse("location / { content_by_lua_block { local a = 1; } }"))
                .hasMessageContaining("it holds Lua");
    }

    @Test
    void theLineOfAnErrorIsTold() {
        assertThatThrownBy(() -> parse("a;\n\nb {\n}}\n")).hasMessageContaining("line 4");
    }

    /// Whatever a file looks like, only the words and remarks of the one server differ.
    @Test
    void randomFilesComeBackAsTheyWere() throws Exception {
        Random random = new Random(Long.getLong("lockstep.test.seed", 4711));
        for (int i = 0; i < 3_000; i++) {
            String text = RandomNginx.file(random);
            NginxFile file = parse(text);
            NginxServer one = file.servers().get(random.nextInt(file.servers().size()));
            List<NginxServer> lines = file.lines(one.upstream(), one.address());
            if (lines.stream().anyMatch(s -> s.mode() != Mode.IN)) {
                continue;
            }
            Mode mode = random.nextBoolean() ? Mode.DOWN : Mode.DRAIN;
            NginxFile out = file.out(lines, mode, NOTE);
            List<NginxServer> gone = out.lines(one.upstream(), one.address());
            assertThat(gone).as(text).hasSameSizeAs(lines).allMatch(s -> s.mode() == mode);
            assertThat(unmarked(text(out), mode)).isEqualTo(text);
            assertThat(text(out.in(gone))).isEqualTo(text);
        }
    }

    /// Taken away by other means than the code's own.
    private static String unmarked(String text, Mode mode) {
        String gap = "(\\s*(?:#[^\n]*\n\\s*)*;)";
        return text.replaceAll(
                " " + mode.word() + gap + " # lockstep: " + NOTE + " #(?:;\n)?", "$1");
    }

    private static String taken(String text, String address) throws NginxGarbled {
        NginxFile file = parse(text);
        return text(file.out(file.lines("shop", address), Mode.DOWN, NOTE));
    }

    private static String back(String text) throws NginxGarbled {
        NginxFile file = parse(text);
        return text(file.in(file.lines("shop", "a")));
    }

    private static NginxFile parse(String text) throws NginxGarbled {
        return NginxFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(NginxFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }
}
