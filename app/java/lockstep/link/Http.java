package lockstep.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// Single HTTP/1.1 requests (RFC 9112), each over a connection that a host opens from where it
/// stands. The JDK's client cannot be given a connection. Redirects are not followed. A reply is
/// bounded in time, in its body and in its headers, whatever the server does.
public final class Http {
    /// The largest body that is taken, in bytes.
    private static final int MAX_BODY = 16 << 20;

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 200;
    private static final int DEFAULT_PORT = 80;

    private final Host host;
    private final Duration limit;

    /// @param limit for each request, from its connection to the end of its reply
    public Http(Host host, Duration limit) {
        this.host = host;
        this.limit = limit;
    }

    /// What was answered; the body as UTF-8 text, untrusted.
    public record Reply(int status, String body) {}

    /// @param url of scheme `http`
    /// @throws FaultException `LinkLost` when there was no whole reply in time, or none of HTTP;
    ///     what the host raises
    public Reply get(URI url) throws FaultException {
        return send("GET", url, "");
    }

    /// As [#get], with a JSON body unless that is empty.
    public Reply send(String method, URI url, String json) throws FaultException {
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        String address = url.getHost().replaceAll("^\\[|]$", "");
        try (Link link = host.tcp(address, port);
                Deadline deadline = Deadline.after(limit, link::close)) {
            try {
                OutputStream out = link.out();
                out.write(request(method, url, json));
                out.flush();
                return reply(link.in());
            } catch (IOException e) {
                String reason =
                        deadline.passed()
                                ? "no whole reply within " + limit.toSeconds() + " s"
                                : Visible.text(String.valueOf(e.getMessage()), 300);
                throw new FaultException(new Fault.LinkLost(host.name(), reason), e);
            }
        }
    }

    private static byte[] request(String method, URI url, String json) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "%s %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: lockstep\r\nAccept: */*\r\nConnection: close\r\n"
                        .formatted(method, path, query, url.getRawAuthority());
        if (body.length > 0) {
            head += "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
        }
        byte[] start = (head + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static Reply reply(InputStream in) throws IOException {
        while (true) {
            int status = status(line(in));
            Map<String, String> headers = headers(in);
            if (status >= 200) {
                return new Reply(
                        status, new String(body(in, status, headers), StandardCharsets.UTF_8));
            }
        }
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-9]\\d\\d( .*)?")) {
            throw new IOException("this is not HTTP: " + Visible.text(line, 100));
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < MAX_HEADERS; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new IOException("the reply has more than " + MAX_HEADERS + " headers");
    }

    private static byte[] body(InputStream in, int status, Map<String, String> headers)
            throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        String length = headers.get("content-length");
        if (length == null) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            return exactly(body, requireSize(body.length));
        }
        if (!length.matches("\\d{1,10}")) {
            throw new IOException("its Content-Length is " + Visible.text(length, 60));
        }
        int size = requireSize(Long.parseLong(length));
        return exactly(in.readNBytes(size), size);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            String digits = line.split("[; \t]", 2)[0];
            if (!digits.matches("[0-9A-Fa-f]{1,8}")) {
                throw new IOException("a chunk is " + Visible.text(line, 60) + " long");
            }
            long size = Long.parseLong(digits, 16);
            if (size == 0) {
                return body.toByteArray();
            }
            requireSize(body.size() + size);
            body.write(exactly(in.readNBytes((int) size), (int) size));
            line(in);
        }
    }

    private static int requireSize(long size) throws IOException {
        if (size > MAX_BODY) {
            throw new IOException("the reply is larger than " + MAX_BODY + " bytes");
        }
        return (int) size;
    }

    private static byte[] exactly(byte[] read, int size) throws IOException {
        if (read.length != size) {
            throw new IOException(
                    "the reply ended after " + read.length + " of " + size + " bytes");
        }
        return read;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed before the end of the reply");
            }
            if (line.size() == MAX_LINE) {
                throw new IOException("a line is longer than " + MAX_LINE + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
