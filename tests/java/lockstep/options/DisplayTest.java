package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.options.Display.Show;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisplayTest {
    private static Display with(int verbosity, String info, Show... shows) {
        Set<Show> set = EnumSet.noneOf(Show.class);
        set.addAll(List.of(shows));
        return new Display(verbosity, 1, Optional.empty(), Levels.parse(info), set);
    }

    @Test
    void infoIsReadWordByWord() {
        Levels levels = Levels.parse("progress2,NAME0,stats,del9");

        assertThat(levels.of())
                .containsOnly(
                        java.util.Map.entry(Topic.PROGRESS, 2),
                        java.util.Map.entry(Topic.NAME, 0),
                        java.util.Map.entry(Topic.STATS, 1),
                        java.util.Map.entry(Topic.DEL, 1));
        assertThat(levels.unknown()).isEmpty();
        assertThat(levels.help()).isFalse();
    }

    @Test
    void whatIsNotKnownIsNamed() {
        Levels levels = Levels.parse("name,progres2,7,,help");

        assertThat(levels.unknown()).containsExactly("progres2", "7");
        assertThat(levels.help()).isTrue();
        assertThat(levels.and(Levels.parse("oops")).unknown())
                .containsExactly("progres2", "7", "oops");
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void noneSilencesAndALaterWordCounts(Topic topic) {
        assertThat(with(2, "none").level(topic)).isZero();
        assertThat(with(0, "none,all4").level(topic)).isEqualTo(topic.most());
        assertThat(Levels.parse("none").and(Levels.parse("all")).of()).containsEntry(topic, 1);
    }

    @Test
    void verbosityImpliesLevelsAndInfoOverridesThem() {
        assertThat(with(0, "").level(Topic.NONREG)).isEqualTo(1);
        assertThat(with(1, "").level(Topic.NAME)).isEqualTo(1);
        assertThat(with(2, "").level(Topic.NAME)).isEqualTo(2);
        assertThat(with(1, "").level(Topic.SKIP)).isZero();
        assertThat(with(2, "name0").level(Topic.NAME)).isZero();
        assertThat(with(2, "", Show.QUIET).level(Topic.NAME)).isZero();
        assertThat(with(0, "", Show.STATS).level(Topic.STATS)).isEqualTo(2);
    }

    @Test
    void theFormatIsWhatIsAskedForMostPlainly() {
        assertThat(Display.PLAIN.format()).isEmpty();
        assertThat(with(1, "").format()).contains("%n%L");
        assertThat(with(1, "name0").format()).isEmpty();
        assertThat(with(0, "", Show.PROGRESS).format()).contains("%n%L");
        assertThat(with(0, "", Show.ITEMIZED).format()).contains("%i %n%L");
        assertThat(with(0, "", Show.ITEMIZED, Show.QUIET).format()).isEmpty();
    }

    @Test
    void theTargetIsToldAsRsyncTellsIt() {
        assertThat(Display.PLAIN.targetWords()).isEmpty();
        assertThat(with(2, "").targetWords()).containsExactly("-vv");
        assertThat(with(0, "", Show.ITEMIZED).targetWords()).containsExactly("--log-format=%i");
        assertThat(with(1, "", Show.ITEMIZED, Show.ITEMIZED_ALL).targetWords())
                .containsExactly("-v", "--log-format=%i%I");
        assertThat(with(0, "", Show.STATS).targetWords()).containsExactly("--stats");
        assertThat(with(0, "name,del").targetWords())
                .containsExactly("--info=DEL1,NAME1", "--log-format=X");
        assertThat(with(1, "", Show.ITEMIZED).sourceWords()).containsExactly("-v");
    }
}
