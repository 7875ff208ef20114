package lockstep.pool;

/// What runs in a shell of the machine that nginx is on (Linux with POSIX tools). Values come as
/// arguments and are never part of the text. Where `$sudo` is `sudo`, each command that reads or
/// writes the configuration goes through `sudo -n`, so that single commands can be allowed.
///
/// Files of ours begin with a dot: `include sites-enabled/*` does not take them for configuration.
final class NginxScript {
    private NginxScript() {}

    /// `$file` is the configured path, `$target` what it leads to; `$pid` is the master's.
    private static final String COMMON =
            """
            export LC_ALL=C
            PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin
            sudo=$1 file=$2 pidfile=$3
            shift 3
            run() { if [ "$sudo" = sudo ]; then sudo -n -- "$@"; else "$@"; fi; }
            target=$(readlink -f -- "$file")
            name=${target##*/}
            beside=${target%/*}/.$name.lockstep
            lock=$beside-lock
            pid=
            [ -r "$pidfile" ] && read -r pid < "$pidfile"
            # Ours and orphans that nginx left: pid, parent, start in ticks, title.
            processes() {
                for p in /proc/[0-9]*; do
                    stat= title=
                    { read -r stat < "$p/stat"; read -r title < "$p/cmdline"; } 2>/dev/null
                    case $title in "nginx: "*) ;; *) continue ;; esac
                    p=${p#/proc/}
                    set -- ${stat##*) }
                    if [ "$p" = "$pid" ] || [ "$2" = "$pid" ] || [ "$2" = 1 ]; then
                        echo "process $p $2 ${20} $title"
                    fi
                done
            }
            pause() { sleep 0.1 2>/dev/null || sleep 1; }
            # Of these processes, the workers that take new requests.
            accepting() {
                while read -r _ p parent start title; do
                    case "$parent $title" in
                        "$pid nginx: worker process is "*) ;;
                        "$pid nginx: worker process"*) echo "$p:$start" ;;
                    esac
                done
            }
            # A list that is made while the workers change may hold none that accepts.
            settle() {
                for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                    found=$(processes)
                    case $found in *"nginx: master process"*) ;; *) return ;; esac
                    [ "$(echo "$found" | accepting)" ] && return
                    pause
                done
            }
            """;

    /// Arguments: sudo, file, pid file. Lines of words, an empty line, the file's content.
    static final String LOOK =
            COMMON
                    + """
                    # The two clocks at one moment: nothing came between where the first is the same.
                    for attempt in 1 2 3 4 5 6 7 8 9; do
                        read -r up _ < /proc/uptime
                        now=$(date +%s.%N)
                        read -r later _ < /proc/uptime
                        [ "$up" = "$later" ] && break
                    done
                    echo "now $up $now"
                    echo "master $pid"
                    settle
                    [ "$found" ] && echo "$found"
                    [ -d "$lock" ] && echo "lock $lock $(run cat -- "$lock/by" 2>/dev/null)"
                    # The later of both times: what keeps the first (cp -p, rsync -t, mv) changes the other.
                    size=$(stat -c %s -- "$target") || exit 3
                    newest=$({ stat -c %.9Y -- "$target"; stat -c %.9Z -- "$target"; } | sort -n | tail -n 1)
                    echo "file $newest $size"
                    echo "target $target"
                    echo
                    [ "$size" -le 1048576 ] || exit 0
                    run cat -- "$target" || exit 3
                    """;

    /// Arguments: sudo, file, pid file, error log or empty, digest of the file as it was read,
    /// digest of what comes on standard input, who it is, nginx, its `-c` or empty. Says what came
    /// of it in a last line `end WORD`; nothing that happens to the connection stops it half-way.
    static final String CHANGE =
            COMMON
                    + """
                    log=$1 before=$2 after=$3 who=$4 program=$5 configuration=$6
                    trap '' HUP INT TERM PIPE
                    umask 022
                    exec 2>&1
                    # Not called nginx, which `run` would find before the program.
                    engine() {
                        if [ "$configuration" ]; then set -- -c "$configuration" "$@"; fi
                        run "$program" "$@"
                    }
                    digest() { run cat -- "$1" | sha256sum | cut -c 1-64; }
                    errors() { [ "$log" ] && run tail -c 4096 -- "$log" | grep -F '[emerg]'; }
                    end() {
                        run rm -f -- "$beside-new"
                        run rm -f -- "$lock/by"
                        run rmdir -- "$lock"
                        echo "end $1"
                        exit 0
                    }
                    back() {
                        [ "$before" = "$after" ] && return
                        [ "$(digest "$target")" = "$after" ] || end overtaken
                        run cp -a -- "$beside-previous" "$beside-new" &&
                            run mv -f -- "$beside-new" "$target" || end stuck
                    }

                    tries=0
                    until made=$(run mkdir -- "$lock"); do
                        tries=$((tries + 1))
                        if [ ! -d "$lock" ] && [ $tries -gt 1 ]; then
                            echo "$made"
                            echo "end unwritable"
                            exit 0
                        elif [ $tries -gt 30 ]; then
                            echo "lock $lock $(run cat -- "$lock/by")"
                            echo "end locked"
                            exit 0
                        fi
                        pause
                    done
                    printf '%s\\n' "$who" | run dd of="$lock/by" 2>/dev/null
                    settle
                    old=$(echo "$found" | accepting)
                    [ "$old" ] || end dead
                    [ "$(digest "$target")" = "$before" ] || end changed
                    if [ "$before" != "$after" ]; then
                        run cp -a -- "$target" "$beside-previous" &&
                            run cp -a -- "$target" "$beside-new" || end unwritable
                        run dd of="$beside-new" conv=fsync 2>/dev/null || end unwritable
                        [ "$(digest "$beside-new")" = "$after" ] || end incomplete
                        run mv -f -- "$beside-new" "$target" || end unwritable
                    fi
                    said=$(engine -t)
                    if [ $? -ne 0 ]; then
                        echo "$said"
                        back
                        end invalid
                    fi
                    logged=$(errors)
                    tries=0
                    engine -s reload || tries=100
                    while [ $tries -lt 100 ]; do
                        new=$(processes | accepting)
                        stale=${new:+no}
                        for worker in $old; do
                            case " $(echo $new) " in *" $worker "*) stale=yes ;; esac
                        done
                        [ "$stale" = no ] && end live
                        tries=$((tries + 1))
                        pause
                    done
                    errors | while read -r line; do
                        case "$logged" in *"$line"*) ;; *) echo "$line" ;; esac
                    done
                    back
                    engine -s reload
                    end kept
                    """;
}
