package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The top level, the packages' descriptions, and what must not be in any file.
class CheckoutTest {
    private static final Set<String> TOP =
            Set.of("pom.xml", "README.md", "app", "icons", "installers", "tests");

    /// Homes of a person on Linux, macOS and Windows, and where this checkout lies.
    private static final Pattern PERSONAL =
            Pattern.compile(
                    "/Users/[a-z]|[A-Z]:\\\\+Users\\\\|/home/(?!(deploy|ops|web|user)\\b)[a-z]+/|"
                            + Pattern.quote(House.root().toString()));

    @Test
    void topLevelIsFixed() throws IOException {
        assertThat(strangers(House.root())).isEmpty();
    }

    @Test
    void strangerAtTheTopIsFound() throws IOException {
        assertThat(strangers(House.root().resolve("app"))).contains("java");
    }

    private static List<String> strangers(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !TOP.contains(name))
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .toList();
        }
    }

    @Test
    void licenceIsNamedAndThere() throws IOException {
        assertThat(Files.readString(House.root().resolve("installers/LICENSE")))
                .contains("Apache License", "Version 2.0");
        assertThat(Files.readString(House.root().resolve("pom.xml"))).contains("Apache-2.0");
        assertThat(Files.readString(House.root().resolve("README.md"))).contains("Apache-2.0");
    }

    @Test
    void documentsSayWhatIsThere() throws IOException {
        String example = "app/resources/lockstep/fleet/example.toml";
        assertThat(Files.readString(House.root().resolve("README.md")))
                .contains(Files.readString(House.root().resolve(example)).strip());
        String map = Files.readString(House.root().resolve("app/README.md"));
        Path ours = House.root().resolve("app/java/lockstep");
        try (Stream<Path> below = Files.walk(ours)) {
            assertThat(below.filter(p -> p.endsWith("package-info.java")))
                    .isNotEmpty()
                    .map(p -> ours.relativize(p.getParent()).toString())
                    .allMatch(name -> map.contains("`" + name.replace('/', '.') + "`"));
        }
    }

    @Test
    void everyPackageSaysWhatItHides() {
        List<String> silent =
                House.files().stream()
                        .filter(p -> p.startsWith(House.root().resolve("app/java")))
                        .map(Path::getParent)
                        .distinct()
                        .filter(p -> !describes(text(p.resolve("package-info.java"))))
                        .map(p -> House.root().relativize(p).toString())
                        .toList();
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@NullMarked\npackage lockstep.run;\n",
                "/// What it hides.\npackage lockstep.run;\n"
            })
    void silentPackageIsFound(String text) {
        assertThat(describes(text)).isFalse();
    }

    private static boolean describes(String packageDescription) {
        return packageDescription.startsWith("/// ")
                && packageDescription.contains("\n@NullMarked\n");
    }

    @Test
    void noFileKnowsAPerson() {
        assertThat(House.files().stream().flatMap(p -> personal(p.toString(), text(p)).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Us" + "ers/ann/x", "/ho" + "me/ann/x", "C:\\Us" + "ers\\ann"})
    void personIsFound(String path) {
        assertThat(personal("sample", "see " + path)).isPresent();
    }

    private static Optional<String> personal(String file, String text) {
        return PERSONAL.matcher(text).results().findFirst().map(m -> file + ": " + m.group());
    }

    /// A file's text; empty where there is none or where it is not text.
    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (MalformedInputException _) {
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
