package lockstep.rsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.Visible;
import lockstep.rsync.RelayEvents.Saying;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.MessageSink;
import lockstep.wire.Tag;

/// Takes one peer's messages: keeps its complaints, tells its texts, and hands the few that mean
/// something for the other end to a [Hooks]. Messages that would change our own limits
/// (time-outs) or that only rsync's own processes exchange never leave this class.
final class Messages implements MessageSink {
    private static final int MAX_PROBLEMS = 10_000;

    /// What one takes without its texts.
    private static final int PROBLEM = 128;

    private static final int IO_ERROR_BITS = 7;

    /// What a conversation does with messages that concern it.
    interface Hooks {
        /// A text for the operator, made visible.
        default void note(String text) {}

        /// An error for the operator, made visible.
        default void complaint(String text) {}

        /// Any text, as it came.
        default void said(Saying saying, byte[] text) {}

        /// The sender could not read something; the target must then not delete.
        default void ioError(int bits) throws IOException {}

        /// The sender will not send the file of this index after all.
        default void noSend(int index) throws IOException {}

        /// The receiver has the file of this index, so that the source may remove it.
        default void success(int index) throws IOException {}

        /// The receiver deleted a path; a directory's name ends in NUL.
        default void deleted(byte[] name) throws IOException {}
    }

    private final Peer peer;
    private final List<Problem> problems = new ArrayList<>();
    private volatile Hooks hooks = new Hooks() {};
    private boolean error;
    private boolean problemsLeftOut;

    Messages(Peer peer) {
        this.peer = peer;
    }

    /// Complaints that came before are told to these as well.
    void hooks(Hooks those) {
        List<Problem> before;
        synchronized (this) {
            before = problems();
            hooks = those;
        }
        for (Problem p : before) {
            those.complaint(p.text());
            those.said(Saying.ERROR, p.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Whether the peer ever told of an error.
    synchronized boolean sawError() {
        return error;
    }

    /// Whether the peer told of a cause of its own, and not only that it was hung up on.
    synchronized boolean toldCause() {
        return problems.stream().anyMatch(p -> !Complaints.isConsequence(p.text()));
    }

    /// The complaints so far.
    synchronized List<Problem> problems() {
        return List.copyOf(problems);
    }

    /// Whether there were more complaints than are kept.
    synchronized boolean problemsLeftOut() {
        return problemsLeftOut;
    }

    /// A fault that the complaints explain better than an exit status could.
    synchronized Optional<Fault> explanation() {
        for (Problem p : problems) {
            Optional<Fault> fault = Complaints.fault(p, peer.end.root().orElse(""));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    @Override
    public void message(int tag, byte[] payload) throws IOException {
        switch (tag) {
            case Tag.ERROR_XFER, Tag.ERROR, Tag.ERROR_SOCKET, Tag.ERROR_UTF8 ->
                    text(payload, Saying.ERROR);
            case Tag.WARNING -> text(payload, Saying.WARNING);
            case Tag.INFO, Tag.LOG, Tag.CLIENT -> text(payload, Saying.NOTE);
            case Tag.IO_ERROR -> hooks.ioError(number(payload, "an I/O error") & IO_ERROR_BITS);
            case Tag.NO_SEND -> hooks.noSend(number(payload, "a refusal to send"));
            case Tag.SUCCESS -> hooks.success(number(payload, "a word of success"));
            case Tag.DELETED -> hooks.deleted(payload);
            case Tag.ERROR_EXIT -> markError();
            case Tag.NOOP, Tag.IO_TIMEOUT, Tag.STATS, Tag.REDO -> {}
            default -> throw new Broken("a message with the unknown tag " + tag);
        }
    }

    /// A line that the program printed on its standard error; only rsync's own count as trouble.
    void errorLine(byte[] line) {
        String start = new String(line, StandardCharsets.ISO_8859_1);
        if (start.startsWith("rsync")
                || start.startsWith("ERROR")
                || start.startsWith("file has")) {
            text(line, Saying.ERROR);
        } else {
            hooks.said(Saying.WARNING, line);
        }
    }

    private synchronized void markError() {
        error = true;
    }

    private void text(byte[] payload, Saying saying) {
        String text = Visible.text(new String(payload, StandardCharsets.UTF_8).strip());
        if (text.isEmpty()) {
            return;
        }
        if (saying == Saying.ERROR) {
            Hooks told = complain(payload, text);
            told.complaint(text);
            told.said(saying, payload);
        } else {
            hooks.note(text);
            hooks.said(saying, payload);
        }
    }

    /// Keeps a complaint and gives those who are to be told of it.
    private synchronized Hooks complain(byte[] said, String text) {
        error = true;
        Optional<TreePath> path = peer.end.root().flatMap(root -> Complaints.path(said, root));
        long bytes = PROBLEM + 2L * text.length() + path.map(TreePath::length).orElse(0);
        if (problems.size() < MAX_PROBLEMS && peer.budget.takes(bytes)) {
            problems.add(new Problem(peer.name(), path, text));
        } else {
            problemsLeftOut = true;
        }
        return hooks;
    }

    private static int number(byte[] payload, String what) throws Broken {
        if (payload.length != 4) {
            throw new Broken(what + " of " + payload.length + " bytes");
        }
        return payload[0] & 0xff
                | (payload[1] & 0xff) << 8
                | (payload[2] & 0xff) << 16
                | payload[3] << 24;
    }
}
