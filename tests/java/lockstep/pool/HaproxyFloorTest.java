package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Against the captured backends: `shop` has four usable active servers and the backup `spare`,
/// `api` has two.
class HaproxyFloorTest {
    private static final Set<String> ALL_ACTIVE =
            Set.of("shop/web1", "shop/web2", "shop/re-enabled", "shop/failing");

    @Test
    void onlyActiveServersThatAreUsableCount() throws Exception {
        HaproxyLook look = look(Captured.everyState());
        assertThat(floor(3).check(look, Set.of("shop/web1", "shop/drained")))
                .containsExactly(Map.entry("shop", HaproxyServer.Role.ACTIVE));
        assertThat(fault(() -> floor(4).check(look, Set.of("shop/web1"))))
                .isEqualTo(
                        new Fault.CapacityTooLow(
                                "lb1", "shop", 3, 4, "Not counted: the backup server spare."));
        assertThat(floor(99).check(look, Set.of("shop/drained", "shop/zero", "shop/web3")))
                .as("taking out what is out costs nothing")
                .isEmpty();
        assertThat(floor(99).check(look, Set.of("shop/spare")))
                .as("a backup that does not serve costs nothing")
                .isEmpty();
        assertThat(fault(() -> floor(2).check(look, Set.of("api/web2"))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "api", 1, 2));
    }

    @Test
    void backupsDoNotMakeUpForTheLastActiveServer() throws Exception {
        Fault low = fault(() -> floor(1).check(look(Captured.everyState()), ALL_ACTIVE));
        assertThat(low.what())
                .isEqualTo(
                        "Backend shop would be left with 0 usable servers; its floor is 1. Not"
                                + " counted: the backup server spare.");
    }

    @Test
    void whereOnlyBackupsServeOneOfThemIsWhatThereIs() throws Exception {
        String down = Captured.everyState();
        for (String name : ALL_ACTIVE) {
            String server = name.substring("shop/".length());
            down =
                    down.replaceFirst(
                            " " + server + " 127.0.0.1 2 ", " " + server + " 127.0.0.1 0 ");
        }
        HaproxyLook one = look(down);
        assertThat(fault(() -> floor(1).check(one, Set.of("shop/spare"))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 0, 1));
        HaproxyLook two =
                look(
                        down.replaceFirst(
                                        "shop,drained,(.*),DRAIN,1,1,0,",
                                        "shop,drained,$1,DRAIN,1,0,1,")
                                .replace("127.0.0.1 2 8 1 1", "127.0.0.1 2 0 1 1"));
        assertThat(floor(1).check(two, Set.of("shop/spare")))
                .containsExactly(Map.entry("shop", HaproxyServer.Role.BACKUP));
        assertThat(fault(() -> floor(2).check(two, Set.of("shop/drained"))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 1, 2));
    }

    @Test
    void ofManyBackupsOneCounts() throws Exception {
        String three = Captured.everyState().replace(",UP,10,1,0,", ",UP,10,0,1,");
        for (String name : List.of("web2", "re-enabled", "failing")) {
            three = three.replaceFirst("(shop,%s,.*),1,1,0,".formatted(name), "$1,1,0,1,");
        }
        HaproxyLook look = look(three);
        assertThat(fault(() -> floor(2).check(look, Set.of("shop/spare"))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "shop", 1, 2));
    }

    @Test
    void whoTracksLeavesToo() throws Exception {
        String tracking =
                Captured.everyState()
                        .replace(",shop/drained,2,", ",shop/web1,2,")
                        .replace("127.0.0.1 2 16 1 1", "127.0.0.1 2 0 1 1")
                        .replace(",shop/disabled,2,", ",api/web1,2,");
        HaproxyLook look = look(tracking);
        assertThat(look.withTrackers(Set.of("shop/web1")))
                .containsExactlyInAnyOrder("shop/web1", "api/web1", "api/follows");
        assertThat(fault(() -> floor(3).check(look, look.withTrackers(Set.of("shop/web1")))))
                .isEqualTo(new Fault.CapacityTooLow("lb1", "api", 2, 3));
    }

    @Test
    void whatOthersTookOutAtTheSameMomentIsNoticedAfterwards() throws Exception {
        HaproxyLook look = look(Captured.everyState());
        Map<String, HaproxyServer.Role> losing = Map.of("shop", HaproxyServer.Role.ACTIVE);
        floor(4).recheck(look, losing, "web1");
        assertThat(fault(() -> floor(5).recheck(look, losing, "web1")).what())
                .startsWith("Backend shop has 4 usable servers since web1 left; its floor is 5.");
    }

    private static HaproxyFloor floor(int least) {
        return new HaproxyFloor("lb1", least);
    }

    private static HaproxyLook look(String reply) throws Exception {
        return new HaproxyLook(
                "e", HaproxyProcesses.OWN, HaproxyReport.parse(reply).servers(), List.of());
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }
}
