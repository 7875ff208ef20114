/// A private cluster on this machine: nodes that are real SSH servers running the real rsync, each
/// serving its directory over HTTP, behind a real HAProxy, with seeded drift and steady traffic.
///
/// Hides Apache MINA SSHD, the balancer's configuration and everything about its life; whoever
/// starts a [lockstep.demo.DemoCluster] gets a cluster file, an SSH configuration and counters,
/// and nothing that differs from a cluster far away.
@NullMarked
package lockstep.demo;

import org.jspecify.annotations.NullMarked;
