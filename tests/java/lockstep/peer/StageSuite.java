package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.stage.Stage;
import lockstep.stage.Stage.Exchange;
import lockstep.stage.Way;
import org.junit.jupiter.api.BeforeEach;

/// A tree that is made beside the live one and exchanged with it.
abstract class StageSuite extends SiteSuite {
    Stage stage;

    @BeforeEach
    void stage() {
        stage = stage(sshd.host("web1"));
    }

    Stage stage(Host host) {
        return new Stage(site.endpoint(host), Site.RULES);
    }

    /// Where these programs are others: `$real` is what each stands for.
    Stage faked(String programs, String line) throws IOException {
        return stage(Disguise.faked(directory, programs, line));
    }

    /// Makes the new tree.
    Path staged() throws FaultException {
        return Path.of(stage.make(Set.of(), cancel).at().root());
    }

    Exchange exchanged() throws FaultException {
        stage.mark(cancel);
        return stage.toNew(Way.PERL, cancel);
    }

    /// The trees change places, and what the rules leave out does not come along.
    void exchangeOnly(Path made) {
        Shell.run(
                directory,
                "mv '%1$s' old && mv '%2$s' '%1$s' && mv old '%2$s'".formatted(site.live, made));
    }

    static void kept(Exchange exchange, String why) {
        assertThat(exchange)
                .isInstanceOfSatisfying(
                        Exchange.Kept.class,
                        kept -> assertThat(kept.why().message()).contains(why));
    }

    /// What the rules leave out of the live tree: the same files, with their times.
    String leftOut() {
        String found = "find . \\( -path './cache*' -o -name '*.swp' \\) -printf '%i %p %T@\\n'";
        return Shell.run(site.live, found + " | LC_ALL=C sort");
    }
}
