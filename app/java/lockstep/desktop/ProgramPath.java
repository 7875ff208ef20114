package lockstep.desktop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which programs are on this workstation's path.
final class ProgramPath {
    private final Map<String, String> environment;
    private final Predicate<Path> isProgram;

    ProgramPath(Map<String, String> environment, Predicate<Path> isProgram) {
        this.environment = environment;
        this.isProgram = isProgram;
    }

    /// Whether a file there is one.
    static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    boolean has(String program, String separator) {
        return find(program, separator).isPresent();
    }

    /// @param separator between the directories of `$PATH`
    Optional<Path> find(String program, String separator) {
        for (String directory : environment.getOrDefault("PATH", "").split(separator, -1)) {
            try {
                Path file = Path.of(directory + File.separator + program);
                if (Path.of(directory).isAbsolute() && isProgram.test(file)) {
                    return Optional.of(file);
                }
            } catch (InvalidPathException _) {
                // Whoever wrote that into PATH has to do without it.
            }
        }
        return Optional.empty();
    }
}
