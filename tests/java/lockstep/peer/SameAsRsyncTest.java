package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `lockstep rsync` between two hosts and rsync itself between two directories, with the same
/// options on the same trees, must come to the same trees and the same exit code. One line of a
/// table is one case.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SameAsRsyncTest {
    /// A tree with a little of everything, and another that is like it in part.
    private static final String TREES =
            """
            umask 022; mkdir -p src/dir/sub src/empty/er src/cvs/CVS src/rules/in 'src/odd names' two/dir
            echo one > src/one; echo two > src/dir/two; echo three > src/dir/sub/three
            seq 1 60000 > src/big; seq 1 200 > src/dir/list; : > src/zero; echo x > src/x.o; echo b > src/b~
            echo new > src/newer; echo old > src/older; echo same > src/same; echo t > src/touched
            ln -s one src/link; ln -s dir src/dirlink; ln -s nowhere src/dangling; ln -s /etc/hostname src/unsafe
            ln -s ../one src/dir/up; ln src/one src/hard; ln src/dir/two src/hard2; mkfifo src/pipe
            echo c > src/cvs/c; echo i > src/cvs/ign; echo ign > src/cvs/.cvsignore; echo C > src/cvs/CVS/Root
            echo '- hidden' > src/rules/.rsync-filter; echo h > src/rules/hidden; echo s > src/rules/in/hidden
            echo v > src/rules/shown; echo d > 'src/odd names/-dash'; echo st > 'src/odd names/a*b'; echo l > 'src/l[a'
            printf 'n' > "src/odd names/$(printf 'new\\nline')"; printf 'u' > "src/odd names/$(printf '\\377')"
            chmod 640 src/one; chmod 755 src/dir/two; chmod 2750 src/dir; chmod 600 src/zero; chown 12:34 src/zero
            mknod src/null c 1 3; mkdir src/kept; echo k > src/kept/k; truncate -s 300000 src/holes; echo h >> src/holes
            { ! command -v setfattr > /dev/null || setfattr -n user.key -v value src/one src/dir; }
            { ! command -v setfacl > /dev/null || setfacl -m u:12:r,d:u:13:rwx src/dir src/cvs; }
            echo two > two/dir/other; echo 2 > two/second; echo again > two/one
            find src two -exec touch -h -d '2021-03-04 05:06:07' {} +
            cp -a src other; echo differs > other/dir/two; touch -d '2021-03-04 05:06:07' other/dir/two
            mkdir -p dst/dir/sub dst/extra/deep dst/file dst/cvs; cp -p src/same dst/same
            (seq 1 30000; echo changed; seq 30001 60000) > dst/big; seq 1 100 > dst/dir/list
            echo newest > dst/newer; touch -d '2022-01-01' dst/newer; echo oldest > dst/older
            touch -d '2020-01-01' dst/older dst/big dst/dir/list; echo t > dst/touched; echo e > dst/extra/deep/e
            touch -d '2020-01-01' dst/touched; echo gone > dst/dir/gone; echo o > dst/extra.o; echo z > dst/x.o
            ln -s extra dst/kept; mkdir -p clash/one/full; echo f > clash/one/full/f
            echo h > dst/cvs/ign; echo z > dst/dir/sub/hidden; touch -d '2020-01-01' dst/x.o
            printf 'one\\n# no\\ndir/sub\\n/big\\n' > names; printf '*.o\\n# c\\n+ b~\\nc*\\n' > patterns
            printf '%s\\n' '+ *.o' '- /dir/sub' '- one' > rules; printf 'one\\0dir\\0' > names0
            """;

    /// Of the cases every one so far from the last is in the short run.
    private static final int STRIDE = 5;

    @TempDir static Path pristine;

    @TempDir Path directory;

    @BeforeAll
    static void makeTrees() {
        Peer.program("rsync");
        Peer.root("to make devices");
        Shell.run(pristine, TREES.strip().replace("\n", " && "));
    }

    /// Options, then sources without hosts, then the destination.
    static Stream<String> cases() throws IOException {
        return Cases.of("same-as-rsync.txt")
                .filter(line -> line.matches(System.getProperty("lockstep.only", ".*")));
    }

    static Stream<String> some() throws IOException {
        List<String> all = cases().toList();
        return IntStream.range(0, all.size()).filter(i -> i % STRIDE == 0).mapToObj(all::get);
    }

    static Stream<String> others() throws IOException {
        List<String> all = cases().toList();
        return IntStream.range(0, all.size()).filter(i -> i % STRIDE != 0).mapToObj(all::get);
    }

    @ParameterizedTest
    @MethodSource("some")
    void comesToTheSame(String line) {
        compare(line);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("others")
    void soDoAllOthers(String line) {
        compare(line);
    }

    private void compare(String line) {
        Path trees = directory.resolve("trees");
        // The directory itself may be read before or after something is made in it.
        String copy = "cp -a '" + pristine + "' trees && touch trees";
        Shell.run(directory, copy + " && touch -d '1 minute ago' start");
        List<String> words =
                Arrays.stream(line.split(" +")).map(w -> w.replace("$PWD", "" + trees)).toList();

        Shell.Result plain = Shell.status(trees, "rsync " + line);
        String expected = plain.status() + picture(trees);
        Shell.run(directory, "rm -r trees && " + copy);
        Typist typist = new Typist(trees);
        int status = typist.run(remote(words, operands(words)));

        assertThat(difference(expected, status + picture(trees)))
                .as("%s%nrsync: %s%nlockstep: %s", line, plain.output(), typist.err())
                .isEmpty();
    }

    private static List<String> difference(String rsync, String ours) {
        List<String> lines = new ArrayList<>();
        rsync.lines()
                .filter(l -> ours.lines().noneMatch(l::equals))
                .forEach(l -> lines.add("rsync: " + l));
        ours.lines()
                .filter(l -> rsync.lines().noneMatch(l::equals))
                .forEach(l -> lines.add("ours: " + l));
        return lines;
    }

    /// Where the sources begin: behind the last option, or behind `--`.
    private static int operands(List<String> words) {
        return words.indexOf("--") + 1;
    }

    private static List<String> remote(List<String> words, int operands) {
        return Stream.concat(
                        words.subList(0, operands).stream(),
                        Stream.concat(
                                words.subList(operands, words.size() - 1).stream()
                                        .map(word -> "from:" + word),
                                Stream.of("to:" + words.getLast())))
                .map(word -> word.replace("'", ""))
                .toList();
    }

    /// All there is, times of this minute as such, and whether large files have holes.
    private static String picture(Path trees) {
        return "\n"
                + Shell.run(
                        trees,
                        "export LC_ALL=C; now=$(date -r ../start +%s); find . -printf"
                                + " '%p|%y|%m|%u|%g|%n|%l|%s|%Ts|%b\\n' | sort | awk -F'|' -v OFS='|' -v now=$now"
                                + " '{ if ($9 >= now) $9 = \"now\"; if ($2 == \"d\") $8 = \"\"; $10 = $2 == \"f\" && $10 * 512 < $8 - 65536; print }';"
                                + " ! command -v getfattr > /dev/null || getfattr -Rhd -m - . | awk -v RS='' '{ gsub(/\\n/, \"|\"); print }';"
                                + " find . -type f -exec sha256sum {} + | sort");
    }
}
