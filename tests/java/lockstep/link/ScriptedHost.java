package lockstep.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lockstep.fault.FaultException;

/// A host whose only socket answers each line with what a script says.
public final class ScriptedHost implements Host {
    /// Every line that was asked, in order.
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Function<String, InputStream> script;

    private ScriptedHost(Function<String, InputStream> script) {
        this.script = script;
    }

    public static ScriptedHost replying(Function<String, String> script) {
        return new ScriptedHost(
                line ->
                        new ByteArrayInputStream(
                                script.apply(line).getBytes(StandardCharsets.UTF_8)));
    }

    public static ScriptedHost streaming(InputStream in) {
        return new ScriptedHost(_ -> in);
    }

    @Override
    public String name() {
        return "lb1";
    }

    @Override
    public Link run(List<String> argv) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return new Scripted();
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        asked.add("tcp " + address + " " + port);
        return new Scripted();
    }

    /// A stream that says nothing until it is closed.
    public static final class Silence extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                throw new IOException(
                        closed.await(30, TimeUnit.SECONDS) ? "closed" : "never closed");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private final class Scripted implements Link {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private InputStream answer = InputStream.nullInputStream();

        @Override
        public InputStream in() {
            String asking = line.toString(StandardCharsets.UTF_8).strip();
            asked.add(asking);
            answer = script.apply(asking);
            return answer;
        }

        @Override
        public OutputStream out() {
            return line;
        }

        @Override
        public InputStream err() {
            return InputStream.nullInputStream();
        }

        @Override
        public int awaitExit(Duration limit) {
            return 0;
        }

        @Override
        public void close() {
            try {
                answer.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
