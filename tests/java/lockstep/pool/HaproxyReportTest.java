package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxyReportTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/web1 | UP | L7OK 200 Layer7 check passed",
                "shop/web3 | DOWN | its checks fail (L4CON Layer4 connection problem",
                "shop/slow | STARTING | slow start",
                "shop/spare | UP | backup server",
                "shop/unresolved | MAINT | its name does not resolve",
                "shop/disabled | MAINT | disabled in the balancer's configuration",
                "shop/re-enabled | UP | L7OK 200",
                "shop/zero | DRAIN | its weight is 0",
                "shop/leaving | STOPPING | its check answers 404",
                "shop/failing | STARTING | UP 1/3: its checks have not all passed; L7STS 500",
                "shop/rising | DOWN | DOWN 2/3: its checks pass again, not yet often enough",
                "shop/drained | DRAIN | told to drain",
                "shop/downdrained | DRAIN | told to drain; its checks fail (L4CON",
                "api/web1 | DRAIN | drained with shop/drained",
                "api/web2 | UP | its agent check can change this by itself",
                "api/web3 | UP | no check: its health is unknown",
                "api/follows | MAINT | in maintenance with shop/disabled",
            })
    void statesAndReasonsOfARealReply(String server, State state, String reason) throws Exception {
        HaproxyServer found = server(HaproxyReport.parse(Captured.everyState()), server);
        assertThat(found.state()).isEqualTo(state);
        assertThat(found.reason()).contains(reason);
    }

    @Test
    void onlyRunningServersWithWeightAreCapacity() throws Exception {
        HaproxyReport report = HaproxyReport.parse(Captured.everyState());
        assertThat(report.servers().entrySet().stream().filter(e -> e.getValue().usable()))
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "shop/web1",
                        "shop/web2",
                        "shop/spare",
                        "shop/re-enabled",
                        "shop/failing",
                        "api/web2",
                        "api/web3");
    }

    /// 64 read as hexadecimal, or as maintenance, is the mistake of others.
    @ParameterizedTest
    @CsvSource({
        "0, UP",
        "1, MAINT",
        "2, MAINT",
        "4, UP",
        "5, MAINT",
        "8, DRAIN",
        "9, MAINT",
        "10, MAINT",
        "16, DRAIN",
        "32, MAINT",
        "40, MAINT",
        "64, UP",
        "72, DRAIN",
        "128, UP",
        "136, DRAIN"
    })
    void adminFlagsAreDecimal(int flags, State state) throws Exception {
        assertThat(web1("127.0.0.1 2 0 10 ", "127.0.0.1 2 " + flags + " 10 ").state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0, DOWN", "1, STARTING", "2, UP", "3, STOPPING"})
    void operationalStates(int operation, State state) throws Exception {
        assertThat(web1("127.0.0.1 2 0 10 ", "127.0.0.1 " + operation + " 0 10 ").state())
                .isEqualTo(state);
    }

    @Test
    void aProcessThatHasNotCheckedYetOnlyAssumesUp() throws Exception {
        assertThat(web1("L7OK,200,", "INI,,").state()).isEqualTo(State.STARTING);
        assertThat(web1("L7OK,200,", "* L7OK,200,").state()).isEqualTo(State.UP);
    }

    @Test
    void aFlagOfALaterVersionIsTold() throws Exception {
        assertThat(web1("127.0.0.1 2 0 10 ", "127.0.0.1 2 192 10 ").reason())
                .contains("name was changed", "unknown admin flags 128");
    }

    @Test
    void factsAndEpoch() throws Exception {
        HaproxyReport report = HaproxyReport.parse(Captured.everyState());
        HaproxyServer web1 = server(report, "shop/web1");
        assertThat(web1.weight()).isEqualTo(new HaproxyServer.Weight(10, 10));
        assertThat(web1.id()).isEqualTo(1);
        assertThat(web1.address()).isEqualTo("127.0.0.1:18101");
        assertThat(web1.load().sessions()).hasValue(0);
        assertThat(web1.raw()).contains("shop", "L7OK");
        assertThat(report.process().version()).startsWith("2.6.12");
        assertThat(report.process().pid()).isEqualTo(31655);
        assertThat(report.process().start()).hasValue(1795342729);
        assertThat(report.process().uptime()).hasValue(5);
    }

    /// What the tracked server's check found, and not that nobody checks the tracker itself.
    @Test
    void aServerThatTracksHasTheHealthOfTheTrackedOne() throws Exception {
        String ready = Captured.everyState().replace("127.0.0.1 2 16 1 1", "127.0.0.1 2 0 1 1");
        HaproxyServer tracker = server(HaproxyReport.parse(ready), "api/web1");
        assertThat(tracker.healthNow()).isEqualTo(Member.Health.PASSED);
        assertThat(tracker.state()).isEqualTo(State.UP);
        assertThat(tracker.reason())
                .isEqualTo("follows the checks of shop/drained: L7OK 200 Layer7 check passed");

        String unchecked = ready.replaceFirst("(shop,drained,.*)L7OK,200,", "$1INI,,");
        HaproxyServer unknown = server(HaproxyReport.parse(unchecked), "api/web1");
        assertThat(unknown.healthNow()).isEqualTo(Member.Health.UNKNOWN);
        assertThat(unknown.state()).isEqualTo(State.STARTING);
    }

    @Test
    void serversThatTrackEachOtherInACircleEnd() throws Exception {
        String circle = Captured.everyState().replace(",shop/drained,2,", ",api/web1,2,");
        assertThat(server(HaproxyReport.parse(circle), "api/web1").healthNow())
                .isEqualTo(Member.Health.UNKNOWN);
    }

    @Test
    void onlyWhatTheServerItselfAnsweredCounts() throws Exception {
        String passed = "L7OK,200,0,0,0,0,0,0,0,";
        assertThat(web1(passed, "L7OK,200,0,1,20,300,4000,50000,600000,").load().answered())
                .hasValue(4321);
        assertThat(web1(passed, "L7OK,200,0,,,,,,,").load().answered()).isEmpty();
        assertThat(tcp("shop,web1,0,0,0,0,,9,0,0,,0,,2,3,").load().answered()).hasValue(4);
        assertThat(tcp("shop,web1,0,0,0,0,,1,0,0,,0,,2,3,").load().answered()).hasValue(0);
    }

    private static HaproxyServer tcp(String counters) throws Exception {
        String reply =
                Captured.everyState()
                        .replace("shop,web1,0,0,0,0,,0,0,0,,0,,0,0,", counters)
                        .replace("127.0.0.1:18101,,http,", "127.0.0.1:18101,,tcp,");
        return server(HaproxyReport.parse(reply), "shop/web1");
    }

    @Test
    void aWeightThatWasTakenAwayIsAnOrderWhateverTheChecksFind() throws Exception {
        HaproxyServer stopped = web1("127.0.0.1 2 0 10 10", "127.0.0.1 0 0 0 10");
        assertThat(stopped.state()).isEqualTo(State.DRAIN);
        assertThat(stopped.reason()).startsWith("its weight is 0; its checks fail");
    }

    @Test
    void openConnectionsToAServerInMaintenanceAreTold() throws Exception {
        HaproxyServer kept =
                server(
                        HaproxyReport.parse(
                                Captured.everyState()
                                        .replaceFirst(
                                                "(shop,disabled,.*?,http,(?:[^,]*,){19})0,0,0,",
                                                "$12,0,1,")),
                        "shop/disabled");
        assertThat(kept.connections())
                .isEqualTo(new HaproxyServer.Connections(OptionalInt.of(1), OptionalInt.of(2)));
        assertThat(kept.reason())
                .isEqualTo(
                        "disabled in the balancer's configuration; 1 connection to it in use;"
                                + " 2 connections to it kept open though idle");
    }

    @Test
    void columnsAreFoundByNameWhereverTheyAre() throws Exception {
        String reply =
                """
                Version: 1
                Pid: 7

                1
                # srv_name be_name srv_port srv_addr srv_agent_state srv_uweight srv_admin_state \
                srv_op_state srv_time_since_last_change new srv_iweight srv_id
                w b 80 ::1 0 5 0 2 9 x 5 1

                # svname,pxname,bck,status,check_status,qcur,scur,
                w,b,0,"UP","L7OK a ""q"", b
                c",,3,

                """;
        HaproxyServer w = server(HaproxyReport.parse(reply), "b/w");
        assertThat(w.state()).isEqualTo(State.UP);
        assertThat(w.load().sessions()).hasValue(3);
        assertThat(w.load().queued()).isEmpty();
        assertThat(w.reason()).isEqualTo("L7OK a \"q\", b␊c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "Unknown command: 'show'\n\n",
                "Name: HAProxy\n\n1\n\n# pxname\n\n",
                "a\n\nb\n\nc\n\n",
                "\n\n\n\n\n\n\n\n",
            })
    void whatIsNoReportIsRefused(String reply) {
        assertThatExceptionOfType(HaproxyGarbled.class)
                .isThrownBy(() -> HaproxyReport.parse(reply));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pid: | Pud: | Pid",
                "Pid: 31655 | Pid: -1 | Pid is \"-1\"",
                "Start_time_sec: 1795342729 | Start_time_sec: 9999999999999999999 | Start_time_sec",
                "L7OK,200,0,0,0,0 | L7OK,200,0,0,-1,0 | hrsp_2xx is \"-1\"",
                "# be_id | # | a row has 25 columns, its header 24",
                "srv_op_state | srv_state | no column \"srv_op_state\"",
                "# pxname | pxname | begins with",
                "qcur,qmax,scur | qcur,qmax,scar | no column \"scur\"",
                "web1,0,0,0,0 | web1,0,0,-1,0 | scur is \"-1\"",
                "web1,0,0,0,0 | web1,0,0,99999999999,0 | scur is",
                "web1,0,0,0,0 | web1,0,0,١,0 | scur is",
                "127.0.0.1 2 0 10 | 127.0.0.1 2 -1 10 | srv_admin_state is \"-1\"",
                "127.0.0.1 2 0 10 | 127.0.0.1 2 0x8 10 | srv_admin_state is",
                "127.0.0.1 2 0 10 | 127.0.0.1 4 0 10 | srv_op_state is 4",
                "shop 1 web1 127.0.0.1 2 0 10 | shop 1 web1 | a row has 21 columns",
                "api,follows | \"api,follows | quote is not closed",
                "shop,web1 | \"shop\"x,web1 | after a closing quote",
            })
    void aGarbledReplyIsRefusedWithItsReason(String whole, String broken, String reason) {
        String reply = Captured.everyState();
        assertThat(reply).contains(whole);
        String garbled = reply.replaceFirst(Pattern.quote(whole), broken);
        assertThatExceptionOfType(HaproxyGarbled.class)
                .isThrownBy(() -> HaproxyReport.parse(garbled))
                .withMessageContaining(reason);
    }

    /// Wherever the reply is cut, nothing but the one fault comes out, and never half a report.
    @Test
    void everyCutIsRefused() {
        String reply = Captured.everyState();
        for (int end = 0; end < reply.length(); end++) {
            String cut = reply.substring(0, end);
            assertThatExceptionOfType(HaproxyGarbled.class)
                    .as("cut at %d", end)
                    .isThrownBy(() -> HaproxyReport.parse(cut));
        }
    }

    @Test
    void controlCharactersAreMadeVisible() throws Exception {
        HaproxyServer web1 = web1("Layer7 check passed", "\u001b[31mred\u202e");
        assertThat(web1.reason() + web1.raw()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(web1.reason()).contains("␛[31mred");
    }

    private static HaproxyServer web1(String from, String to) throws Exception {
        String reply = Captured.everyState();
        assertThat(reply).contains(from);
        String changed = reply.replaceFirst(Pattern.quote(from), to);
        return server(HaproxyReport.parse(changed), "shop/web1");
    }

    private static HaproxyServer server(HaproxyReport report, String key) {
        return Objects.requireNonNull(report.servers().get(key));
    }
}
