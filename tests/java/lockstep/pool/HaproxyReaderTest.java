package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.ScriptedHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several processes behind one socket, scripted; real ones are in `peer`.
class HaproxyReaderTest {
    private static final int PID = 31655;
    private static final String LOADS =
            Captured.everyState().substring(Captured.everyState().indexOf("# pxname"));

    /// As HAProxy 2.6 prints it, tail of blanks and all.
    private static final String PROCESSES =
            """
            #<PID>          <type>          <reloads>       <uptime>        <version>      \s
            18889           master          1 [failed: 0]   0d00h00m48s     2.6.12-1+deb12u4
            # workers
            31655           worker          0               0d00h00m02s     2.6.12-1+deb12u4
            # old workers
            19011           worker          1               0d00h00m48s     2.6.12-1+deb12u4
            # programs

            """;

    private static final String UNKNOWN =
            "Unknown command, but maybe one of the following ones is a better match:\n  help\n\n";

    private static final String NO_TARGET = "Can't find the target PID matching the prefix '@!1'\n";

    @Test
    void aMasterIsRecognizedAndSessionsOfOldProcessesAreAdded() throws Exception {
        String busy = LOADS.replace("shop,web1,0,0,0,", "shop,web1,4,4,3,");
        ScriptedHost host = master(PROCESSES, _ -> busy);
        HaproxyReader reader = reader(host);
        HaproxyLook look = reader.look();
        assertThat(load(look, "shop/web1")).hasValue(3);
        assertThat(server(look, "shop/web1").load().queued()).hasValue(4);
        assertThat(load(look, "shop/web2")).hasValue(0);
        assertThat(look.remarks())
                .containsExactly(
                        "An old process, pid 19011, still carries 3 sessions on shop/web1; it can only be"
                                + " waited for, or ends by hard-stop-after.");
        assertThat(look.epoch()).contains("pid 31655");
        assertThat(look.processes().order("x")).isEqualTo("@1 x");
        reader.look();
        assertThat(host.asked).filteredOn(line -> line.startsWith("show info")).hasSize(1);
    }

    @Test
    void anOldProcessThatIsIdleOrHasEndedIsNoRemark() throws Exception {
        for (String reply : List.of(LOADS, NO_TARGET)) {
            HaproxyLook look = reader(master(PROCESSES, _ -> reply)).look();
            assertThat(look.remarks()).isEmpty();
            assertThat(load(look, "shop/web1")).hasValue(0);
        }
    }

    /// What cannot be counted is unknown, and never nobody.
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# pxname,svname\n", "garbage\n\n"})
    void anOldProcessThatDoesNotSayMakesTheCountUnknown(String reply) throws Exception {
        HaproxyLook look = reader(master(PROCESSES, _ -> reply)).look();
        assertThat(load(look, "shop/web1")).isEmpty();
        assertThat(look.remarks())
                .containsExactly("An old process, pid 19011, does not say what it still carries.");
    }

    @Test
    void moreOldProcessesThanAreAskedMakeTheCountUnknown() throws Exception {
        StringBuilder many = new StringBuilder("# old workers\n");
        for (int pid = 1; pid <= HaproxyReader.MAX_OLD + 2; pid++) {
            many.append(pid).append("  worker  1  0d00h00m48s  2.6.12\n");
        }
        String listed = PROCESSES.replaceFirst("# old workers\n.*\n", many.toString());
        ScriptedHost host = master(listed, _ -> LOADS);
        HaproxyLook look = reader(host).look();
        assertThat(look.remarks()).containsExactly("2 old processes more were not asked.");
        assertThat(load(look, "shop/web1")).isEmpty();
        assertThat(host.asked).filteredOn(l -> l.endsWith(HaproxyLoads.QUESTION)).hasSize(18);
    }

