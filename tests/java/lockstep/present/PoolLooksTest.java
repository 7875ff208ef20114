package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.pool.Leave;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.junit.jupiter.api.Test;

class PoolLooksTest {
    private final FakeOperations shop = FakeOperations.shop(2);
    private final List<State> shown = new ArrayList<>();
    private final PoolLooks looks = new PoolLooks(shop, look -> shown.add(web2(look)));

    private static State web2(PoolLooks.Look look) {
        return look.pools().members().getOrDefault("web2", List.of()).getFirst().state();
    }

    @Test
    void aLookThatBeganBeforeTheOneThatIsShownIsDropped() {
        shop.state("web2", State.DRAIN);
        PoolLooks.Look early = looks.take();
        shop.state("web2", State.UP);
        PoolLooks.Look late = looks.take();
        looks.show(late);
        looks.show(early);
        assertThat(shown).containsExactly(State.UP);
    }

    @Test
    void aLookThatBeganBeforeASwitchWasMovedIsDropped() throws FaultException {
        PoolLooks.Look early = looks.take();
        PoolLooks.Look moved =
                looks.move(() -> shop.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT)));
        looks.show(moved);
        looks.show(early);
        looks.show(looks.take());
        assertThat(shown).containsExactly(State.DRAIN, State.DRAIN);
    }
}
