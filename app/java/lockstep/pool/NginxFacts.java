package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;

/// What an nginx program and its main configuration say of themselves.
///
/// @param version such as `1.22.1`; `unknown` when it does not say
/// @param pidFile an absolute path
/// @param errorLog an absolute path; empty when it logs elsewhere
/// @param shutdownTimeout of old workers; empty when they may live as long as a connection
/// @param files every file that the configuration consists of, as nginx names them
record NginxFacts(
        String version,
        String pidFile,
        String errorLog,
        Optional<String> shutdownTimeout,
        List<String> files) {
    private static final Pattern VERSION = Pattern.compile("version: \\S*?/(\\d+(?:\\.\\d+)+)");
    private static final Pattern SECTION =
            Pattern.compile("^# configuration file (.+):$", Pattern.MULTILINE);

    /// @param built what `nginx -V` says
    /// @param dump what `nginx -T` says
    static NginxFacts of(String built, String dump) {
        Matcher version = VERSION.matcher(built);
        String prefix = option(built, "prefix", "/usr/local/nginx");
        List<String> files = new ArrayList<>();
        List<List<String>> top = new ArrayList<>();
        Matcher section = SECTION.matcher(dump);
        boolean more = section.find();
        while (more) {
            files.add(section.group(1));
            int from = section.end();
            more = section.find();
            top.addAll(directives(dump.substring(from, more ? section.start() : dump.length())));
        }
        String pid = first(top, "pid").orElse(option(built, "pid-path", "logs/nginx.pid"));
        String log = first(top, "error_log").orElse(option(built, "error-log-path", ""));
        boolean elsewhere =
                log.isEmpty() || log.equals("stderr") || log.matches("(syslog|memory):.*");
        return new NginxFacts(
                version.find() ? version.group(1) : "unknown",
                absolute(prefix, pid),
                elsewhere ? "" : absolute(prefix, log),
                first(top, "worker_shutdown_timeout").filter(t -> !t.matches("0\\D*")),
                files);
    }

    /// Whether the parameter `drain` came with this version, of open source nginx.
    boolean isSinceDrain() {
        int[] since = {1, 29, 6};
        String[] parts = version.split("\\.");
        for (int i = 0; i < since.length && i < parts.length; i++) {
            int part = parts[i].matches("\\d{1,6}") ? Integer.parseInt(parts[i]) : 0;
            if (part != since[i]) {
                return part > since[i];
            }
        }
        return parts.length >= since.length;
    }

    /// What becomes of old workers, as the end of a sentence.
    String patience() {
        return shutdownTimeout
                .map(t -> "worker_shutdown_timeout ends them after " + Visible.text(t, 40))
                .orElse("worker_shutdown_timeout is not set, so nothing ends them");
    }

    /// Of one file, outside of its blocks. What cannot be read has none; nginx can.
    private static List<List<String>> directives(String text) {
        List<List<String>> found = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int depth = 0;
        try {
            for (NginxTokens.Token token : NginxTokens.of(text.getBytes(StandardCharsets.UTF_8))) {
                switch (token.kind()) {
                    case WORD -> words.add(token.value());
                    case OPEN -> depth++;
                    case CLOSE -> depth--;
                    case END -> {
                        if (depth == 0) {
                            found.add(List.copyOf(words));
                        }
                    }
                }
                if (token.kind() != NginxTokens.Kind.WORD) {
                    words.clear();
                }
            }
        } catch (NginxGarbled _) {
            return List.of();
        }
        return found;
    }

    /// Included files are taken for main ones, whose directives come first.
    private static Optional<String> first(List<List<String>> directives, String name) {
        return directives.stream()
                .filter(words -> words.size() > 1 && words.getFirst().equals(name))
                .map(words -> words.get(1))
                .findFirst();
    }

    private static String option(String built, String name, String otherwise) {
        return Arrays.stream(built.split("\\s+"))
                .filter(word -> word.startsWith("--" + name + "="))
                .map(word -> word.substring(name.length() + 3))
                .findFirst()
                .orElse(otherwise);
    }

    private static String absolute(String prefix, String path) {
        return path.startsWith("/") ? path : prefix + "/" + path;
    }
}
