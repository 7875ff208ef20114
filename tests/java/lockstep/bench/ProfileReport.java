package lockstep.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Says in which layer the processor time of a recording was spent, and in which the memory was
/// allocated: each sample goes to the first row that its innermost known frame belongs to.
final class ProfileReport {
    private static final int METHODS = 15;
    private static final List<String> NOT_THE_JDK =
            List.of("net.schmizz.", "com.hierynomus.", "lockstep.");

    /// Beginnings of class names, the innermost layer first.
    private static final Map<String, List<String>> LAYERS = layers();

    private final Map<String, Long> byLayer = new HashMap<>();
    private final Map<String, Long> byMethod = new HashMap<>();
    private final Map<String, Long> allocatedByLayer = new HashMap<>();
    private final Map<String, Long> allocatedByPlace = new HashMap<>();
    private long samples;
    private long allocated;

    private ProfileReport() {}

    private static Map<String, List<String>> layers() {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        layers.put("cipher", List.of("com.sun.crypto.", "javax.crypto.", "sun.security."));
        layers.put("sockets", List.of("sun.nio.ch.", "java.net."));
        layers.put("the SSH library", List.of("net.schmizz.", "com.hierynomus."));
        layers.put("lockstep.ssh", List.of("lockstep.ssh."));
        layers.put("lockstep.wire", List.of("lockstep.wire."));
        layers.put("lockstep.rsync", List.of("lockstep.rsync."));
        layers.put("lockstep.tree", List.of("lockstep.tree."));
        layers.put("lockstep.drift", List.of("lockstep.drift."));
        return layers;
    }

    /// @param args the recording
    public static void main(String[] args) throws IOException {
        ProfileReport report = new ProfileReport();
        try (RecordingFile file = new RecordingFile(Path.of(args[0]))) {
            while (file.hasMoreEvents()) {
                report.add(file.readEvent());
            }
        }
        report.print();
    }

    private void add(RecordedEvent event) {
        boolean time = event.getEventType().getName().equals("jdk.CPUTimeSample");
        if (!time && !event.getEventType().getName().equals("jdk.ObjectAllocationSample")) {
            return;
        }
        RecordedStackTrace stack = event.getStackTrace();
        List<RecordedFrame> frames = stack == null ? List.of() : stack.getFrames();
        if (frames.stream().anyMatch(ProfileReport::benchWork)) {
            return;
        }
        String layer =
                frames.stream()
                        .map(f -> layer(f.getMethod().getType().getName()))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse(frames.isEmpty() ? "the machine" : "the rest of the JDK");
        if (!time) {
            allocated += event.getLong("weight");
            count(allocatedByLayer, layer, event.getLong("weight"));
            count(allocatedByPlace, place(frames), event.getLong("weight"));
            return;
        }
        samples++;
        count(byLayer, layer, 1);
        if (!frames.isEmpty()) {
            count(byMethod, method(frames.getFirst()), 1);
        }
    }

    /// Making trees and counting bytes is not what is looked at.
    private static boolean benchWork(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.startsWith(CountingDoor.class.getName())
                || type.startsWith(Room.class.getName());
    }

    private static String layer(String type) {
        for (Map.Entry<String, List<String>> layer : LAYERS.entrySet()) {
            if (layer.getValue().stream().anyMatch(type::startsWith)) {
                return layer.getKey();
            }
        }
        return "";
    }

    /// The innermost method that is not the JDK's.
    private static String place(List<RecordedFrame> frames) {
        return frames.stream()
                .filter(f -> NOT_THE_JDK.stream().anyMatch(method(f)::startsWith))
                .findFirst()
                .map(ProfileReport::method)
                .orElse("the JDK");
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void count(Map<String, Long> where, String what, long weight) {
        where.merge(what, weight, Long::sum);
    }

    private void print() {
        System.out.printf(Locale.ROOT, "%nprocessor time by layer, %,d samples%n", samples);
        print(byLayer, samples);
        System.out.printf(Locale.ROOT, "%nby innermost method%n");
        print(byMethod, samples);
        System.out.printf(Locale.ROOT, "%nallocated, %,d MiB in all%n", allocated >> 20);
        print(allocatedByLayer, allocated);
        System.out.printf(Locale.ROOT, "%nby innermost method that is not the JDK's%n");
        print(allocatedByPlace, allocated);
    }

    private static void print(Map<String, Long> counts, long all) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(METHODS)
                .forEach(
                        e ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "%6.1f %%  %s%n",
                                        100.0 * e.getValue() / all,
                                        e.getKey()));
    }
}
