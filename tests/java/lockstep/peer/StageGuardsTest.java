package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import lockstep.fault.FaultException;
import lockstep.stage.Stage;
import lockstep.stage.Stage.Exchange;
import lockstep.stage.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What keeps a stage from doing harm on a node where something is not as it should be.
class StageGuardsTest extends StageSuite {
    /// A full disk: what is empty must not pass for nothing.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort|exit 2",
                "comm|exit 1",
                "awk|exit 2",
                "sed|exit 4",
                "find|\"$real\" \"$@\"; exit 1",
                "rsync|'\"$real\" \"$@\" | head -n 2'"
            })
    void aListThatIsNotWholeKeepsTheTree(String program, String line) throws Exception {
        staged();
        stage.mark(cancel);
        String before = site.picture();

        kept(faked(program, line).toNew(Way.PERL, cancel), "hindered");

        assertThat(site.picture()).isEqualTo(before);
        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
    }

    /// Whatever an exchange has forgotten.
    @Test
    void anOldTreeThatHoldsWhatRulesLeaveOutIsNotRemoved() throws Exception {
        Path made = staged();
        stage.mark(cancel);
        exchangeOnly(made);

        assertThatThrownBy(() -> stage.remove(cancel))
                .hasMessageContaining("cache is left out by a rule, and in the tree");
        assertThatThrownBy(() -> stage.make(Set.of(), cancel)).hasMessageContaining("cache");

        assertThat(made.resolve("cache/kept")).hasContent("kept");
    }

    /// Who owns the root could make a link of any directory in it.
    @Test
    void rootMovesNothingBelowADirectoryOfARootThatIsNotItsOwn() throws Exception {
        Peer.root("to give directories away");
        Shell.run(site.live, "chown 1234 .");

        assertThatThrownBy(() -> stage.make(Set.of(), cancel))
                .hasMessageContaining("dir/kept.swp is left out by a rule, and lies where others");

        Shell.run(site.live, "rm dir/kept.swp");
        staged();
        stage.mark(cancel);
        assertThat(stage.toNew(Way.PERL, cancel)).isEqualTo(new Exchange.Done(1, ""));
    }

    /// It would follow a link that somebody puts in the place of a directory.
    @Test
    void rootChangesNoModesInWhatItRemoves() throws Exception {
        Peer.root("to be root");
        staged();

        faked("chmod", ": >'" + directory.resolve("changed") + "'").remove(cancel);

        assertThat(site.state().resolve("stage")).doesNotExist();
        assertThat(directory.resolve("changed")).doesNotExist();
    }

    /// A console on a line that was thought dead, and the one that resumed its run.
    @Test
    void aSwitchThatAnotherConsoleHasTakenUpEndsBeforeTheExchange() throws Exception {
        staged();
        stage.mark(cancel);
        String before = site.picture();
        Stage slow = faked("sync", "echo other >'" + site.state().resolve("stage/by") + "'");

        assertThatThrownBy(() -> slow.toNew(Way.PERL, cancel))
                .hasMessageContaining("Another console");

        assertThat(site.picture()).isEqualTo(before);
        assertThat(stage.toNew(Way.PERL, cancel)).isEqualTo(new Exchange.Done(2, ""));
    }

    /// Its new tree is gone from where it was, so it cannot be told that nothing was exchanged.
    @Test
    void anExchangeOfWhichNothingIsKnownIsNotCalledKept() throws Exception {
        Path made = staged();
        stage.mark(cancel);
        Stage odd = faked("perl", "mv '%1$s' '%1$s-2'; mkdir '%1$s'".formatted(made));

        assertThatThrownBy(() -> odd.toNew(Way.PERL, cancel))
                .hasMessageContaining("Another console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo mine > \"$(printf '\\303\\274pload')\"",
                "echo mine > \"$(printf 'new\\nupload')\"",
                "echo mine > \"$(printf 'c\\134#101')\"",
                "mkdir \"$(printf '\\303\\244lbum')\""
            })
    void whateverIsWrittenAfterTheLastLookKeepsTheTree(String line) throws Exception {
        afterTheLastLook(line, "was written meanwhile");
    }

    @Test
    void whatWasWrittenAfterTheLastLookIsNamed() throws Exception {
        afterTheLastLook("echo mine > upload", site.live + "/upload was written meanwhile");
    }

    /// What somebody does then keeps the live tree as it is.
    private void afterTheLastLook(String line, String why) throws FaultException {
        staged();
        stage.mark(cancel);
        Shell.run(site.live, line);
        String before = site.picture();

        kept(stage.toNew(Way.PERL, cancel), why);

        assertThat(site.picture()).isEqualTo(before);
    }

    /// A subvolume of btrfs: another device, and no mount point that anything tells.
    @Test
    void anotherDeviceThatIsNoMountPointIsNotSwitched() throws Exception {
        Peer.root("to mount");
        Stage unaware = faked("cut", "\"$real\" \"$@\" | grep -v /live");
        for (String point : List.of("cache", "dir", ".")) {
            Shell.run(site.live, "mount -t tmpfs none \"$PWD/" + point + "\"");
            try {
                Shell.run(site.live.resolve(point), "mkdir -p deep/cache; echo x > in.swp");
                assertThatThrownBy(() -> tried(unaware))
                        .as(point)
                        .hasMessageContaining("a subvolume begins there");
            } finally {
                Shell.run(directory, "umount '" + site.live.resolve(point) + "'");
            }
        }
    }

    private void tried(Stage unaware) throws FaultException {
        unaware.way(cancel);
        unaware.make(Set.of(), cancel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rm large", "rm -r dir/deep", "mv suid moved"})
    void whatIsRemovedAfterTheLastLookStaysSo(String line) throws Exception {
        afterTheLastLook(line, "meanwhile, and would");
    }

    /// It has a link less then, and nothing was written.
    @Test
    void anOldTreeGoesThoughItsFilesWereRemovedFromTheLiveOne() throws Exception {
        Path made = staged();
        stage.mark(cancel);
        assertThat(stage.toNew(Way.PERL, cancel)).isEqualTo(new Exchange.Done(2, ""));
        Shell.run(site.live, "rm large dir/two");
        assertThat(made.resolve("large")).exists();

        stage.remove(cancel);

        assertThat(site.state().resolve("stage")).doesNotExist();
    }

    @Test
    void anOldTreeStaysWhoseFilesWereWrittenAndRemovedFromTheLiveOne() throws Exception {
        Path made = staged();
        stage.mark(cancel);
        assertThat(stage.toNew(Way.PERL, cancel)).isEqualTo(new Exchange.Done(2, ""));
        Shell.run(made, "echo more >> large; rm '" + site.live + "/large'");

        assertThatThrownBy(() -> stage.remove(cancel)).hasMessageContaining("large was written");
    }

    @Test
    void aFindThatCannotTellWhatHasChangedIsNamed() throws Exception {
        Stage poor = faked("find", "case $* in *-cnewer*) exit 1 ;; esac; exec \"$real\" \"$@\"");

        assertThatThrownBy(() -> poor.way(cancel)).hasMessageContaining("Install findutils");
    }

    /// The probe tells whether the number is right; here only that one is tried.
    @ParameterizedTest
    @CsvSource({
        "ppc64le, 357",
        "s390x, 347",
        "armv7l, 382",
        "i686, 353",
        "loongarch64, 276",
        "riscv64, 276"
    })
    void everyProcessorHasItsCall(String processor, int call) throws Exception {
        Path asked = directory.resolve("asked");
        Disguise.faked(directory, "uname", "echo Linux " + processor);
        Stage other = faked("perl", "echo \"$3\" >'" + asked + "'");

        assertThatThrownBy(() -> other.way(cancel)).hasMessageContaining("cannot exchange");

        assertThat(asked).hasContent(String.valueOf(call));
    }

    // NEXT
}
