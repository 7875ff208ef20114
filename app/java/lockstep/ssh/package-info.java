/// Nodes behind SSH as [lockstep.link.Host]s. Hides the SSH library, the OpenSSH configuration,
/// keys and agent, host keys, jump hosts, and how many connections carry the channels.
///
/// [lockstep.ssh.SshHosts] is the way in. What needs a person goes through
/// [lockstep.link.Prompts].
///
/// ## How it is layered
/// `SshHosts` → `Route` (one per address: its connections) → `Connection` (one transport, logged
/// in) → `NodeChannel` (one conversation). A `Route` learns where to go from `Resolver`, gets
/// there through `Dialer`, checks who answers with `HostKeys`, and logs in with `Login`.
@NullMarked
package lockstep.ssh;

import org.jspecify.annotations.NullMarked;
