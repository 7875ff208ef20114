package lockstep.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/// Follows the heap from its making on: the most that was in use when a collection began, and
/// the most that one left behind, which comes closer to what is needed.
final class Heap {
    private final AtomicLong before = new AtomicLong();
    private final AtomicLong after = new AtomicLong();

    Heap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((note, _) -> heard(note), null, null);
            }
        }
    }

    private void heard(Notification note) {
        if (note.getUserData() instanceof CompositeData data) {
            var info = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            before.accumulateAndGet(sum(info.getMemoryUsageBeforeGc()), Math::max);
            after.accumulateAndGet(sum(info.getMemoryUsageAfterGc()), Math::max);
        }
    }

    /// The pools of the collectors named G1; others share no name with the rest of the memory.
    private static long sum(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> pool.getKey().startsWith("G1"))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /// Bytes that all threads of this process have allocated so far.
    static long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class)
                .getTotalThreadAllocatedBytes();
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "our heap: at most %,d MiB when a collection began, %,d MiB after one; limit %,d MiB",
                before.get() >> 20,
                after.get() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
