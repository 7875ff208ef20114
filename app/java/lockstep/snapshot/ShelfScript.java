package lockstep.snapshot;

import lockstep.statedir.NodeScript;

/// What runs on a node for the snapshots that it has. A whole one is `snapshots/NAME`; what is not
/// whole is `snapshots/half-NAME`, and becomes whole by being renamed; what is being removed is
/// `snapshots/gone-NAME`. In it are:
///
/// - `tree`
/// - `rules`: the options it was made with; with others, what they hid would be deleted
/// - `keep`: rsync's options for the attributes that were read; with others, a restore would take
///   away what was never kept
/// - `method`: how it was made; none in those of older versions, which are made of links. A
///   snapshot of a subvolume holds what the rules leave out, and nothing shows that
/// - `manifest.gz` and `about`, where whoever made it gave them
/// - `pin` and `good`: a line each, where somebody wrote one
///
/// The arguments of every script begin with a name. Lines that a script's reader is to heed begin
/// with `:`; rsync prints each in that form whatever its version.
final class ShelfScript {
    private ShelfScript() {}

    /// Of what is dropped, only directories are made writable for that: files are linked with other
    /// snapshots. What somebody has mounted in there is not to be removed.
    static final String COMMON =
            """
            shots=$state/snapshots
            name=$1
            shift
            shape='[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z'
            # How what is in a directory was made.
            made() {
                made=links
                [ ! -f "$1/method" ] || read -r made <"$1/method"
                case $made in reflink | btrfs) ;; *) made=links ;; esac
            }
            # Its first directory has this number in every subvolume of btrfs.
            subvolume() {
                [ "$(stat -f -c %T "$1" 2>/dev/null)" = btrfs ] &&
                    [ "$(stat -c %i "$1")" = 256 ]
            }
            whole() {
                inside=$(mounts "$1")
                [ -z "$inside" ] || end mounted "$inside"
            }
            drop() {
                whole "$1"
                if subvolume "$1/tree"; then
                    btrfs subvolume delete "$1/tree" >/dev/null || end refused
                fi
                find "$1" -type d ! -perm -700 -exec chmod u+rwx {} \\;
                watched rm -rf "$1"
                [ "$status" = 0 ] || end refused
            }
            clear() {
                for gone in "$shots"/gone-*; do
                    [ ! -d "$gone" ] || drop "$gone"
                done
            }
            """;

    /// Says of all that are whole the names, each after a `:`, and then what is kept with it: the
    /// first lines of `about` after an `a`, its method after an `m`, other notes after their first
    /// letter.
    static final NodeScript LIST =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            # A repetition in sed may not be long everywhere.
                            told() {
                                [ ! -f "$whole/$1" ] || {
                                    lines=$(head -n "$2" "$whole/$1" | cut -b 1-2000) &&
                                        printf '%s\\n' "$lines" | sed "s/^/$3/"
                                } || end unread "$whole/$1"
                            }
                            for whole in "$shots"/$shape-*; do
                                [ -d "$whole/tree" ] || continue
                                printf ':%s\\n' "${whole##*/}"
                                made "$whole"
                                printf 'm%s\\n' "$made"
                                told about 9 a
                                told pin 1 p
                                told good 1 g
                            done
                            end listed
                            """);

    /// `$2` is the most that will do. Says the size after a `:`, and then the manifest, with a line
    /// break after each so many bytes of it, since lines have a limit.
    static final NodeScript MANIFEST =
            NodeScript.lasting(
                    COMMON
                            + """
                            known
                            [ -f "$shots/$name/manifest.gz" ] || end none
                            size=$(($(wc -c <"$shots/$name/manifest.gz")))
                            [ $size -le "$1" ] || end large
                            printf ':%s\\n' "$size"
                            while [ $size -gt 0 ]; do
                                dd bs=24000 count=1 2>/dev/null <&4
                                echo
                                size=$((size - 24000))
                            done 4<"$shots/$name/manifest.gz"
                            end sent
                            """);

    /// `$2` is the note; `$3` its text, and without that the note goes.
    static final NodeScript NOTE =
            NodeScript.quick(
                    COMMON
                            + """
                            known
                            [ -d "$shots/$name/tree" ] || end none
                            note=$shots/$name/$1
                            if [ $# = 1 ]; then
                                rm -f "$note" || end refused
                            else
                                printf '%s\\n' "$2" >"$note.new" && mv "$note.new" "$note" ||
                                    end refused
                            fi
                            end noted
                            """);

    /// `$1` is ignored; `$2` is the length of the body, the names of those that would go. Says the
    /// KiB of each of them that is there, without those that it shares with any that stays: one
    /// `du` counts a file once, where it first meets it. Blocks that are shared by other means are
    /// counted, and the method is said, unless btrfs tells of a single one.
    static final NodeScript FREED =
            NodeScript.lasting(
                    COMMON
                            + """
                            going=$(body "$1")
                            known
                            cd "$shots" 2>/dev/null || end none
                            set --
                            goes() {
                                case "
                            $going
                            " in *"
                            $1
                            "*) ;; *) return 1 ;; esac
                            }
                            for whole in $shape-* half-*; do
                                [ -d "$whole/tree" ] && ! goes "$whole" || continue
                                made "$whole"
                                [ $made != links ] || set -- "$@" "$whole"
                            done
                            for whole in $shape-*; do
                                [ -d "$whole/tree" ] && goes "$whole" || continue
                                made "$whole"
                                size=
                                if [ $made != links ] && [ "$going" = "$whole" ]; then
                                    size=$(btrfs filesystem du -s --raw "$whole/tree" 2>/dev/null |
                                        sed -n 's/^ *[0-9]*  *\\([0-9][0-9]*\\) .*/\\1/p')
                                fi
                                if [ "$size" ]; then
                                    echo ":$((size / 1024)) $whole"
                                    continue
                                fi
                                [ $made = links ] || echo ":$made"
                                set -- "$@" "$whole"
                            done
                            [ $# -gt 0 ] || end counted
                            watched du -sk -- "$@" >"$state/du"
                            while read -r size whole; do
                                ! goes "$whole" || echo ":$size $whole"
                            done <"$state/du"
                            rm -f "$state/du"
                            [ "$status" = 0 ] || echo :unsure
                            end counted
                            """);

    /// What is being removed is no snapshot any more, and nothing is linked with it.
    static final NodeScript REMOVE =
            NodeScript.lasting(
                    COMMON
                            + """
                            known
                            gone=$shots/gone-$name
                            [ -d "$shots/$name" ] || [ -d "$gone" ] || end none
                            if [ -d "$shots/$name" ]; then
                                whole "$shots/$name"
                                while [ -e "$gone" ]; do gone=$gone+; done
                                mv "$shots/$name" "$gone" || end refused
                            fi
                            clear
                            end removed
                            """);
}
