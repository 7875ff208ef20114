package lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// Processor time of the workstation's side of a job: this process with every program it has
/// waited for, and with theirs. The servers of the nodes are not in it.
final class Cpu {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux
    private static final int CHILDREN_USER = 13;

    private Cpu() {}

    /// Seconds so far.
    static double seconds() throws IOException {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9 + children();
    }

    private static double children() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
                / TICKS_A_SECOND;
    }
}
