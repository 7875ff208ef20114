package lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Does one thing for many nodes at once, each on a virtual thread, and waits for all. The work
/// itself is limited in time by what it calls.
final class Abreast {
    private Abreast() {}

    static void run(List<String> names, Consumer<String> work) {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            names.forEach(name -> all.add(executor.submit(() -> work.accept(name))));
        }
        for (Future<?> one : all) {
            if (one.state() == Future.State.FAILED) {
                throw new IllegalStateException(one.exceptionNow());
            }
        }
    }
}
