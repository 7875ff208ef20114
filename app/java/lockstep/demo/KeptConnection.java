package lockstep.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 client that keeps its connection and tries nothing twice. The JDK's own client
/// repeats a request whose connection broke, and so would hide what the traffic is to count.
/// For one thread, but for [#close].
final class KeptConnection implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BLOCK = 32 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int LARGEST_BODY = 8 << 20;

    private final InetSocketAddress site;
    private volatile @Nullable Kept kept;

    KeptConnection(InetSocketAddress site) {
        this.site = site;
    }

    private record Kept(Socket socket, InputStream in) {}

    /// What came back.
    ///
    /// @param node from the node's own header; empty where the balancer answered by itself
    record Answer(int status, String node, String body) {}

    /// Asks for a page, on the kept connection where there is one.
    ///
    /// @throws IOException when there is no whole answer in time; the connection is then given up
    Answer get(String path) throws IOException {
        boolean whole = false;
        try {
            Answer answer = exchange(path);
            whole = true;
            return answer;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private Answer exchange(String path) throws IOException {
        Kept open = kept;
        if (open == null) {
            open = connect();
            kept = open;
        }
        String request = "GET /" + path + " HTTP/1.1\r\nHost: shop\r\n\r\n";
        open.socket().getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return read(open.in());
    }

    private Kept connect() throws IOException {
        var fresh = new Socket();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout((int) LIMIT.toMillis());
        fresh.connect(site, (int) LIMIT.toMillis());
        return new Kept(fresh, new BufferedInputStream(fresh.getInputStream(), BLOCK));
    }

    private Answer read(InputStream from) throws IOException {
        String[] first = line(from).split(" ", 3);
        if (first.length < 2 || !first[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("no HTTP answer");
        }
        Map<String, String> headers = headers(from);
        byte[] body = from.readNBytes(length(headers));
        if (body.length < length(headers)) {
            throw new EOFException("the connection ended within the body");
        }
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        String node = headers.getOrDefault(WebNode.NODE_HEADER.toLowerCase(Locale.ROOT), "");
        return new Answer(
                Integer.parseInt(first[1]), node, new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(InputStream from) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(from); !line.isEmpty(); line = line(from)) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() == MOST_HEADERS) {
                throw new IOException("broken headers");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.put(name, line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int length(Map<String, String> headers) throws IOException {
        String text = headers.getOrDefault("content-length", "");
        if (!text.matches("[0-9]{1,8}") || Integer.parseInt(text) > LARGEST_BODY) {
            throw new IOException("a body of unknown or great length: " + text);
        }
        return Integer.parseInt(text);
    }

    private static String line(InputStream from) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = from.read(); b != '\n'; b = from.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended without an answer");
            }
            if (bytes.size() == LONGEST_LINE) {
                throw new IOException("a header line beyond " + LONGEST_LINE + " bytes");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /// Gives the connection up; a [#get] that waits then ends with an exception.
    @Override
    public void close() {
        Kept open = kept;
        kept = null;
        if (open != null) {
            try {
                open.socket().close();
            } catch (IOException _) {
                // It is given up all the same.
            }
        }
    }
}
