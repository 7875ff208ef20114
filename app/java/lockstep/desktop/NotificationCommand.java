package lockstep.desktop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which program shows notifications, and how it is told what. Pure, but for asking which files are
/// programs.
final class NotificationCommand {
    /// Where the words stand in the environment of a program that would read arguments otherwise.
    static final String TITLE = "LOCKSTEP_NOTICE_TITLE";

    static final String TEXT = "LOCKSTEP_NOTICE_TEXT";

    private static final int MOST = 400;

    private static final List<String> MAC =
            List.of(
                    "osascript",
                    "-e",
                    "on run argv",
                    "-e",
                    "display notification (item 2 of argv) with title (item 1 of argv)",
                    "-e",
                    "end run",
                    "--");

    /// The words come by the environment, so nothing in them is part of the script.
    private static final String WINDOWS =
            """
            $ErrorActionPreference = 'Stop'
            $null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, \
            ContentType = WindowsRuntime]
            $toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(\
            [Windows.UI.Notifications.ToastTemplateType]::ToastText02)
            $words = $toast.GetElementsByTagName('text')
            $null = $words.Item(0).AppendChild($toast.CreateTextNode($env:LOCKSTEP_NOTICE_TITLE))
            $null = $words.Item(1).AppendChild($toast.CreateTextNode($env:LOCKSTEP_NOTICE_TEXT))
            $app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
            [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show($toast)
            """;

    private final String system;
    private final ProgramPath programs;

    /// @param system as `os.name` has it
    NotificationCommand(Map<String, String> environment, String system, Predicate<Path> isProgram) {
        this.system = system;
        programs = new ProgramPath(environment, isProgram);
    }

    /// What is to be started; empty where this desktop has nothing that is known.
    Optional<List<String>> line(String title, String text) {
        String shortTitle = shortened(title);
        String shortText = shortened(text);
        if (system.startsWith("Windows")) {
            return present(
                    "powershell.exe",
                    ";",
                    List.of(
                            "powershell.exe",
                            "-NoProfile",
                            "-NonInteractive",
                            "-Command",
                            WINDOWS));
        }
        if (system.startsWith("Mac")) {
            List<String> line = new ArrayList<>(MAC);
            line.addAll(List.of(shortTitle, shortText));
            return Optional.of(line);
        }
        return present(
                "notify-send",
                ":",
                List.of(
                        "--app-name=Lockstep",
                        "--icon=network-server",
                        "--",
                        shortTitle,
                        escaped(shortText)));
    }

    /// What else the program finds in its environment.
    static Map<String, String> words(String title, String text) {
        return Map.of(TITLE, shortened(title), TEXT, shortened(text));
    }

    private Optional<List<String>> present(
            String program, String separator, List<String> arguments) {
        return programs.find(program, separator)
                .map(
                        file -> {
                            List<String> line = new ArrayList<>(List.of(file.toString()));
                            line.addAll(arguments);
                            return line;
                        });
    }

    /// The body of a notification may hold markup; ours holds none.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String shortened(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    }
}
