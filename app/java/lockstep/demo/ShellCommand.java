package lockstep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionAware;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One exec request: the command run by `/bin/sh -c` with its three streams in the channel.
///
/// Streams are moved in blocks by platform threads, because a read from a pipe holds its thread.
/// When the channel ends first, the program and its children get SIGTERM, and SIGKILL
/// [#PATIENCE_SECONDS] later.
final class ShellCommand implements Command, ChannelSessionAware {
    private static final Logger LOG = LoggerFactory.getLogger(ShellCommand.class);
    private static final long PATIENCE_SECONDS = 2;
    private static final int BLOCK = 64 << 10;

    /// Turns `\0ooo` back into bytes and runs the result: process arguments pass through this
    /// JVM's locale, which may know ASCII only. The dot keeps trailing newlines from being cut.
    private static final String DECODE_AND_RUN =
            "c=$(printf '%b.' \"$1\"); exec /bin/sh -c \"${c%.}\"";

    private final ProcessBuilder builder;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private @Nullable Inflow inflow;
    private volatile @Nullable Process process;

    /// @param command one character a byte, as [ByteExactSession] reads it
    /// @param home where the command starts, as a login does
    ShellCommand(String command, Path home) {
        builder = new ProcessBuilder(argv(command)).directory(home.toFile());
        String user = System.getProperty("user.name");
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(
                Map.of(
                        "PATH",
                        Programs.PATH,
                        "HOME",
                        home.toString(),
                        "USER",
                        user,
                        "LOGNAME",
                        user,
                        "SHELL",
                        "/bin/sh"));
    }

    private static String[] argv(String command) {
        boolean plain = command.chars().allMatch(c -> c > 0 && c < 0x80);
        if (plain) {
            return new String[] {"/bin/sh", "-c", command};
        }
        StringBuilder octal = new StringBuilder();
        for (byte b : command.getBytes(StandardCharsets.ISO_8859_1)) {
            octal.append("\\0").append(String.format("%03o", b & 0xff));
        }
        return new String[] {"/bin/sh", "-c", DECODE_AND_RUN, "sh", octal.toString()};
    }

    @Override
    public void setChannelSession(ChannelSession channel) {
        var fresh = new Inflow(channel.getLocalWindow());
        inflow = fresh;
        channel.setDataReceiver(
                new ChannelDataReceiver() {
                    @Override
                    public int data(ChannelSession c, byte[] from, int offset, int length) {
                        fresh.put(from, offset, length);
                        return 0;
                    }

                    @Override
                    public void close() {
                        fresh.end();
                    }
                });
    }

    @Override
    public void setInputStream(InputStream in) {
        throw new IllegalStateException("the channel was given a receiver");
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        Process started = builder.start();
        process = started;
        env.addSignalListener((Channel _, Signal signal) -> send(signal, started));
        Thread errors = thread("err", () -> copy(started.getErrorStream(), must(err)), started);
        thread("in", () -> must(inflow).pump(started.getOutputStream()), started);
        thread(
                "out",
                () -> {
                    copy(started.getInputStream(), must(out));
                    errors.join();
                    must(exit).onExit(started.waitFor());
                },
                started);
    }

    @Override
    public void destroy(ChannelSession channel) {
        must(inflow).end();
        Process running = process;
        if (running != null && running.isAlive()) {
            hangUp(running);
        }
    }

    private static void hangUp(Process running) {
        var children = running.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        running.destroy();
        var _ =
                running.onExit()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .whenComplete(
                                (_, _) -> {
                                    children.forEach(ProcessHandle::destroyForcibly);
                                    running.destroyForcibly();
                                });
    }

    private static void send(Signal signal, Process to) {
        try {
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -s \"$1\" \"$2\"",
                            "sh",
                            signal.name(),
                            Long.toString(to.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.warn("signal {} was not delivered", signal, e);
        }
    }

    /// Each block goes out at once: who waits for an answer must not wait for a full buffer.
    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int n = from.read(block); n >= 0; n = from.read(block)) {
            to.write(block, 0, n);
            to.flush();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /// Runs a part of the conversation; when it breaks, so does the program.
    private static Thread thread(String part, Work work, Process of) {
        return Thread.ofPlatform()
                .daemon()
                .name("demo-exec-" + of.pid() + "-" + part)
                .start(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | InterruptedException e) {
                                LOG.debug("exec {} {} ended early", of.pid(), part, e);
                                hangUp(of);
                            }
                        });
    }

    private static <T> T must(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the channel did not prepare its command");
        }
        return part;
    }
}
