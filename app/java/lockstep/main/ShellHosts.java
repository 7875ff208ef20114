package lockstep.main;

import java.util.HashMap;
import java.util.Map;
import lockstep.cli.RsyncCommand;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.link.Prompts;
import lockstep.options.RemoteShell;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Hosts for command lines of rsync's: this machine, and others over SSH with the options that
/// `-e` gives. Used by one thread.
public final class ShellHosts implements RsyncCommand.Connections {
    private final SshOptions options;
    private final Prompts prompts;
    private final Map<RemoteShell, SshHosts> open = new HashMap<>();

    public ShellHosts(SshOptions options, Prompts prompts) {
        this.options = options;
        this.prompts = prompts;
    }

    @Override
    public Host here() {
        return new LocalHost("here");
    }

    @Override
    public Host remote(String address, RemoteShell shell) throws FaultException {
        return open.computeIfAbsent(shell, s -> new SshHosts(options.withWords(s.words()), prompts))
                .remote(address, address);
    }

    @Override
    public void close() {
        open.values().forEach(SshHosts::close);
    }
}
