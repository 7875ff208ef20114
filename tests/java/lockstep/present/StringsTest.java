package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import lockstep.drift.Sign;
import lockstep.journal.Absence;
import lockstep.plan.Plan;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.run.Operations.AtLimit;
import lockstep.state.Step;
import lockstep.tree.Kind;
import org.junit.jupiter.api.Test;

class StringsTest {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("lockstep.present.strings", Locale.ENGLISH);

    @Test
    void everyPatternIsWellFormed() {
        assertThat(BUNDLE.keySet()).isNotEmpty();
        for (String key : BUNDLE.keySet()) {
            assertThatCode(() -> Strings.text(key, 1, 2, 3, 4)).as(key).doesNotThrowAnyException();
        }
    }

    @Test
    void whatCountsHasBothNumbers() {
        List<String> singular =
                BUNDLE.keySet().stream().filter(key -> key.endsWith(".one")).toList();
        assertThat(singular)
                .isNotEmpty()
                .allSatisfy(
                        key ->
                                assertThat(BUNDLE.containsKey(key.replaceFirst("one$", "other")))
                                        .as(key)
                                        .isTrue());
        assertThat(Strings.count("entries", 1)).isEqualTo("1 entry");
        assertThat(Strings.count("entries", 1_234)).isEqualTo("1,234 entries");
    }

    @Test
    void everyValueOfAnEnumIsNamed() {
        Stream<String> keys =
                Stream.of(
                                named("sign.", Sign.values()),
                                named("state.", State.values()),
                                named("kind.", Kind.values()),
                                named("switch.", Way.values()),
                                named("out.wait.", AtLimit.values()),
                                named("run.step.", Step.values()),
                                named("run.doing.", Step.values()),
                                named("run.state.", StepNow.State.values()),
                                named("run.result.", RunEnd.Result.values()),
                                named("plan.action.", Plan.Action.values()),
                                named("plan.total.", Plan.Action.values()),
                                named("plan.kind.", PlanOptions.Kind.values()),
                                named("plan.batches.", PlanOptions.Batches.values()),
                                named("plan.obstacle.", PlanModel.Obstacle.values())
                                        .filter(key -> !key.endsWith(".NONE")),
                                named("report.save.", ReportsModel.Form.values()),
                                named("report.form.", ReportsModel.Form.values()),
                                named("out.", Absence.Part.values())
                                        .filter(key -> !key.endsWith("OF_NOTHING")))
                        .flatMap(s -> s);
        assertThat(keys).allMatch(BUNDLE::containsKey);
    }

    private static Stream<String> named(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name());
    }
}
