package lockstep.fault;

import java.time.Duration;
import java.util.List;

/// Every way the world can fail, as data: where it happened, what happened, and what to do next.
///
/// The three sentences are written for the operator and may hold text that came from a peer;
/// such text has been made visible by [lockstep.fault.Visible] before it is stored here, because
/// a fault travels to logs and terminals as well as to windows.
public sealed interface Fault {
    /// The node, balancer or file it happened on, by the name the operator gave it.
    String where();

    /// One sentence: what happened.
    String what();

    /// One sentence: what to do next.
    String remedy();

    /// All three in one line, for logs and terminals.
    default String message() {
        return where() + ": " + what() + " " + remedy();
    }

    /// No connection could be made to the node's SSH server.
    record Unreachable(String where, String address, String reason) implements Fault {
        @Override
        public String what() {
            return "No connection to " + address + ": " + reason + ".";
        }

        @Override
        public String remedy() {
            return "Check that the host is up, that the name and port are right, and that no firewall is in between.";
        }
    }

    /// The node showed a host key that `known_hosts` does not hold, and nobody accepted it.
    record HostKeyUnknown(String where, String address, String keyType, String fingerprint)
            implements Fault {
        @Override
        public String what() {
            return "The host key of %s is not known (%s %s)."
                    .formatted(address, keyType, fingerprint);
        }

        @Override
        public String remedy() {
            return "Compare the fingerprint with the one the server's administrator gives, then accept it.";
        }
    }

    /// The node showed another host key than the one `known_hosts` holds. Never continued.
    record HostKeyChanged(
            String where, String address, String keyType, String fingerprint, String knownHosts)
            implements Fault {
        @Override
        public String what() {
            return "The host key of %s has CHANGED (now %s %s)."
                    .formatted(address, keyType, fingerprint);
        }

        @Override
        public String remedy() {
            return "Someone may be listening in. If the server was reinstalled, remove its old line from "
                    + knownHosts
                    + " and connect again.";
        }
    }

    /// Every way of authenticating was refused.
    record AuthenticationFailed(String where, String user, String tried) implements Fault {
        @Override
        public String what() {
            return "The server refused to log in " + user + " (tried: " + tried + ").";
        }

        @Override
        public String remedy() {
            return "Check the user name, the key in use, the passphrase or the password, and the agent.";
        }
    }

    /// A program that the work needs is not on the node.
    record ProgramMissing(String where, String program) implements Fault {
        @Override
        public String what() {
            return program + " was not found on the node.";
        }

        @Override
        public String remedy() {
            return "Install the package that holds it (apt-get install "
                    + program
                    + "), or put it on the path of the user that logs in.";
        }
    }

    /// The node's rsync speaks a protocol before 30, or is openrsync.
    ///
    /// @param program what it calls itself, such as `rsync 2.6.9`; `rsync` where it was not asked
    record RsyncTooOld(String where, String program, int protocol) implements Fault {
        /// What the BSDs' and Apple's own program calls itself, whatever its file is called.
        public static final String OPENRSYNC = "openrsync";

        @Override
        public String what() {
            return "It has %s, which speaks protocol %d. rsync 3.0 or newer (protocol 30) is needed."
                    .formatted(program, protocol);
        }

        @Override
        public String remedy() {
            return program.equals(OPENRSYNC)
                    ? "Install rsync itself there (on macOS: brew install rsync), before openrsync on the path of the user that logs in."
                    : "Install a current rsync there.";
        }
    }

    /// The bytes from a peer broke the protocol: a bug there, a broken line, or an attack.
    record ProtocolBroken(String where, String detail) implements Fault {
        @Override
        public String what() {
            return "The conversation broke the rsync protocol: " + detail + ".";
        }

        @Override
        public String remedy() {
            return "Nothing more was sent to any node. Check what prints on login there (it must print nothing), then its rsync.";
        }
    }

    /// What a node tells takes more memory than this program may use for it.
    ///
    /// @param list what it was telling
    /// @param entries how many it had told
    /// @param heap all memory that the program may use, in bytes; 0 where no memory would do
    record ListTooLarge(String where, String list, long entries, long heap) implements Fault {
        @Override
        public String what() {
            String most =
                    heap > 0 ? "the memory that this program may use" : "this program can hold";
            return "Its %s is larger than %s: %d entries so far.".formatted(list, most, entries);
        }

        @Override
        public String remedy() {
            String less = "leave parts of the tree out with filter rules.";
            return heap == 0
                    ? "Name several smaller trees, or " + less
                    : "Give it more with LOCKSTEP_JAVA_OPTIONS=-Xmx%dm (now %dm), or %s"
                            .formatted(heap >> 19, heap >> 20, less);
        }
    }

    /// A node has more of something than Lockstep takes: its own limit, and no fault of the node's.
    record LimitReached(String where, String what, String remedy) implements Fault {}

    /// The nodes' rsyncs, and what was asked for, have no algorithm in common.
    record NothingInCommon(String where, String what, String remedy) implements Fault {}

    /// Nothing came within the time allowed.
    record TimedOut(String where, String waitingFor, Duration limit) implements Fault {
        @Override
        public String what() {
            return "No answer within "
                    + limit.toSeconds()
                    + " s while waiting for "
                    + waitingFor
                    + ".";
        }

        @Override
        public String remedy() {
            return "Check the node's load and the line to it, then try again.";
        }
    }

    /// An open connection ended before the work was done.
    record LinkLost(String where, String detail) implements Fault {
        @Override
        public String what() {
            return "The connection was lost: " + detail + ".";
        }

        @Override
        public String remedy() {
            return "Try again; what was already sent is kept and used.";
        }
    }

