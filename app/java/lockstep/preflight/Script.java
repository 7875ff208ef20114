package lockstep.preflight;

/// What runs in a POSIX shell on a node. It changes nothing, and prints lines of a word and its
/// value, from `begin` to `end`; [Answer] reads them.
///
/// Arguments: the root, the file system table, how many findings of a kind are enough. Standard
/// input holds items, one a line, counted from 1; see [Question].
final class Script {
    private Script() {}

    /// Who works here, with which rsync, and by which links the root is reached: of each its
    /// owner. Links are followed as the system does, at most forty.
    private static final String SELF =
            """
            export LC_ALL=C
            set -f
            PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin
            root=$1 table=$2 most=$3
            say() { printf '%s\\n' "$*"; }
            finish() { say "time $(date +%s)"; say end; exit 0; }
            say begin
            say "time $(date +%s)"
            say "me $(id -u) $(id -G)"
            say "rsync $(rsync --version 2>/dev/null | head -n 1)"
            left=$root done= hops=0
            while [ "$left" ] && [ $hops -lt 40 ]; do
                part=${left%%/*}
                case $left in */*) left=${left#*/} ;; *) left= ;; esac
                case $part in '' | .) continue ;; ..) done=${done%/*}; continue ;; esac
                if [ -h "$done/$part" ]; then
                    hops=$((hops + 1))
                    set -- $(ls -ldn "$done/$part" 2>/dev/null)
                    say "link $3 $(printf %s "$done/$part" | tr '\\n\\r' '??')"
                    to=$(readlink "$done/$part")
                    case $to in /*) done= ;; esac
                    left=$to/$left
                else
                    done=$done/$part
                fi
            done
            """;

    /// The root, its file system, and what the table of file systems promises above it and in it.
    /// Both tables write blanks and the like in octal.
    private static final String ROOT =
            """
            if [ ! -d "$root" ]; then
                if [ -e "$root" ] || [ -h "$root" ]; then
                    say "root other"
                else
                    case $(ls -d "$root" 2>&1) in
                        *"Permission denied"*) say "root shut" ;;
                        *) say "root missing" ;;
                    esac
                fi
                finish
            fi
            cd -P "$root" 2>/dev/null || { say "root shut"; finish; }
            say "root directory"
            top=$(pwd -P && echo .)
            top=${top%??}
            can=
            [ -r . ] && can=r
            [ -w . ] && can=${can}w
            [ -x . ] && can=${can}x
            say "access -$can"
            line=$(df -Pk . 2>/dev/null | tail -n 1)
            say "blocks $line"
            say "inodes $(df -Pi . 2>/dev/null | tail -n 1)"
            mount=${line##*% } options= mounts=' '
            shown() { printf %s "$plain" | tr '\\n\\r' '??'; }
            plain() {
                plain= escaped=$1
                while :; do
                    case $escaped in
                        *\\\\[0-7][0-7][0-7]*) ;;
                        *) plain=$plain$escaped; return ;;
                    esac
                    before=${escaped%%\\\\[0-7][0-7][0-7]*}
                    escaped=${escaped#"$before"?}
                    after=${escaped#???}
                    plain=$plain$before$(printf "\\\\${escaped%"$after"}.")
                    plain=${plain%.}
                    escaped=$after
                done
            }
            if [ -r /proc/self/mountinfo ]; then
                while read -r _ _ _ _ at mine rest; do
                    plain "$at"
                    [ "$plain" = "$mount" ] && options=$mine,${rest##* }
                    mounts="$mounts$at "
                done < /proc/self/mountinfo
                say "mounted $options"
                [ -r "$table" ] && while read -r what at _ how _ || [ "$what" ]; do
                    case $what in '' | '#'*) continue ;; esac
                    case $at in / | [!/]* | '') continue ;; esac
                    at=${at%/}
                    case $mounts in *" $at "*) continue ;; esac
                    plain "$at"
                    case $root/ in "$plain"/*) say "unmounted $(shown)"; continue ;; esac
                    case $top/ in "$plain"/*) say "unmounted $(shown)"; continue ;; esac
                    case $plain in "$root"/* | "$top"/*) ;; *) continue ;; esac
                    case ,$how, in
                        *,noauto,*) say "optional $(shown)" ;;
                        *) say "inside $(shown)" ;;
                    esac
                done < "$table"
                [ -e "$table" ] && [ ! -r "$table" ] && say "unknown table"
            else
                say "unknown mounts"
            fi
            """;

