package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Dialect;
import lockstep.link.Command;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// The machine that an nginx runs on: carries scripts and nginx's own commands there.
final class NginxShell {
    /// A wait for the lock, a test of the configuration, and a reload, with room for slow names.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MAX_DUMP = 16 << 20;
    private static final int MAX_LOOK = NginxLook.MAX_FILE + (1 << 20);
    private static final int MAX_SAID = 64 << 10;

    /// Programs of administrators are not on everybody's path.
    private static final String PROGRAM =
            "PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin; export PATH LC_ALL=C; exec \"$@\"";

    private static final String RESOLVE = "for file do readlink -f -- \"$file\"; done";

    private final String balancer;
    private final Dialect.Nginx nginx;
    private final Exchange.Listener listener;
    private final Command command;

    NginxShell(String balancer, Dialect.Nginx nginx, Host host, Exchange.Listener listener) {
        this.balancer = balancer;
        this.nginx = nginx;
        this.listener = listener;
        this.command = new Command(host, LIMIT);
    }

    /// What an order came to.
    ///
    /// @param end the word of [NginxScript#CHANGE]; empty when it did not come to its end
    /// @param said what nginx and the tools said before, made visible
    record Outcome(String end, String said) {}

    /// @throws FaultException `BalancerUnreachable` when there is no such program, or it finds the
    ///     configuration invalid
    NginxFacts facts() throws FaultException {
        String built = program(List.of(nginx.program(), "-V"), " 2>&1").text();
        List<String> test = new ArrayList<>();
        if (nginx.sudo()) {
            test.addAll(List.of("sudo", "-n", "--"));
        }
        test.add(nginx.program());
        nginx.configuration().ifPresent(path -> test.addAll(List.of("-c", path)));
        test.add("-T");
        Command.Reply dump = program(test, "");
        tell(Exchange.Kind.LOOK, String.join(" ", test), dump.errors());
        if (dump.status() != 0) {
            throw failed("nginx -T", dump);
        }
        NginxFacts facts = NginxFacts.of(built, dump.text());
        return new NginxFacts(
                facts.version(),
                facts.pidFile(),
                facts.errorLog(),
                facts.shutdownTimeout(),
                resolved(facts.files()));
    }

    /// @throws FaultException `BalancerUnreachable` when the file cannot be read
    NginxLook look(NginxFacts facts) throws FaultException {
        List<String> argv = shell(NginxScript.LOOK, sudo(), nginx.file(), facts.pidFile());
        Command.Reply reply = command.run(argv, MAX_LOOK);
        if (reply.status() != 0) {
            FaultException failed = failed("reading " + nginx.file(), reply);
            tell(Exchange.Kind.LOOK, "look at " + nginx.file(), failed.fault().what());
            throw failed;
        }
        try {
            NginxLook look = NginxLook.parse(reply.bytes());
            int head = reply.bytes().length - look.content().length();
            String said = new String(reply.bytes(), 0, head, StandardCharsets.UTF_8);
            tell(Exchange.Kind.LOOK, "look at " + nginx.file(), said.strip());
            return look;
        } catch (NginxGarbled e) {
            throw unreachable(nginx.file() + ": " + e.reason(), e);
        }
    }

    /// Puts new content in the place of the file, tests it, reloads, and waits for the workers that
    /// follow it. Without a change it only tests and reloads. Whatever fails, the file is as
    /// before, unless the end is `stuck`.
    ///
    /// @param who for those that find the lock
    Outcome change(NginxFacts facts, byte[] before, byte[] after, String who)
            throws FaultException {
        List<String> argv =
                shell(
                        NginxScript.CHANGE,
                        sudo(),
                        nginx.file(),
                        facts.pidFile(),
                        facts.errorLog(),
                        digest(before),
                        digest(after),
                        Visible.text(who, 300),
                        nginx.program(),
                        nginx.configuration().orElse(""));
        String order = Visible.text(who, 300) + ": change " + nginx.file() + ", nginx -t, reload";
        Command.Reply reply;
        try {
            reply = command.run(argv, after, MAX_SAID);
        } catch (FaultException e) {
            tell(Exchange.Kind.ORDER, order, e.fault().what());
            throw e;
        }
        List<String> lines = reply.text().strip().lines().toList();
        String last = lines.isEmpty() ? "" : lines.getLast();
        boolean ended = last.startsWith("end ");
        String said =
                lines.stream()
                        .limit(ended ? lines.size() - 1 : lines.size())
                        .map(line -> Visible.text(line, 1_000))
                        .collect(Collectors.joining("; "));
        tell(Exchange.Kind.ORDER, order, reply.text().strip());
        return new Outcome(ended ? last.substring(4) : "", said);
    }

    /// The fault of an nginx that cannot be looked at, for the given reason (no full stop).
    FaultException unreachable(String reason, @Nullable Exception cause) {
        return new FaultException(
                new Fault.BalancerUnreachable(balancer, nginx.program(), reason), cause);
    }

    private List<String> resolved(List<String> files) throws FaultException {
        List<String> argv = new ArrayList<>(shell(RESOLVE));
        argv.addAll(files);
        return command.run(argv, MAX_DUMP).text().lines().toList();
    }

    private Command.Reply program(List<String> words, String redirection) throws FaultException {
        List<String> argv = new ArrayList<>(shell(PROGRAM + redirection));
        argv.addAll(words);
        return command.run(argv, MAX_DUMP);
    }

    private static List<String> shell(String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        argv.addAll(List.of(arguments));
        return argv;
    }

    private FaultException failed(String what, Command.Reply reply) {
        if (reply.errors().startsWith("sudo:")) {
            return new FaultException(
                    new Fault.ProgramFailed(balancer, "sudo", reply.status(), reply.errors()));
        }
        return unreachable(what + " failed (" + reply.errors().replace("\u240a", "; ") + ")", null);
    }

    private String sudo() {
        return nginx.sudo() ? "sudo" : "";
    }

    private void tell(Exchange.Kind kind, String said, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(),
                        balancer,
                        kind,
                        Visible.text(said),
                        Visible.text(reply, MAX_SAID)));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
