package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Where the project's own files are, and how the samples that break a rule are compiled.
final class House {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");

    private House() {}

    /// The directory that holds `pom.xml`.
    static Path root() {
        return ROOT;
    }

    /// The compiled program.
    static JavaClasses app() {
        return new ClassFileImporter().importPath(ROOT.resolve("target/classes"));
    }

    /// The compiled tests.
    static JavaClasses tests() {
        return new ClassFileImporter().importPath(ROOT.resolve("target/test-classes"));
    }

    /// Every file of the checkout that is not made by the build, smallest path first.
    static List<Path> files() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(p -> !NOT_OURS.contains(ROOT.relativize(p).getName(0).toString()))
                    .filter(Files::isRegularFile)
                    .filter(p -> !p.getFileName().toString().equals(".git"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The Java sources below a directory of the checkout.
    static List<Source> sources(String directory) {
        Path below = ROOT.resolve(directory);
        return Source.parse(
                files().stream()
                        .filter(p -> p.startsWith(below) && p.toString().endsWith(".java"))
                        .map(House::text)
                        .toList());
    }

    private static SourceText text(Path file) {
        try {
            return new SourceText(ROOT.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Compiles sources, each beginning with its package, into `directory` and reads the classes.
    static JavaClasses compiled(Path directory, List<String> sources) {
        StringWriter complaints = new StringWriter();
        var task =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                complaints,
                                null,
                                null,
                                List.of("-d", directory.toString(), "-proc:none", "-nowarn"),
                                null,
                                sources.stream().map(SourceText::sample).toList());
        assertThat(task.call()).as("the sample compiles: %s", complaints).isTrue();
        return new ClassFileImporter().importPath(directory);
    }
}
