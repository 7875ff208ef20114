package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.stage.Stage;
import lockstep.stage.Stage.Exchange;
import lockstep.stage.Way;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Switches that are killed, and programs that write meanwhile, behind a real sshd.
class StageSwitchTest extends StageSuite {
    /// What a killed switch has left: the trees have changed places, and what the rules leave out
    /// is still in the old one.
    @Test
    void whatAProgramMakesAnewInTheMomentOfTheSwitchIsKeptBesideWhatWasThere() throws Exception {
        Path made = staged();
        exchangeOnly(made);
        Shell.run(site.state().resolve("stage"), "echo cache > entries; : > time.1");
        Files.createDirectory(site.live.resolve("cache"));
        Files.writeString(site.live.resolve("cache/made-meanwhile"), "x");

        assertThatThrownBy(() -> stage.remove(cancel)).hasMessageContaining("stage/late.1");

        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
        assertThat(site.state().resolve("stage/late.1/made-meanwhile")).hasContent("x");
        assertThatThrownBy(() -> stage.make(Set.of(), cancel)).hasMessageContaining("late.1");
    }

    @Test
    void anEmptyDirectoryMadeInTheMomentOfTheSwitchMakesRoom() throws Exception {
        Path made = staged();
        stage.mark(cancel);
        exchangeOnly(made);
        Shell.run(site.state().resolve("stage"), "echo cache > entries; : > time.1");
        Files.createDirectory(site.live.resolve("cache"));

        stage.settle(cancel);

        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
        assertThat(site.state().resolve("stage/late.1")).doesNotExist();
    }

    /// By a program that has the old directory open, or that stood in it.
    @Test
    void anOldTreeThatSomebodyWroteInIsNotRemoved() throws Exception {
        Path made = staged();
        assertThat(exchanged()).isInstanceOf(Exchange.Done.class);
        Shell.run(made, "echo late > dir/late; touch -d 2020-01-01 dir/late dir");

        assertThatThrownBy(() -> stage.remove(cancel))
                .hasMessageContaining(made + "/dir/late was written");

        assertThat(made.resolve("dir/late")).hasContent("late");
        assertThatThrownBy(() -> stage.make(Set.of(), cancel)).hasMessageContaining("dir/late");
        assertThat(made.resolve("dir/late")).hasContent("late");
    }

    /// Both trees have the same file, so nothing goes with one of them.
    @Test
    void whatIsWrittenInPlaceIsInBothTrees() throws Exception {
        staged();
        stage.mark(cancel);
        Files.writeString(site.live.resolve("one"), "in place");

        assertThat(stage.toNew(Way.PERL, cancel)).isEqualTo(new Exchange.Done(2, ""));

        assertThat(site.live.resolve("one")).hasContent("in place");
        stage.remove(cancel);
        assertThat(site.live.resolve("one")).hasContent("in place");
    }

    @Test
    void anExchangeThatFailsHasChangedNothing() throws Exception {
        String before = site.picture();
        staged();
        stage.mark(cancel);

        Stage failing = faked("perl", "exit 0");
        kept(failing.toNew(Way.PERL, cancel), "could not be exchanged");

        assertThat(site.picture()).isEqualTo(before);
        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
        assertThat(site.state().resolve("stage/entries")).doesNotExist();
    }

    @Test
    void anExchangeThatHappenedCountsWhateverItSays() throws Exception {
        Path made = staged();
        Files.writeString(made.resolve("new"), "new");
        stage.mark(cancel);

        Stage lying = faked("perl", "\"$real\" \"$@\"; exit 1");
        assertThat(lying.toNew(Way.PERL, cancel)).isInstanceOf(Exchange.Done.class);

        assertThat(site.live.resolve("new")).hasContent("new");
        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
    }

