package lockstep.house;

import java.util.List;
import java.util.function.Function;

/// The rules on source text, each with a sample that breaks it.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum SourceRule {
    FILE_LENGTH(
            Where.EVERYWHERE,
            SourceChecks::fileLength,
            "package lockstep.run;\nclass Long {\n" + "    // more\n".repeat(398) + "}\n"),
    METHOD_LENGTH(
            Where.EVERYWHERE,
            SourceChecks::methodLength,
            "package lockstep.run;\nclass Long {\n    void a() {\n"
                    + "        a();\n".repeat(59)
                    + "    }\n}\n"),
    FIVE_PARAMETERS(
            Where.APP,
            SourceChecks::parameters,
            """
            package lockstep.run;
            class Wide { void a(int b, int c, int d, int e, int f, int g) {} }
            """),
    SIX_WHERE_PRIVATE(
            Where.APP,
            SourceChecks::parameters,
            """
            package lockstep.run;
            class Wide { private void a(int b, int c, int d, int e, int f, int g, int h) {} }
            """),
    NO_BOOLEAN_AMONG_PARAMETERS(
            Where.APP,
            SourceChecks::booleanParameters,
            """
            package lockstep.run;
            public interface Riddle { void copy(String from, boolean deep); }
            """),
    CONTRACTS(
            Where.APP,
            SourceChecks::contracts,
            """
            package lockstep.run;

            // Not a contract.
            public class Silent {}
            """),
    CONTRACTS_OF_MEMBERS(
            Where.APP,
            SourceChecks::contracts,
            """
            package lockstep.run;

            /// Has one.
            public interface Speaks {
                record Silent() {}
            }
            """),
    UNBROKEN_CONTRACTS(
            Where.EVERYWHERE,
            SourceChecks::brokenContracts,
            "package lockstep.run;\n/// Words that the formatter\n// broke.\nclass Torn {}\n"),
    NO_STATIC_COLLECTIONS(
            Where.APP,
            SourceChecks::staticCollections,
            """
            package lockstep.run;
            class Keeps { private static final java.util.Map<String, String> ALL = new java.util.HashMap<>(); }
            """),
    NO_BANNERS(
            Where.EVERYWHERE,
            SourceChecks::banners,
            "package lockstep.run;\n// " + "-".repeat(5) + " fields\nclass Loud {}\n");

    /// Which sources a rule is about.
    enum Where {
        APP,
        EVERYWHERE
    }

    final Where where;
    final Function<Source, List<String>> violations;
    final String sample;

    SourceRule(Where where, Function<Source, List<String>> violations, String sample) {
        this.where = where;
        this.violations = violations;
        this.sample = sample;
    }
}
