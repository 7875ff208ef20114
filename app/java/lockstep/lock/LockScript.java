package lockstep.lock;

import lockstep.statedir.NodeScript;

/// What runs on a node for its lock: the directory `lock`, which always holds either `free` or one
/// `held.TOKEN`. Every change renames that file from the name that was seen: of two who try, one
/// finds it gone. `claim.TOKEN` says who that is, and was written before; when it was last touched
/// is the holder's sign of life.
///
/// Beside it lies `unproven.RUN` for each run that has changed the node and has left it so, with
/// the claim under which it did.
final class LockScript {
    private LockScript() {}

    private static final String COMMON =
            """
            lock=$state/lock
            """;

    /// `$1` the token, `$2` the name to take it from, `$3` the claim. The directory appears with
    /// `free` in it, at once: a directory cannot be renamed onto one that holds something.
    static final NodeScript TAKE =
            NodeScript.quick(
                    COMMON
                            + """
                            place
                            claim() { printf '%s' "$3" > "$lock/claim.$1" || { rm -f "$lock/claim.$1"; end refused; }; }
                            if [ ! -d "$lock" ]; then
                                mkdir -p "$state/new.$1/lock" && : > "$state/new.$1/lock/free" || end refused
                                mv "$state/new.$1/lock" "$state/" 2>/dev/null
                                rm -rf "$state/new.$1"
                            fi
                            claim "$@"
                            if mv "$lock/$2" "$lock/held.$1" 2>/dev/null; then
                                # Claims of those who lost long ago; another's may be needed at once.
                                for other in "$lock"/claim.*; do
                                    [ "$other" = "$lock/claim.$1" ] || rm -f "$other"
                                done
                                [ -f "$lock/claim.$1" ] || claim "$@"
                                end taken
                            fi
                            rm -f "$lock/claim.$1"
                            end lost
                            """);

    /// Says the runs that left the node unproven, each after a `+` and with its holder.
    ///
    /// Says the claim, each line after a `:`, and an empty line, since a claim may end in the
    /// middle of one; then the token, when it was last touched, and now.
    /// A file that is renamed while a directory is read may show under neither name.
    static final NodeScript INSPECT =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            for mark in "$state"/unproven.*; do
                                [ -f "$mark" ] || continue
                                printf '+%s %s\n' "${mark##*/unproven.}" \
                                    "$(sed -n '2s/^holder //p' "$mark" | dd bs=200 count=1 2>/dev/null)"
                            done
                            [ -d "$lock" ] || end free
                            for attempt in 1 2 3 4 5 6 7 8 9; do
                                [ -e "$lock/free" ] && end free
                                for held in "$lock"/held.*; do
                                    [ -e "$held" ] || continue
                                    claim=$lock/claim.${held##*/held.}
                                    now=$(date +%s)
                                    at=$(stat -c %Y "$claim" 2>/dev/null || stat -f %m "$claim" 2>/dev/null)
                                    dd if="$claim" bs=4096 count=1 2>/dev/null | sed 's/^/:/'
                                    echo
                                    end held "${held##*/held.}" "${at:--}" "${now:--}"
                                done
                            done
                            end damaged
                            """);

    /// `$1` the token that may be let go, or taken away; `$2` what is known of the node then, of
    /// [Proof.Word], and `$3` of which run.
    static final NodeScript RELEASE =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            [ -e "$lock/held.$1" ] || end lost
                            case $2 in
                                PROVEN) rm -f "$state"/unproven.* ;;
                                AS_BEFORE) rm -f "$state/unproven.$3" ;;
                                UNPROVEN)
                                    mark=$state/unproven.$3
                                    cp "$lock/claim.$1" "$mark" || : > "$mark" || end refused ;;
                            esac
                            if mv "$lock/held.$1" "$lock/free" 2>/dev/null; then
                                rm -f "$lock/claim.$1"
                                end released
                            fi
                            end lost
                            """);

    /// `$1` the run whose mark goes.
    static final NodeScript UNMARK =
            NodeScript.quick(
                    """
                    known
                    rm -f "$state/unproven.$1" || end refused
                    end unmarked
                    """);

    /// `$1` the token that should be there.
    static final NodeScript REFRESH =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            [ -e "$lock/held.$1" ] || end lost
                            touch -c "$lock/claim.$1" 2>/dev/null
                            end held
                            """);
}
