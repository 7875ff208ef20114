package lockstep.demo;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// Where the programs of this machine are.
final class Programs {
    /// How their output is read.
    static final Charset TEXT = StandardCharsets.UTF_8;

    /// The path of a login on a node, the system's directories included: a plain user's own path
    /// often lacks them, and HAProxy is there.
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Programs() {}

    /// The absolute path of a program, looked up on this process's path and on [#PATH].
    ///
    /// @throws FaultException `ProgramMissing` on `where`
    static Path find(String where, String program) throws FaultException {
        String ours = System.getenv().getOrDefault("PATH", "");
        return Stream.of(ours, PATH)
                .flatMap(p -> Arrays.stream(p.split(":")))
                .filter(d -> d.startsWith("/"))
                .map(d -> Path.of(d, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new FaultException(new Fault.ProgramMissing(where, program)));
    }
}