    @Test
    void aReloadBetweenTheListAndTheQuestionIsAskedAgain() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        ScriptedHost host =
                ScriptedHost.replying(
                        line -> {
                            if (line.equals(HaproxyProcesses.QUESTION)) {
                                String pid = lists.getAndIncrement() == 0 ? "1" : "" + PID;
                                return PROCESSES.replace("" + PID, pid);
                            }
                            return answer(line, PROCESSES, _ -> LOADS);
                        });
        assertThat(reader(host).look().epoch()).contains("pid 31655");
        assertThat(lists).hasValue(2);
    }

    @Test
    void anotherProcessThanTheOneAskedIsNotBelieved() {
        String other = PROCESSES.replace("31655", "31656");
        ScriptedHost host =
                ScriptedHost.replying(
                        line ->
                                line.equals(HaproxyProcesses.QUESTION)
                                        ? other
                                        : line.startsWith("@") ? Captured.everyState() : UNKNOWN);
        assertThat(fault(reader(host)).what()).contains("process 31656 says that it is 31655");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unknown command\n",
                "#<PID>\n",
                "#<PID> <type>\n# workers\n",
                "#<PID> <type>\n# workers\n1 worker\n2 worker\n",
                "#<PID> <type>\n# workers\nx worker\n",
                "#<PID> <type>\n# workers\n-1 worker\n",
                "#<PID> <type>\n# workers\n9999999999 worker\n",
                "#<PID> <type>\n1 worker\n",
            })
    void whatIsNoListOfProcessesIsRefused(String reply) {
        assertThatExceptionOfType(HaproxyGarbled.class)
                .isThrownBy(() -> HaproxyProcesses.parse(reply));
        assertThat(fault(reader(master(reply, _ -> LOADS))))
                .isInstanceOf(Fault.BalancerUnreachable.class);
    }

    /// With the column that versions before 2.5 have.
    @Test
    void olderListsOfProcessesAreRead() throws Exception {
        String older =
                """
                #<PID>          <type>          <relative PID>  <reloads>       <uptime>        <version>
                1162            master          0               5               0d00h02m07s     2.0.33
                # workers
                1271            worker          1               0               0d00h00m00s     2.0.33
                # old workers
                1233            worker          [was: 1]        3               0d00h00m43s     2.0.33
                # programs

                """;
        HaproxyProcesses processes = HaproxyProcesses.parse(older);
        assertThat(processes.serving()).hasValue(1271);
        assertThat(processes.old()).containsExactly(1233);
        assertThat(processes.line(List.of("a", "b"))).isEqualTo("@!1271 a;@!1271 b");
    }

    @Test
    void onAProcessesOwnSocketItIsSaidThatItsPredecessorIsNotSeen() throws Exception {
        AtomicInteger pid = new AtomicInteger(PID);
        ScriptedHost host =
                ScriptedHost.replying(
                        _ -> Captured.everyState().replace("Pid: " + PID, "Pid: " + pid));
        HaproxyReader reader =
                new HaproxyReader(channel(host), Set.of("shop/drained"), InstantSource.system());
        HaproxyReader other = reader(host);
        assertThat(reader.look().remarks()).isEmpty();
        other.look();
        pid.set(99);
        for (int i = 0; i < 2; i++) {
            assertThat(reader.look().remarks())
                    .singleElement()
                    .asString()
                    .contains("Process 99 took over from 31655", "are not counted");
            assertThat(other.look().remarks()).as("nobody here is out").isEmpty();
        }
    }

    private static ScriptedHost master(String processes, UnaryOperator<String> old) {
        return ScriptedHost.replying(line -> answer(line, processes, old));
    }

    private static String answer(String line, String processes, UnaryOperator<String> old) {
        Matcher to = Pattern.compile("@!([0-9]+) .*").matcher(line);
        if (line.equals(HaproxyProcesses.QUESTION)) {
            return processes;
        }
        if (!to.matches()) {
            return UNKNOWN;
        }
        if (to.group(1).equals("" + PID)) {
            return Captured.everyState();
        }
        return line.contains("show info") ? NO_TARGET : old.apply(line);
    }

    private static HaproxyReader reader(ScriptedHost host) {
        return new HaproxyReader(
                channel(host), Set.of("shop/web1", "shop/web2"), InstantSource.system());
    }

    private static HaproxyChannel channel(ScriptedHost host) {
        return new HaproxyChannel("lb1", "/run/master.sock", host, _ -> {});
    }

    private static OptionalInt load(HaproxyLook look, String place) {
        return server(look, place).load().sessions();
    }

    private static HaproxyServer server(HaproxyLook look, String place) {
        return Objects.requireNonNull(look.servers().get(place));
    }

    private static Fault fault(HaproxyReader reader) {
        FaultException e = catchThrowableOfType(FaultException.class, reader::look);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
