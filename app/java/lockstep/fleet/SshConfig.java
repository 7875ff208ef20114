package lockstep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import lockstep.fault.Visible;
import lockstep.fleet.SshConfigText.Statement;

/// The aliases of the operator's SSH configuration and of the files that it includes. However
/// these name each other, reading them ends soon.
public final class SshConfig {
    /// As OpenSSH has it.
    private static final int MOST_LEVELS = 16;

    private static final int MOST_FILES = 200;
    private static final int MOST_NAMED = 1_000;

    private final Path home;
    private final Imported.Gathering gathering = new Imported.Gathering();
    private final Set<String> names = new HashSet<>();
    private int files;

    private SshConfig(Path home) {
        this.home = home;
    }

    /// Reads `.ssh/config` in that home directory. What cannot be read is remarked upon. Blocks.
    public static Imported read(Path home) {
        SshConfig config = new SshConfig(home);
        config.file(home.resolve(".ssh").resolve("config"), 0);
        return config.gathering.imported();
    }

    private void file(Path file, int level) {
        if (level > MOST_LEVELS || ++files > MOST_FILES) {
            remark(file, "files include too many others");
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Imported.MAX_TEXT + 1);
            if (bytes.length > Imported.MAX_TEXT) {
                remark(file, "it is larger than " + Imported.MAX_TEXT + " bytes");
                return;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            SshConfigText.of(text).statements().forEach(said -> take(said, level));
        } catch (NoSuchFileException _) {
            remark(file, "it does not exist");
        } catch (IOException e) {
            remark(file, "it cannot be read: " + Visible.text(String.valueOf(e.getMessage()), 200));
        }
    }

    private void take(Statement said, int level) {
        switch (said) {
            case Statement.Alias alias -> {
                if (names.add(alias.name())) {
                    gathering.add(alias.name(), alias.name(), detail(alias));
                }
            }
            case Statement.Include(String pattern) ->
                    matching(pattern).forEach(file -> file(file, level + 1));
        }
    }

    /// `user@host` as far as it is said.
    private static String detail(Statement.Alias alias) {
        String user = alias.user().map(u -> u + "@").orElse("");
        String host = alias.hostName().orElse(user.isEmpty() ? "" : alias.name());
        return Visible.text(user + host, 100);
    }

    /// The files of a pattern whose last part alone may have wildcards, in the order of names.
    private List<Path> matching(String pattern) {
        try {
            Path path = Path.of(homed(pattern));
            Path parent = path.getParent();
            Path last = path.getFileName();
            if (parent == null || last == null || hasWildcard(parent.toString())) {
                remark(path, "only the last part of a path that is included may have wildcards");
                return List.of();
            }
            return hasWildcard(last.toString()) ? listed(parent, last.toString()) : List.of(path);
        } catch (InvalidPathException | PatternSyntaxException e) {
            gathering.remark("Include " + Visible.text(pattern, 100) + ": it is no path");
            return List.of();
        }
    }

    private String homed(String pattern) {
        String ssh = home.resolve(".ssh") + "/";
        String absolute = pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
        return absolute.startsWith("/") ? absolute : ssh + absolute;
    }

    private static boolean hasWildcard(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private List<Path> listed(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path entry : entries) {
                if (found.size() < MOST_NAMED && Files.isRegularFile(entry)) {
                    found.add(entry);
                }
            }
            return found.stream().sorted().toList();
        } catch (NoSuchFileException _) {
            return List.of(); // as ssh does
        } catch (IOException | DirectoryIteratorException _) {
            remark(directory, "the directory cannot be read");
            return List.of();
        }
    }

    private void remark(Path file, String why) {
        gathering.remark(Visible.text(file.toString(), 200) + ": " + why);
    }
}
