package lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// Processor time of the workstation's side of a job: this process with every program it has
/// waited for, and with theirs. The servers of the nodes are apart.
final class Cpu {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux
    private static final int OWN_USER = 11;
    private static final int CHILDREN_USER = 13;

    private Cpu() {}

    /// Seconds so far.
    static double seconds() throws IOException {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9 + children();
    }

    private static double children() throws IOException {
        return ended("self");
    }

    /// Of a server: itself and everything below it that has ended.
    static double server(long pid) throws IOException {
        String[] fields = fields(Long.toString(pid));
        return (Long.parseLong(fields[OWN_USER]) + Long.parseLong(fields[OWN_USER + 1]))
                        / TICKS_A_SECOND
                + ended(Long.toString(pid));
    }

    private static double ended(String process) throws IOException {
        String[] fields = fields(process);
        return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
                / TICKS_A_SECOND;
    }

    private static String[] fields(String process) throws IOException {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }
}
