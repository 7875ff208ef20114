package lockstep.options;

import java.util.List;

/// What `lockstep rsync --help` prints: every option from the table, what is refused, examples.
public final class HelpText {
    private static final int COLUMN = 28;
    private static final int WIDTH = 96;
    private static final String INDENT = "     ";

    private static final String HEAD =
            """
            Usage: lockstep rsync [OPTION]... SRC [SRC]... DST

            Copies like rsync(1), and takes what it takes, except that both ends may be remote: the
            rsyncs of both hosts talk to each other through this machine, nothing is stored here, and
            no host needs a key of another.

            SRC and DST are [USER@]HOST:PATH or a path here. A path on a host is below the home
            directory unless it begins with a slash; wildcards in it are expanded there. Several
            sources are on one host; of a further one ":PATH" is enough. A source that ends in a slash
            stands for what is in it.

            """;

    private static final String TAIL =
            """

            A switch is turned off again by --no-OPTION where rsync has that. RSYNC_RSH and
            RSYNC_PARTIAL_DIR are obeyed. Connections are Lockstep's own: ssh_config, known_hosts, keys
            and agent are those of OpenSSH. Where nothing is finished and no content moves for half an
            hour, the relay is given up; --timeout sets that time for all three, 0 is for ever. Digests
            of large files (-c) take long without a word.

            Examples:
              lockstep rsync -a --delete web1:/var/www/ web2:/var/www/
              lockstep rsync -avn -e 'ssh -p 2222 -l deploy' web1:site web2:
              lockstep rsync -aHAX db1:/srv/a db1:/srv/b :c backup:/srv/
              lockstep rsync -rt --files-from=list.txt . web2:/var/www/

            Exit codes: 0 done; 1 the command line is wrong; 2 protocols do not match; 3 files could
            not be selected; 4 not supported; 5 rsync did not start; 10 to 14 trouble with sockets, files,
            the conversation, or a process; 20 stopped; 22 out of memory; 23 some entries were not
            copied; 24 some vanished; 25 the limit on deletions was reached; 30 nothing moved for too
            long; 127 no rsync there; 255 no connection.
            """;

    private HelpText() {}

    /// The whole text, each line ended.
    public static String text() {
        StringBuilder text = new StringBuilder(HEAD).append("Options:\n");
        for (Opt opt : Opt.values()) {
            String left = spelled(opt);
            text.append("  ").append(left);
            text.append(left.length() < COLUMN ? " ".repeat(COLUMN - left.length()) : "  ");
            text.append(opt.help()).append('\n');
        }
        text.append("\nOptions of rsync's that are refused, and why:\n");
        return text.append(refused()).append(TAIL).toString();
    }

    private static String spelled(Opt opt) {
        String names = String.join(", ", opt.spellings());
        return opt.argument().map(a -> names + "=" + a).orElse(names);
    }

    private static String refused() {
        StringBuilder text = new StringBuilder();
        Unsupported.byReason()
                .forEach(
                        (reason, names) -> {
                            text.append("  ").append(reason).append(":\n");
                            wrap(names, text);
                        });
        return text.toString();
    }

    private static void wrap(List<String> names, StringBuilder to) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String name : names) {
            if (line.length() + name.length() >= WIDTH) {
                to.append(line).append('\n');
                line = new StringBuilder(INDENT);
            }
            line.append(' ').append(name);
        }
        to.append(line).append('\n');
    }
}
