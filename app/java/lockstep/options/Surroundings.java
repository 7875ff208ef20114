package lockstep.options;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a command line finds on this machine: the environment, standard input, and files.
///
/// Texts are read with a character for every byte, because names are bytes.
///
/// @param directory what relative paths of files are below
/// @param in read where a file is named `-`
public record Surroundings(Map<String, String> environment, Path directory, InputStream in) {
    private static final int MAX_FILE = 1 << 28;

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// A variable that is set to something.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /// The lines of a file without what ends them: line breaks of any system, or NUL.
    ///
    /// @param opt the option that names it, for messages
    List<String> lines(Opt opt, String name, Ends ends) throws OptionError {
        String text = text(opt, name);
        if (ends == Ends.LINE_BREAKS && text.indexOf('\0') >= 0) {
            throw OptionError.syntax(
                    opt.title() + " file " + name + " holds NULs; use --from0 if they end lines");
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || ends.at(text.charAt(i))) {
                if (i > from) {
                    lines.add(text.substring(from, i));
                }
                from = i + 1;
            }
        }
        return lines;
    }

    private String text(Opt opt, String name) throws OptionError {
        try (InputStream file =
                name.equals("-") ? in : Files.newInputStream(directory.resolve(name))) {
            byte[] bytes = file.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw new IOException("larger than " + MAX_FILE + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw unread(opt, name, "No such file or directory");
        } catch (AccessDeniedException e) {
            throw unread(opt, name, "Permission denied");
        } catch (FileSystemException e) {
            throw unread(opt, name, e.getReason());
        } catch (IOException | InvalidPathException e) {
            throw unread(opt, name, e.getMessage());
        }
    }

    /// A list of names that cannot be read is a wrong command line to rsync, rules are not.
    private static OptionError unread(Opt opt, String name, @Nullable String why) {
        String message = "failed to open " + opt.title() + " file " + name + ": " + why;
        return opt == Opt.FILES_FROM ? OptionError.syntax(message) : OptionError.file(message);
    }

    /// What ends a line.
    enum Ends {
        LINE_BREAKS,
        NULS;

        private boolean at(char c) {
            return this == NULS ? c == 0 : c == '\n' || c == '\r';
        }
    }
}