    /// A program ended with an error of its own.
    record ProgramFailed(String where, String program, int status, String output) implements Fault {
        @Override
        public String what() {
            String said = output.isBlank() ? "." : ": " + output.strip();
            return program + " ended with status " + status + said;
        }

        @Override
        public String remedy() {
            return "The text above is the program's own; mend its cause on the node and try again.";
        }
    }

    /// The directory to keep identical is not there.
    record RootMissing(String where, String path) implements Fault {
        @Override
        public String what() {
            return "The directory " + path + " does not exist.";
        }

        @Override
        public String remedy() {
            return "Create or mount it, or correct the root in the cluster file.";
        }
    }

    /// A file or directory could not be read.
    record Unreadable(String where, String path, String reason) implements Fault {
        @Override
        public String what() {
            return path + " could not be read: " + reason + ".";
        }

        @Override
        public String remedy() {
            return "Nothing below it can be called identical. Give the user that logs in the right to read it, or use sudo for this node.";
        }
    }

    /// The node's disk is full.
    record DiskFull(String where, String detail) implements Fault {
        @Override
        public String what() {
            return "No space left: " + detail + ".";
        }

        @Override
        public String remedy() {
            return "Free space there, and resume the run if one was stopped; files already replaced are whole, the rest are as they were.";
        }
    }

    /// Some files were not made identical; the paths are in the outcome that carries this.
    record Partial(String where, int status, String detail) implements Fault {
        @Override
        public String what() {
            return "NOT identical: rsync ended with status " + status + " (" + detail + ").";
        }

        @Override
        public String remedy() {
            return "Look at the listed paths, mend the cause and resume the run; do not put the node back before that.";
        }
    }

    /// A balancer did not answer.
    record BalancerUnreachable(String where, String address, String reason) implements Fault {
        @Override
        public String what() {
            return "The balancer at " + address + " did not answer: " + reason + ".";
        }

        @Override
        public String remedy() {
            return "Check that it runs and can be reached, and that its API is open to the user that logs in (HAProxy: its stats socket at level admin).";
        }
    }

    /// A balancer answered a command with an error.
    record BalancerRefused(String where, String command, String reply, String remedy)
            implements Fault {
        private static final String NAMES =
                "Check the backend and server names in the cluster file against the balancer's own configuration.";

        public BalancerRefused(String where, String command, String reply) {
            this(where, command, reply, NAMES);
        }

        @Override
        public String what() {
            return "The balancer refused \"" + command + "\": " + reply.strip();
        }
    }

    /// Taking a node out would leave too little capacity.
    ///
    /// @param besides what else is to be known of that, as one sentence; may be empty
    record CapacityTooLow(String where, String backend, int wouldRemain, int floor, String besides)
            implements Fault {
        public CapacityTooLow(String where, String backend, int wouldRemain, int floor) {
            this(where, backend, wouldRemain, floor, "");
        }

        @Override
        public String what() {
            return "Backend %s would be left with %d usable servers; its floor is %d. %s"
                    .formatted(backend, wouldRemain, floor, besides)
                    .strip();
        }

        @Override
        public String remedy() {
            return "Put another node back first, or override knowingly.";
        }
    }

    /// A guard stopped work before the first byte.
    record GuardTripped(String where, String what, String remedy) implements Fault {}

    /// Source or target are not as they were when the plan was approved.
    ///
    /// @param changes the first of them, never empty
    /// @param count of all
    /// @param reach whether the target may have been changed before this was found
    record PlanOutdated(String where, List<Change> changes, long count, Reach reach)
            implements Fault {
        /// How far the run had come.
        public enum Reach {
            /// The target had not been told of anything.
            NOTHING_WRITTEN,
            /// The run was under way and stopped there; every file is whole, old or new.
            UNDER_WAY
        }

        public PlanOutdated {
            changes = List.copyOf(changes);
        }

        /// The same, found when something else had been done already.
        public PlanOutdated underWay() {
            return new PlanOutdated(where, changes, count, Reach.UNDER_WAY);
        }

        @Override
        public String what() {
            return (count == 1 ? "One entry has" : count + " entries have")
                    + " changed since the plan was approved: "
                    + changes.getFirst().text()
                    + (count > 1 ? ", and " + (count - 1) + " more." : ".");
        }

        @Override
        public String remedy() {
            return switch (reach) {
                case NOTHING_WRITTEN ->
                        "Nothing was changed. Scan again and look at the new plan. Where the rules"
                                + " hide something in a directory, leave its deletion out.";
                case UNDER_WAY ->
                        "The run stopped there; files already replaced are whole. Scan again and"
                                + " look at the new plan.";
            };
        }
    }

    /// A file of ours is wrong. Line and column count from 1; 0 is unknown.
    record FileInvalid(String where, int line, int column, String reason) implements Fault {
        @Override
        public String what() {
            return (line > 0
                            ? "line " + line + (column > 0 ? ", column " + column : "") + ": "
                            : "")
                    + reason;
        }

        @Override
        public String remedy() {
            return "Correct it and open it again.";
        }
    }

    /// A value that must not reach a shell or a program, such as a host that begins with `-`.
    record UnsafeArgument(String where, String value, String reason) implements Fault {
        @Override
        public String what() {
            return "\"" + value + "\" is refused: " + reason + ".";
        }

        @Override
        public String remedy() {
            return "Correct it in the cluster file or on the command line.";
        }
    }

    /// The operator cancelled. Not an error; never shown as one.
    record Cancelled(String where) implements Fault {
        @Override
        public String what() {
            return "Cancelled.";
        }

        @Override
        public String remedy() {
            return "Nothing more is being done; files already replaced are whole.";
        }
    }
}
