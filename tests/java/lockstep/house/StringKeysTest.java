package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every text of the window is there, and none is there for nothing.
class StringKeysTest {
    private static final String SAMPLE =
            """
            package lockstep.ui;
            class Sample {
                String a = text("card.why");
                String b = text("state." + state);
                String c = count("sessions", 2);
                String d = text(key + ".hint");
                String e = button("run.pause");
            }
            """;
    private static final Set<String> KEYS =
            Set.of(
                    "card.why",
                    "state.UP",
                    "sessions.one",
                    "sessions.other",
                    "run.pause",
                    "run.pause.hint");

    private static List<String> of(Set<String> keys, String text) {
        return StringKeys.violations(keys, Source.parse(List.of(SourceText.sample(text))));
    }

    @Test
    void theBundleHoldsWhatTheWindowNamesAndNoMore() {
        Set<String> keys =
                ResourceBundle.getBundle("lockstep.present.strings", Locale.ENGLISH).keySet();
        List<Source> sources = new ArrayList<>(House.sources("app/java/lockstep/present"));
        sources.addAll(House.sources("app/java/lockstep/ui"));
        assertThat(keys).hasSizeGreaterThan(100);
        assertThat(StringKeys.violations(keys, sources)).isEmpty();
    }

    @Test
    void whatIsComplete() {
        assertThat(of(KEYS, SAMPLE)).isEmpty();
    }

    @Test
    void aMissingOneIsFound() {
        assertThat(of(KEYS, SAMPLE.replace("card.why", "card.wyh")))
                .anyMatch(found -> found.endsWith("no key card.wyh"))
                .contains("card.why is named nowhere");
        assertThat(of(KEYS, SAMPLE.replace("state.", "state.of.")))
                .anyMatch(found -> found.endsWith("no key begins with state.of."));
    }

    @Test
    void anUnusedOneIsFound() {
        assertThat(of(KEYS, SAMPLE.replace("\"run.pause\"", "\"\"")))
                .contains("run.pause is named nowhere");
        assertThat(of(KEYS, SAMPLE.replace("\"sessions\"", "\"\"")))
                .contains("sessions.one is named nowhere", "sessions.other is named nowhere");
    }
}
