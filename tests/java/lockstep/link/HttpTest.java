package lockstep.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HttpTest {
    private static final URI ANY = URI.create("http://lb/x");

    /// Both forms of a body from a real server, and what it got.
    @Test
    void aRealServerIsAskedAndUnderstood() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    got.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Host")
                                    + " "
                                    + body);
                    byte[] answer = "é".repeat(9_000).getBytes(StandardCharsets.UTF_8);
                    boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
                    exchange.sendResponseHeaders(200, chunked ? 0 : answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            String base = "127.0.0.1:" + server.getAddress().getPort();
            Http http = new Http(new LocalHost("here"), Duration.ofSeconds(10));
            for (String path : List.of("/plain?a=%20b", "/chunked")) {
                assertThat(http.get(URI.create("http://" + base + path)))
                        .isEqualTo(new Http.Reply(200, "é".repeat(9_000)));
            }
            http.send("PATCH", URI.create("http://" + base), "{\"drain\":true}");
            assertThat(got)
                    .containsExactly(
                            "GET /plain?a=%20b " + base + " ",
                            "GET /chunked " + base + " ",
                            "PATCH / " + base + " {\"drain\":true}");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH¶ | this is not HTTP: SSH-2.0",
                "HTTP/1.1 200 OK¶Content-Length: 5¶¶abc | ended after 3 of 5",
                "HTTP/1.1 200 OK¶Content-Length: -5¶¶abc | Content-Length is -5",
                "HTTP/1.1 200 OK¶Content-Length: 99999999999999¶¶abc | Content-Length is 9999",
                "HTTP/1.1 200 OK¶Content-Length: 16777217¶¶abc | larger than",
                "HTTP/1.1 200 OK¶Transfer-Encoding: chunked¶¶ffffffffffff¶ | a chunk is fff",
                "HTTP/1.1 200 OK¶Transfer-Encoding: chunked¶¶ffffffff¶ | larger than",
                "HTTP/1.1 200 OK¶Transfer-Encoding: chunked¶¶2¶ab¶ | closed before the end",
                "HTTP/1.1 200 OK¶X: y | closed before the end",
                "HTTP/1.1 20 OK¶¶ | this is not HTTP",
            })
    void garbageIsAFault(String reply, String reason) {
        assertThat(fault(reply.replace("¶", "\r\n")).what()).contains(reason);
    }

    @Test
    void endlessHeadersAndLinesAreCut() {
        assertThat(fault("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(300)).what())
                .contains("more than 200 headers");
        assertThat(fault("HTTP/1.1 200 " + "x".repeat(20_000)).what()).contains("a line is longer");
    }

    @Test
    void whatIsInformationalIsPassedOver() throws Exception {
        String reply = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 No Content\r\n\r\n";
        assertThat(http(reply).get(ANY)).isEqualTo(new Http.Reply(204, ""));
        assertThat(http("HTTP/1.0 503 x\r\n\r\nto the end").get(ANY))
                .isEqualTo(new Http.Reply(503, "to the end"));
    }

    @Test
    void silenceEndsWithTheLimit() throws IOException {
        ScriptedHost host = ScriptedHost.streaming(new ScriptedHost.Silence());
        FaultException e =
                catchThrowableOfType(
                        FaultException.class, () -> new Http(host, Duration.ofMillis(50)).get(ANY));
        assertThat(e.fault()).isInstanceOf(Fault.LinkLost.class);
        assertThat(e.fault().what()).contains("no whole reply within");
    }

    private static Fault fault(String reply) {
        FaultException e = catchThrowableOfType(FaultException.class, () -> http(reply).get(ANY));
        assertThat(e).isNotNull();
        return e.fault();
    }

    private static Http http(String reply) {
        return new Http(ScriptedHost.replying(_ -> reply), Duration.ofSeconds(10));
    }
}
