package lockstep.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Who asks a balancer for pages of the nodes behind it.
final class Visitors implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();

    /// The name of the node that answered.
    String ask(URI page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(page).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /// Asks for a slow page until that node has got such a request. What is given lets all nodes
    /// answer, and waits for the answers.
    ///
    /// @param arrived gets a node for each slow request that reached it
    AutoCloseable busy(URI slow, String node, List<WebNode> nodes, BlockingQueue<WebNode> arrived)
            throws InterruptedException {
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        WebNode reached;
        do {
            running.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(slow).build(),
                            HttpResponse.BodyHandlers.ofString()));
            reached = arrived.poll(10, TimeUnit.SECONDS);
        } while (reached != null && !reached.name().equals(node));
        return () -> {
            nodes.forEach(WebNode::release);
            for (var answer : running) {
                answer.get(10, TimeUnit.SECONDS);
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
