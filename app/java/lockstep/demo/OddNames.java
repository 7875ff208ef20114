package lockstep.demo;

import java.util.List;
import lockstep.tree.TreePath;

/// Names that are legal on a node and break careless programs. The directory that holds them is
/// plainly named, so that it can be looked at.
final class OddNames {
    static final TreePath FOLDER = TreePath.of("odd");

    /// One character a byte: some of them are no text in any encoding.
    private static final List<String> NAMES =
            List.of(
                    "new\nline.txt",
                    "tab\tand\rreturn.txt",
                    "-rf",
                    "--delete",
                    "two  spaces .txt",
                    "single ' double \" back ` slash \\.txt",
                    "$(touch lockstep-was-here)",
                    "; exit 7 & *?[a-z] {x,y} ~ # !",
                    "\u001b[31mred\u001b[0m.txt",
                    "gpj.\u00e2\u0080\u00aeexe.txt",
                    "caf\u00c3\u00a9.txt",
                    "latin-\u00e9\u00ff-\u0080.txt",
                    "n".repeat(251) + ".txt");

    private OddNames() {}

    /// All of them, below [#FOLDER].
    static List<TreePath> paths() {
        return NAMES.stream().map(n -> PlannedTree.bytewise("odd/" + n)).toList();
    }
}
