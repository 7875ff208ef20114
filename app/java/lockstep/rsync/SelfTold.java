package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Fault.RsyncTooOld;
import lockstep.fault.FaultException;
import lockstep.link.Link;

/// What a program says of itself when asked for `--version`: only for telling why it will not do,
/// and only asked then.
///
/// rsync prints `rsync  version 2.6.9  protocol version 29`; openrsync prints, on its standard
/// error, `openrsync: protocol version 27`, and Apple's a second line that names rsync 2.6.9.
///
/// @param program `openrsync`, or `rsync` and its version
/// @param protocol the newest it speaks
record SelfTold(String program, int protocol) {
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);
    private static final int MAX_TEXT = 4096;
    private static final Pattern PROTOCOL = Pattern.compile("protocol version (\\d{1,3})\\b");
    private static final Pattern VERSION = Pattern.compile("rsync +version +(v?\\d[\\w.+-]{0,30})");

    /// Empty when it cannot be asked, does not answer in time or says something else.
    static Optional<SelfTold> ask(End end) {
        List<String> words = new ArrayList<>(end.program());
        words.add("--version");
        try (Link link = end.host().run(words)) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread.ofVirtual()
                    .name(end.name() + " version")
                    .start(() -> answer.complete(read(link)));
            return of(answer.get(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (FaultException | ExecutionException | TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String read(Link link) {
        try {
            link.out().close();
            byte[] said = link.in().readNBytes(MAX_TEXT);
            byte[] text = said.length > 0 ? said : link.err().readNBytes(MAX_TEXT);
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    static Optional<SelfTold> of(String text) {
        Matcher protocol = PROTOCOL.matcher(text);
        Matcher version = VERSION.matcher(text);
        boolean open = text.startsWith(RsyncTooOld.OPENRSYNC);
        if (!protocol.find() || !open && !version.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new SelfTold(
                        open ? RsyncTooOld.OPENRSYNC : "rsync " + version.group(1),
                        Integer.parseInt(protocol.group(1))));
    }
}
