package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.present.Preferences.Colours;
import lockstep.present.Preferences.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesFileTest {
    @TempDir Path directory;

    private Path file() {
        return directory.resolve("new").resolve("settings.properties");
    }

    @Test
    void whatWasChosenHoldsNextTime() throws Exception {
        Preferences chosen =
                Preferences.standard()
                        .with(Colours.DARK)
                        .with(Opening.CONTENT)
                        .opened(Path.of("/home/ops/shop.toml"))
                        .opened(Path.of("/home/ops/a b=c\u00fc.toml"));

        new PreferencesFile(file()).write(chosen);

        assertThat(new PreferencesFile(file()).read()).isEqualTo(chosen);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var all = Files.list(file().getParent())) {
            assertThat(all).containsExactly(file());
        }
    }

    @Test
    void whatCannotBeUnderstoodIsAsStandard() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                "colours=pink\nopening=content\nrecent.1=shop.toml\nrecent.2=/a.toml\nx=y\n");
        assertThat(new PreferencesFile(file()).read())
                .isEqualTo(Preferences.standard().with(Opening.CONTENT).opened(Path.of("/a.toml")));
        Files.writeString(file(), "colours=\\uZZZZ");
        assertThat(new PreferencesFile(file()).read()).isEqualTo(Preferences.standard());
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(new PreferencesFile(file()).read()).isEqualTo(Preferences.standard());
        Files.write(file(), new byte[100_000]);
        assertThat(new PreferencesFile(file()).read()).isEqualTo(Preferences.standard());
        assertThat(new PreferencesFile(directory.resolve("none")).read())
                .isEqualTo(Preferences.standard());
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTold() throws IOException {
        Path inTheWay = Files.createFile(directory.resolve("in-the-way"));

        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () ->
                                new PreferencesFile(inTheWay.resolve("settings.properties"))
                                        .write(Preferences.standard()));

        assertThat(e.fault()).isInstanceOf(Fault.GuardTripped.class);
        assertThat(e.fault().what()).contains("cannot be kept");
    }

    @Test
    void theLatestFilesAreRememberedEachOnce() {
        List<Path> files =
                IntStream.range(0, 12).mapToObj(i -> Path.of("/c" + i + ".toml")).toList();
        Preferences all = Preferences.standard();
        for (Path file : files) {
            all = all.opened(file);
        }
        assertThat(all.recent())
                .hasSize(Preferences.MOST_RECENT)
                .startsWith(Path.of("/c11.toml"))
                .endsWith(Path.of("/c2.toml"));
        Preferences again = all.opened(Path.of("/x/../c5.toml"));
        assertThat(again.recent()).startsWith(Path.of("/c5.toml"), Path.of("/c11.toml"));
        assertThat(again.recent()).hasSize(Preferences.MOST_RECENT).doesNotHaveDuplicates();
        assertThat(again.forgetting(Path.of("/c5.toml")).recent())
                .doesNotContain(Path.of("/c5.toml"));
    }

    @Test
    void thePlaceIsTheSystemsForSettings() {
        assertThat(PreferencesFile.place(Map.of("LOCKSTEP_PREFERENCES", "/tmp/p")))
                .isEqualTo(Path.of("/tmp/p"));
        assertThat(PreferencesFile.place(Map.of("XDG_CONFIG_HOME", "/cfg")))
                .isEqualTo(Path.of("/cfg/lockstep/settings.properties"));
        assertThat(PreferencesFile.place(Map.of("XDG_CONFIG_HOME", "cfg")))
                .isEqualTo(
                        Path.of(System.getProperty("user.home"))
                                .resolve(".config/lockstep/settings.properties"));
    }
}
