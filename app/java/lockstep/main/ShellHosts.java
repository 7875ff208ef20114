package lockstep.main;

import lockstep.cli.RsyncCommand;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.link.Prompts;
import lockstep.options.RemoteShell;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import org.jspecify.annotations.Nullable;

/// Hosts for command lines of rsync's: this machine, and others over SSH with the options that
/// `-e` gives, which are the same for all of them. Used by one thread.
public final class ShellHosts implements RsyncCommand.Connections {
    private final SshOptions options;
    private final Prompts prompts;
    private @Nullable SshHosts open;

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
        if (open == null) {
            open = new SshHosts(options.withWords(shell.words()), prompts);
        }
        return open.remote(address, address);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
