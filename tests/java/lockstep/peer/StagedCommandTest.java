package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lockstep.cli.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `lockstep sync --staged`: real rsync and HAProxy.
@Timeout(120)
class StagedCommandTest extends ConsoleSuite {
    @Test
    void allTreesAreMadeBeforeTheFirstIsSwitched() throws Exception {
        Typed sync = Typed.piped(_ -> next());

        assertThat(sync.run("sync", "x.toml", "--yes", "--staged", "--files-only"))
                .as(sync.out() + sync.err())
                .isZero();

        assertThat(sync.out()).contains("All 2 nodes are identical to web1, verified by content.");
        assertThat(sync.lines().stream().filter(l -> l.matches("web[23] +(stage|switch) .*")))
                .extracting(line -> line.split(" +")[1])
                .containsExactly("stage", "stage", "switch", "switch");
        for (String node : new String[] {"web2", "web3"}) {
            assertThat(page(node)).isEqualTo("of web1");
            assertThat(consoles.root(node).resolveSibling(".lockstep/" + node + "/stage"))
                    .doesNotExist();
        }
    }

    /// Where a plan is shown, and not first when it is carried out.
    @Test
    void aPlanAsksForWhatOnlyAStagedRunNeeds() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String program : new String[] {"mv", "perl", "python3"}) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\nexit 1\n");
            Shell.run(bin, "chmod 755 " + program);
        }
        consoles.hosts = name -> Disguise.shell(name, "PATH=%s:$PATH exec \"$@\"".formatted(bin));
        Typed plain = Typed.piped(_ -> next());
        Typed staged = Typed.piped(_ -> next());

        assertThat(plain.run("plan", "x.toml", "--content")).isEqualTo(1);
        assertThat(staged.run("plan", "x.toml", "--content", "--staged")).isEqualTo(1);

        assertThat(plain.out()).doesNotContain("cannot exchange");
        assertThat(staged.out())
                .contains("It cannot exchange two directories in one move.", "must not begin");
    }
}
