package lockstep.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Steady requests over kept connections, one client for each address, some hundred a second.
/// Whatever is not a 200 within two seconds is a failure.
final class Traffic implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients;

    Traffic(List<URI> addresses) {
        clients =
                addresses.stream()
                        .map(address -> Thread.ofVirtual().start(() -> run(address)))
                        .toList();
    }

    int answered() {
        return answered.get();
    }

    /// What went wrong, in words.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// Ends after the requests under way.
    void stop() throws InterruptedException {
        stop.countDown();
        for (Thread client : clients) {
            client.join(Duration.ofSeconds(5));
        }
    }

    /// As [#stop], without waiting.
    @Override
    public void close() {
        stop.countDown();
    }

    private void run(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!stop.await(5, TimeUnit.MILLISECONDS)) {
                once(client, request);
            }
        } catch (InterruptedException e) {
            failures.add(e.toString());
        }
    }

    private void once(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            answered.incrementAndGet();
            if (status != 200) {
                failures.add(request.uri() + " answered " + status);
            }
        } catch (IOException e) {
            failures.add(request.uri() + " failed: " + e);
        }
    }
}
