package lockstep.ssh;

import java.io.IOException;
import java.util.Optional;

/// A key that can log in: held by the agent, or in a file.
interface Identity {
    /// For messages: where the key is.
    String name();

    /// Its public half; empty when only opening the file tells it.
    Optional<KeyBlob> known();

    /// Its public half. May ask a person to open the file.
    ///
    /// @throws IOException with a message for the operator
    KeyBlob publicKey() throws IOException;

    /// Signs `data`; the answer is the algorithm and the signature, each as SSH strings. May ask a
    /// person.
    ///
    /// @throws IOException with a message for the operator
    byte[] sign(byte[] data, String algorithm) throws IOException;
}
