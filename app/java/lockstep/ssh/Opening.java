package lockstep.ssh;

import net.schmizz.sshj.common.SSHPacket;

/// What a channel is opened to.
sealed interface Opening {
    /// A program, as a line for the far side's shell.
    record Program(String line) implements Opening {}

    record UnixSocket(String path) implements Opening {}

    record Tcp(String address, int port) implements Opening {}

    /// The channel's type as it is named on the wire.
    default String channelType() {
        return switch (this) {
            case Program _ -> "session";
            case UnixSocket _ -> "direct-streamlocal@openssh.com";
            case Tcp _ -> "direct-tcpip";
        };
    }

    /// Adds to the request to open the channel what its type asks for.
    default SSHPacket describe(SSHPacket request) {
        return switch (this) {
            case Program _ -> request;
            case UnixSocket(String path) -> request.putString(path).putString("").putUInt32(0);
            case Tcp(String address, int port) ->
                    request.putString(address).putUInt32(port).putString("127.0.0.1").putUInt32(0);
        };
    }

    /// For messages.
    default String words() {
        return switch (this) {
            case Program _ -> "a program to start";
            case UnixSocket(String path) -> "the socket " + path;
            case Tcp(String address, int port) -> "the connection to " + address + ":" + port;
        };
    }
}
