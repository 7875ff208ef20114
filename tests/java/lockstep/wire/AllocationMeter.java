package lockstep.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a thread allocates from one moment of its work to the last: each passes here, and those
/// that come first, in which classes are loaded, are left out. Allocates nothing. One thread.
public final class AllocationMeter {
    /// What an object takes at least.
    public static final int SMALLEST_OBJECT = 16;

    /// More than the virtual machine itself allocates in a thread whose code allocates nothing,
    /// when it compiles that code anew. 24 to 1,200 bytes were seen.
    public static final int THE_MACHINES_OWN = 4_000;

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final long skipped;
    private long moments;
    private long first;
    private long last;

    /// @param skipped how many moments are left out
    public AllocationMeter(long skipped) {
        this.skipped = skipped;
    }

    /// A moment of the calling thread's work, which must be one of the system's own.
    public void moment() {
        last = threads.getCurrentThreadAllocatedBytes();
        if (moments++ <= skipped) {
            first = last;
        }
    }

    /// How many moments were measured.
    public long measured() {
        return Math.max(0, moments - skipped - 1);
    }

    /// Bytes that were allocated in them.
    public long bytes() {
        return last - first;
    }
}
