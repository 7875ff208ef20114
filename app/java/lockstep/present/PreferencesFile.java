package lockstep.present;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where [Preferences] are kept: a properties file of a few lines, in UTF-8. Methods block.
public final class PreferencesFile {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencesFile.class);
    private static final long MAX_BYTES = 64 << 10;
    private static final String COLOURS = "colours";
    private static final String OPENING = "opening";
    private static final String NOTICES = "notices";
    private static final String RECENT = "recent.";
    private static final String WATCHED = "watched.";

    private final Path file;

    public PreferencesFile(Path file) {
        this.file = file;
    }

    /// Where the file of a user is: `$LOCKSTEP_PREFERENCES`, or `lockstep/settings.properties`
    /// in the directory that the system has for settings of programs.
    ///
    /// @param environment of the process
    public static Path place(Map<String, String> environment) {
        String named = environment.getOrDefault("LOCKSTEP_PREFERENCES", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name", "");
        Path settings =
                system.startsWith("Windows")
                        ? Path.of(environment.getOrDefault("APPDATA", home.toString()))
                        : system.startsWith("Mac")
                                ? home.resolve("Library/Application Support")
                                : unixSettings(environment, home);
        return settings.resolve("lockstep").resolve("settings.properties");
    }

    private static Path unixSettings(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return named.startsWith("/") ? Path.of(named) : home.resolve(".config");
    }

    /// What is kept there. Whatever cannot be read or understood is as standard: a preference is
    /// not worth a window that does not open.
    public Preferences read() {
        Properties kept = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("too large");
            }
            try (Reader text = new StringReader(Files.readString(file))) {
                kept.load(text);
            }
        } catch (NoSuchFileException _) {
            return Preferences.standard();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("preferences in {} are not read", file, e);
            return Preferences.standard();
        }
        Preferences standard = Preferences.standard();
        return new Preferences(
                choice(kept, COLOURS, Preferences.Colours.values(), standard.colours()),
                choice(kept, OPENING, Preferences.Opening.values(), standard.opening()),
                choice(kept, NOTICES, Preferences.Notices.values(), standard.notices()),
                watched(kept),
                recent(kept));
    }

    private static <E extends Enum<E>> E choice(
            Properties kept, String key, E[] values, E otherwise) {
        String name = kept.getProperty(key, "").strip();
        for (E value : values) {
            if (word(value).equals(name)) {
                return value;
            }
        }
        return otherwise;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Path> recent(Properties kept) {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= Preferences.MOST_RECENT; i++) {
            path(kept, RECENT + i).ifPresent(files::add);
        }
        return files;
    }

    private static Optional<Path> path(Properties kept, String key) {
        try {
            return Optional.of(Path.of(kept.getProperty(key, ""))).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            LOG.debug("no path", e);
            return Optional.empty();
        }
    }

    /// Each beside the recent file of the same number.
    private static Map<Path, Watching> watched(Properties kept) {
        Map<Path, Watching> watched = new HashMap<>();
        for (int i = 1; i <= Preferences.MOST_RECENT; i++) {
            String key = WATCHED + i + ".";
            Watching how =
                    new Watching(
                            choice(
                                    kept,
                                    key + "every",
                                    Watching.Every.values(),
                                    Watching.Every.NEVER),
                            choice(
                                    kept,
                                    key + "content",
                                    Watching.ByContent.values(),
                                    Watching.ByContent.NEVER),
                            choice(
                                    kept,
                                    key + "reports",
                                    Watching.Reports.values(),
                                    Watching.Reports.IGNORED));
            if (how.isOn()) {
                path(kept, RECENT + i).ifPresent(file -> watched.putIfAbsent(file, how));
            }
        }
        return watched;
    }

    /// Keeps them. The file is replaced in one step, and readable by its owner alone.
    ///
    /// @throws FaultException `GuardTripped` when the disk refuses
    public void write(Preferences preferences) throws FaultException {
        Properties kept = new Properties();
        kept.setProperty(COLOURS, word(preferences.colours()));
        kept.setProperty(OPENING, word(preferences.opening()));
        kept.setProperty(NOTICES, word(preferences.notices()));
        for (int i = 0; i < preferences.recent().size(); i++) {
            Path recent = preferences.recent().get(i);
            kept.setProperty(RECENT + (i + 1), recent.toString());
            Watching how = preferences.watching(recent);
            if (how.isOn()) {
                String key = WATCHED + (i + 1) + ".";
                kept.setProperty(key + "every", word(how.every()));
                kept.setProperty(key + "content", word(how.byContent()));
                kept.setProperty(key + "reports", word(how.reports()));
            }
        }
        StringWriter text = new StringWriter();
        try {
            kept.store(text, "Lockstep, as chosen in its window.");
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, ".preferences", ".new");
            try {
                Files.writeString(fresh, text.toString(), StandardCharsets.UTF_8);
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            Visible.text(file.toString()),
                            "The preferences cannot be kept there: "
                                    + Visible.text(String.valueOf(e.getMessage()))
                                    + ".",
                            "They hold until the window is closed. Make room, or let that directory be written."),
                    e);
        }
    }
}
