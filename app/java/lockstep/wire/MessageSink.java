package lockstep.wire;

import java.io.IOException;

/// Takes the messages that a peer puts between its data frames.
@FunctionalInterface
public interface MessageSink {
    /// One message. Called on the reading thread; the payload is the sink's to keep.
    ///
    /// @param tag one of [Tag], but a peer may send any number
    /// @throws IOException to end the conversation, usually [Broken]
    void message(int tag, byte[] payload) throws IOException;
}