    /// Owners, directories to write in, and entries to change. `lsattr` is run for a hundred at
    /// once, and again for each of a hundred among which something is fixed: a name could hold
    /// what looks like a line of its output. What has no attributes, or is gone, is not told.
    private static final String ITEMS =
            """
            if command -v getent >/dev/null 2>&1; then
                entry() { if [ $1 = u ]; then getent passwd "$2"; else getent group "$2"; fi; }
            else
                entry() {
                    file=/etc/passwd
                    [ $1 = g ] && file=/etc/group
                    while IFS=: read -r called _ number _; do
                        if [ "$called" = "$2" ] || [ "$number" = "$2" ]; then
                            say "$called:x:$number:"
                            return
                        fi
                    done < "$file"
                    [ $1 = u ] && number=$(id -u "$2" 2>/dev/null) && say "$2:x:$number:"
                }
            fi
            owner() {
                found=
                [ "$3" ] && found=$(entry $1 "$3" | head -n 1)
                if [ "$found" ]; then
                    found=${found#*:}
                    found=${found#*:}
                    say "id $n ${found%%:*}"
                else
                    found=$(entry $1 "$2" | head -n 1)
                    say "id $n unknown ${found%%:*}"
                fi
            }
            fixed=0
            if ! command -v lsattr >/dev/null 2>&1; then
                say "attributes no"
                fixed=$most
            elif why=$(lsattr -d . 2>&1 >/dev/null) && [ ! "$why" ]; then
                say "attributes yes"
            else
                fixed=$most
                case $why in
                    *'ot supported'* | *'Inappropriate ioctl'* | *'Not a tty'*) say "attributes none" ;;
                    *) say "attributes failed" ;;
                esac
            fi
            unread=0
            refused() {
                lsattr -d -- "$@" 2>&1 >/dev/null | grep '^lsattr: ' |
                    grep -qv -e 'ot supported' -e 'Inappropriate ioctl' -e 'Not a tty' \\
                        -e 'ot implemented' -e 'No such file'
            }
            doubt() {
                [ $unread -lt $most ] && refused "$@" || return
                numbers=$batch
                for path do
                    if refused "$path"; then
                        say "unread ${numbers%% *}"
                        unread=$((unread + 1))
                        [ $unread -lt $most ] || return
                    fi
                    numbers=${numbers#* }
                done
            }
            look() {
                [ $# -gt 0 ] && [ $fixed -lt $most ] || return
                doubt "$@"
                lsattr -d -- "$@" 2>/dev/null | grep -q '^[^ ]*[ia][^ ]* ' || return
                for path do
                    flags=$(lsattr -d -- "$path" 2>/dev/null)
                    case ${flags%% *} in
                        *[ia]*)
                            say "fixed ${batch%% *}"
                            fixed=$((fixed + 1))
                            [ $fixed -lt $most ] || return
                            ;;
                    esac
                    batch=${batch#* }
                done
            }
            n=0 shut=0 batch=
            set --
            while IFS= read -r line; do
                n=$((n + 1))
                kind=${line%% *} path=${line#* }
                case $kind in
                    u | g) owner $kind "${path%% *}" "${path#* }"; continue ;;
                    D | E) path=$(printf '%b.' "$path"); path=${path%.} ;;
                esac
                case $kind in
                    d | D)
                        if [ $shut -lt $most ] && [ -d "$path" ] &&
                            { [ ! -w "$path" ] || [ ! -x "$path" ]; }; then
                            shut=$((shut + 1))
                            say "shut $n"
                        fi
                        ;;
                esac
                set -- "$@" "$path"
                batch="$batch$n "
                if [ $# -eq 100 ]; then
                    look "$@"
                    set --
                    batch=
                fi
            done
            look "$@"
            finish
            """;

    static final String TEXT = SELF + ROOT + ITEMS;
}
