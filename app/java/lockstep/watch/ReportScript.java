package lockstep.watch;

/// What runs on a node while it reports changes: a POSIX shell, with the root as its argument.
///
/// `inotifywait` writes a line an event, `EVENT,EVENT ./path`. It is ended when nobody holds the
/// script's input open any more, so nothing stays behind when a console goes away. Writing itself
/// is not asked for: a file that is written for long would be an event a block, and its closing is
/// one anyway.
///
/// What watches the input is a program of its own: a part of the shell would hold the output open
/// and so hide that `inotifywait` has ended.
final class ReportScript {
    /// The exit status of a shell that found no such program.
    static final int NO_PROGRAM = 127;

    /// The root is not there, or may not be entered.
    static final int NO_ROOT = 96;

    static final String TEXT =
            """
            export LC_ALL=C
            exec 3<&0 </dev/null
            trap '' HUP
            cd -P -- "$1" || exit 96
            command -v inotifywait >/dev/null || exit 127
            inotifywait -m -r -e close_write,attrib,move,create,delete,move_self,delete_self,unmount \
                --format '%e %w%f' . 3<&- &
            job=$!
            sh -c 'while read -r _; do :; done; kill "$1"' sh "$job" <&3 >/dev/null 2>&1 &
            keeper=$!
            wait "$job"
            status=$?
            kill "$keeper" 2>/dev/null
            exit "$status"
            """;

    private ReportScript() {}
}