    /// Killed as each program that changes something, or asks what is left out, has begun. The
    /// program ends all the same, so that this is also what a kill right after it leaves.
    @Test
    @Tag("long")
    @Timeout(240)
    void aSwitchThatIsKilledAnywhereLosesNothingAndIsFinished() throws Exception {
        int kills = 0;
        while (!isDoneThoughKilledAt(kills + 1)) {
            kills++;
        }
        assertThat(kills).isGreaterThan(12);
    }

    /// @return whether it did not start as many programs
    private boolean isDoneThoughKilledAt(int at) throws Exception {
        Path place = Files.createDirectory(directory.resolve("killed-" + at));
        site = new Site(place).filled();
        stage = stage(sshd.host("web1"));
        Path made = staged();
        String old = site.picture();
        Files.writeString(made.resolve("new"), "new");
        String fresh = Site.picture(made);
        String kept = leftOut();
        stage.mark(cancel);

        boolean done = toNewKilledAt(at, place.resolve("count"));

        stage.settle(cancel);
        assertThat(leftOut()).as("killed at %d", at).isEqualTo(kept);
        assertThat(site.picture()).as("killed at %d", at).isIn(old, fresh);
        assertThat(exchanged()).as("killed at %d", at).isInstanceOf(Exchange.Done.class);
        stage.remove(cancel);
        assertThat(leftOut()).as("killed at %d", at).isEqualTo(kept);
        assertThat(site.picture()).as("killed at %d", at).isEqualTo(fresh);
        return done;
    }

    private boolean toNewKilledAt(int at, Path count) throws IOException {
        String kill =
                "printf x >>'%1$s'; [ $(wc -c <'%1$s') != %2$d ] || kill -9 $PPID; "
                        .formatted(count, at);
        Stage killed = faked("mv perl touch rm rsync sync", kill + "exec \"$real\" \"$@\"");
        try {
            return killed.toNew(Way.PERL, cancel) instanceof Exchange.Done;
        } catch (FaultException e) {
            assertThat(e.fault()).isInstanceOf(Fault.ProgramFailed.class);
            return false;
        }
    }

    @Test
    void whatAnRsyncDoesNotKnowIsTold() throws Exception {
        assertThat(stage.make(Set.of(), cancel).lost()).isEmpty();

        Stage poor = faked("rsync", "[ \"$2\" != -X ] || exit 1; exec \"$real\" \"$@\"");
        assertThat(poor.make(Set.of(), cancel).lost()).containsExactly("extended attributes");
    }

    /// Each file that the program has written is somewhere, in the live tree or in what is kept.
    @Test
    void aProgramThatWritesAllTheWhileLosesNothing() throws Exception {
        staged();
        stage.mark(cancel);
        Process writer = writer();
        try {
            awaitWritten(50);
            assertThat(stage.toNew(Way.PERL, cancel)).isInstanceOf(Exchange.Done.class);
            awaitWritten(written().size() + 50);
        } finally {
            Files.writeString(directory.resolve("stop"), "");
            assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        try {
            stage.remove(cancel);
        } catch (FaultException e) {
            assertThat(e.fault().message()).contains("was written after");
        }

        String there = Shell.run(directory, "find live .lockstep -type f -printf '%f\\n'");
        assertThat(Set.copyOf(there.lines().toList())).containsAll(written());
    }

    private Process writer() throws Exception {
        String line =
                """
                cd ..
                n=0
                while [ ! -e stop ] && [ $n -lt 100000 ]; do
                    n=$((n + 1))
                    (: >live/$n.swp) && echo $n.swp >>written
                    (: >live/dir/d$n.swp) && echo d$n.swp >>written
                    mkdir -p live/cache && (: >live/cache/in-$n) && echo in-$n >>written
                done 2>errors
                """;
        Files.writeString(directory.resolve("written"), "");
        Process writer = new ProcessBuilder("sh", "-c", line).directory(site.live.toFile()).start();
        writer.getOutputStream().close();
        return writer;
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(directory.resolve("written"));
    }

    private void awaitWritten(int files) throws IOException {
        while (written().size() < files) {
            Thread.onSpinWait();
        }
    }
}
