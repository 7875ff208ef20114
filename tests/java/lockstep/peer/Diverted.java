package lockstep.peer;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import lockstep.fault.FaultException;
import lockstep.link.Link;

/// A link whose program hears what `out` makes of what is written; all else is as it was.
record Diverted(Link link, OutputStream out) implements Link {
    @Override
    public InputStream in() {
        return link.in();
    }

    @Override
    public InputStream err() {
        return link.err();
    }

    @Override
    public int awaitExit(Duration limit) throws FaultException {
        return link.awaitExit(limit);
    }

    @Override
    public void close() {
        link.close();
    }
}
