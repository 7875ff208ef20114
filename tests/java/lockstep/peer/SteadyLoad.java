package lockstep.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Visitors who ask a balancer for a page all the time, and what became of it.
final class SteadyLoad implements AutoCloseable {
    private static final int VISITORS = 3;
    private static final long PAUSE_MILLIS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong asked = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean excused = new AtomicBoolean();

    SteadyLoad(URI page) {
        request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        for (int i = 0; i < VISITORS; i++) {
            threads.add(Thread.ofVirtual().name("visitor " + i).start(this::visit));
        }
    }

    private void visit() {
        try {
            while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                ask();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        boolean before = excused.get();
        String wrong = "";
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            wrong = answer.statusCode() == 200 ? "" : "status " + answer.statusCode();
        } catch (IOException e) {
            wrong = e.toString();
        }
        if (wrong.isEmpty()) {
            asked.incrementAndGet();
        } else if (!before && !excused.get()) {
            failed.add(wrong);
        }
    }

    /// Forgets what has failed so far.
    void begin() {
        excused.set(false);
        failed.clear();
    }

    /// What fails while the balancer itself is not there is nobody's fault behind it.
    void excuse(boolean on) {
        excused.set(on);
    }

    /// Waits until so many more have been answered.
    void awaitAnswers(long more) throws Exception {
        long enough = answered() + more;
        RunRig.until(() -> answered() >= enough);
    }

    /// Requests that were answered so far.
    long answered() {
        return asked.get();
    }

    /// What was not answered, and why.
    List<String> failed() {
        return List.copyOf(failed);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
