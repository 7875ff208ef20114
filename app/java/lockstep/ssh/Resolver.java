package lockstep.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Deadline;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// Finds out what `ssh` would do for an address, by asking it: `ssh -G` applies `Include`,
/// `Match` and negation better than anyone else. Without an OpenSSH client here, its defaults
/// hold.
final class Resolver {
    /// `Match exec` runs programs.
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int MAX_OUTPUT = 1 << 20;
    private static final int NOT_FOUND = 127;

    private final SshOptions options;

    Resolver(SshOptions options) {
        this.options = options;
    }

    /// @param words options of `ssh` that win over the configuration
    /// @throws FaultException `ProgramFailed` when `ssh` refuses its own configuration, or when it
    ///     is not there to read `words`
    Settings resolve(String where, Address address, List<String> words) throws FaultException {
        LocalHost here = new LocalHost(where);
        try (Link ssh = here.run(question(address, words));
                Deadline _ = Deadline.after(LIMIT, ssh::close)) {
            String answer = read(ssh.in());
            String complaint = read(ssh.err());
            int status = ssh.awaitExit(LIMIT);
            if (status == NOT_FOUND && !words.isEmpty()) {
                throw new FaultException(
                        new Fault.ProgramFailed(
                                where,
                                "ssh -G",
                                status,
                                "without OpenSSH's ssh on this machine it can be given no"
                                        + " options, by -e, -4 or -6"));
            }
            if (status == NOT_FOUND) {
                return Settings.defaults(address, options.home());
            }
            if (status != 0) {
                throw new FaultException(
                        new Fault.ProgramFailed(
                                where, "ssh -G", status, Visible.text(complaint, 1_000)));
            }
            return Settings.parse(answer.lines(), address.host(), options.home());
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.TimedOut(where, "ssh to read its configuration", LIMIT), e);
        }
    }

    private List<String> question(Address address, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("ssh", "-T", "-G"));
        if (options.config() != null) {
            argv.addAll(List.of("-F", options.config().toString()));
        }
        argv.addAll(words);
        if (address.user() != null) {
            argv.addAll(List.of("-l", address.user()));
        }
        if (address.port() != 0) {
            argv.addAll(List.of("-p", Integer.toString(address.port())));
        }
        argv.addAll(List.of("--", address.host()));
        return argv;
    }

    private static String read(InputStream from) throws IOException {
        return new String(from.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
    }
}
