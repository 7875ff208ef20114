package lockstep.desktop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the desktop's own program show them.
final class SystemNotifications implements Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(SystemNotifications.class);
    private static final long LIMIT_SECONDS = 10;

    private final NotificationCommand command;

    SystemNotifications(NotificationCommand command) {
        this.command = command;
    }

    @Override
    public boolean show(String title, String text) {
        Optional<List<String>> line = command.line(title, text);
        return line.isPresent() && isTaken(line.get(), title, text);
    }

    private static boolean isTaken(List<String> line, String title, String text) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(NotificationCommand.words(title, text));
            Process process = builder.start();
            process.getOutputStream().close();
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroy();
        } catch (IOException e) {
            LOG.debug("no notification", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
