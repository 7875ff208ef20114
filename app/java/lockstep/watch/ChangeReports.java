package lockstep.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.Link;
import lockstep.rsync.Endpoint;
import lockstep.rsync.NameRules;
import lockstep.tree.TreePath;

/// Hears from a node that something changed below its root, as soon as it does.
///
/// Needs `inotifywait` there, of the package inotify-tools. What it tells is a reason to look and
/// never a finding: a directory that the user may not read is not watched, a file that is mapped or
/// never closed is not seen, the kernel's queue can overflow. So whoever listens looks by schedule
/// too.
public final class ChangeReports {
    /// A name may have 255 bytes and a path 4,096; more is nobody's line.
    private static final int MAX_LINE = 8 << 10;

    private static final int MAX_SAID = 16 << 10;
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final String ESTABLISHED = "Watches established";

    private final Endpoint endpoint;
    private final NameRules rules;

    /// @param rules of the cluster, as of [lockstep.fleet.Rules]; what they leave out is not
    ///     reported
    public ChangeReports(Endpoint endpoint, List<String> rules) {
        this.endpoint = endpoint;
        this.rules = NameRules.of(rules);
    }

    /// Told on threads of the reports, which must not be kept waiting.
    public interface Listener {
        /// Every directory is watched from now on; what changed before is not told.
        void established();

        /// Something is not as it was, and the rules do not leave it out. Told again for each
        /// event, hundreds a second where much happens.
        ///
        /// @param path below the root; empty where it is not known
        void changed(Optional<TreePath> path);
    }

    /// Listens until it is cancelled or the node reports no more. Blocks. Called once.
    ///
    /// @throws FaultException `Cancelled`; `GuardTripped` without `inotifywait`; `LimitReached`
    ///     when the kernel there lets nobody watch so many directories; `RootMissing`;
    ///     `ProgramFailed`; `LinkLost`; what the host raises
    public void follow(Listener listener, Cancel cancel) throws FaultException {
        cancel.check(endpoint.name());
        try (Link link = endpoint.host().run(argv());
                Cancel.Registration _ = cancel.onSet(link::close)) {
            CompletableFuture<String> said = new CompletableFuture<>();
            Thread.ofVirtual().name("watches").start(() -> said.complete(said(link, listener)));
            events(link, listener);
            int status = link.awaitExit(ENDING);
            cancel.check(endpoint.name());
            throw new FaultException(ended(status, awaited(said)));
        } catch (IOException e) {
            cancel.check(endpoint.name());
            String why = Visible.text(String.valueOf(e.getMessage()), 300);
            throw new FaultException(new Fault.LinkLost(endpoint.name(), why), e);
        }
    }

    private List<String> argv() {
        List<String> argv = new ArrayList<>();
        if (endpoint.sudo()) {
            argv.addAll(List.of("sudo", "-n"));
        }
        argv.addAll(List.of("sh", "-c", ReportScript.TEXT, "sh", endpoint.root()));
        return argv;
    }

    /// Of a line that is too long nothing is known but that there was one.
    private void events(Link link, Listener listener) throws IOException {
        EventLine reader = new EventLine(rules);
        byte[] block = new byte[MAX_LINE];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int n = link.in().read(block); n >= 0; n = link.in().read(block)) {
            for (int i = 0; i < n; i++) {
                if (block[i] == '\n') {
                    tell(reader.read(line.toByteArray()), listener);
                    line.reset();
                } else if (line.size() < MAX_LINE) {
                    line.write(block[i]);
                }
            }
        }
    }

    private static void tell(EventLine.Read read, Listener listener) {
        if (read.matters()) {
            listener.changed(read.path());
        }
    }

    /// Reads all that is said, and keeps the beginning.
    private static String said(Link link, Listener listener) {
        StringBuilder said = new StringBuilder();
        boolean told = false;
        byte[] block = new byte[4 << 10];
        try {
            InputStream err = link.err();
            for (int n = err.read(block); n >= 0; n = err.read(block)) {
                if (said.length() < MAX_SAID) {
                    said.append(new String(block, 0, n, StandardCharsets.UTF_8));
                }
                if (!told && said.indexOf(ESTABLISHED) >= 0) {
                    told = true;
                    listener.established();
                }
            }
        } catch (IOException _) {
            return said.toString();
        }
        return said.toString();
    }

    private static String awaited(CompletableFuture<String> said) {
        try {
            return said.get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Fault ended(int status, String said) {
        String node = endpoint.name();
        if (status == ReportScript.NO_PROGRAM) {
            return new Fault.GuardTripped(
                    node,
                    "It cannot report changes: inotifywait is not installed.",
                    "Install it there (apt-get install inotify-tools), or leave it to the schedule.");
        }
        if (status == ReportScript.NO_ROOT) {
            return new Fault.RootMissing(node, endpoint.root());
        }
        if (said.contains("upper limit on inotify")) {
            return new Fault.LimitReached(
                    node,
                    "It cannot report changes: its kernel lets one user watch fewer directories"
                            + " than there are below "
                            + Visible.text(endpoint.root(), 200)
                            + ".",
                    "Raise fs.inotify.max_user_watches there with sysctl, or leave it to the"
                            + " schedule.");
        }
        return new Fault.ProgramFailed(
                node, "inotifywait", status, Visible.text(said.strip(), 300));
    }
}
