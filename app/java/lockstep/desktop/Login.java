package lockstep.desktop;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Node;
import lockstep.link.ShellWords;
import lockstep.tree.TreePath;

/// The command that opens a shell in a directory of a node, with the system's own `ssh` and the
/// operator's own settings of it.
///
/// No shell of this workstation reads any of it. The shell of the node reads one argument, in which
/// the directory is one quoted word; it is taken for a POSIX shell, as everywhere.
///
/// @param node its name
/// @param argv the program and its arguments
public record Login(String node, List<String> argv) {
    /// Reads nothing but its argument, whatever that holds.
    private static final String HERE = "cd \"$1\" && exec \"${SHELL:-sh}\" -l";

    public Login {
        argv = List.copyOf(argv);
    }

    /// @param directory below the node's root
    /// @throws FaultException `GuardTripped` when its name is no text of UTF-8, or holds control
    ///     characters: terminals hand such over each in its own way
    public static Login of(Node node, TreePath directory) throws FaultException {
        String place = place(node, directory);
        List<String> argv =
                node.address().equals("local")
                        ? List.of("sh", "-c", HERE, "sh", place)
                        : ssh(node.address(), place);
        return new Login(node.name(), argv);
    }

    /// What the shell of the node is given.
    static String remote(String place) {
        return ShellWords.asciiLine(List.of("cd", place)) + " && exec $SHELL -l";
    }

    private static List<String> ssh(String address, String place) {
        int at = address.indexOf('@') + 1;
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > Math.max(at, address.lastIndexOf(']'));
        String host = address.substring(at, hasPort ? colon : address.length());
        List<String> argv = new ArrayList<>(List.of("ssh", "-t"));
        if (hasPort) {
            argv.addAll(List.of("-p", address.substring(colon + 1)));
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        argv.addAll(List.of("--", address.substring(0, at) + bare, remote(place)));
        return argv;
    }

    private static String place(Node node, TreePath directory) throws FaultException {
        String below = text(node, directory);
        String root = node.root();
        String place =
                below.isEmpty() ? root : root.endsWith("/") ? root + below : root + "/" + below;
        if (place.chars().anyMatch(Character::isISOControl)) {
            throw unsafe(node, directory, "it holds control characters");
        }
        return place;
    }

    private static String text(Node node, TreePath directory) throws FaultException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(directory.toBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unsafe(node, directory, "its bytes are no text of UTF-8");
        }
    }

    private static FaultException unsafe(Node node, TreePath directory, String why) {
        return refused(node.name(), directory.visible(), why);
    }

    /// Something cannot be handed to a terminal as it is.
    static FaultException refused(String node, String what, String why) {
        return new FaultException(
                new Fault.GuardTripped(
                        node,
                        "No terminal is opened with \"" + what + "\": " + why + ".",
                        "Open it in a directory above, or log in by hand."));
    }

    /// The command for a person, to be pasted into a POSIX shell.
    public String asText() {
        return ShellWords.line(argv);
    }
}
