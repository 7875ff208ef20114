package lockstep.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lockstep.snapshot.Space.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceTest {
    private static final long GIB = 1L << 30;
    private static final List<String> HERE =
            List.of(
                    "bytes Filesystem 1024-blocks Used Available Capacity Mounted on",
                    "bytes /dev/vda 1000000 200000 700000 23% /",
                    "bytes /dev/vda 1000000 200000 700000 23% /");

    private static Optional<Space> read(List<String> items, List<String> df) {
        SpaceReading reading = new SpaceReading();
        items.forEach(line -> reading.add(line.getBytes(StandardCharsets.ISO_8859_1)));
        df.forEach(line -> reading.add(line.getBytes(StandardCharsets.ISO_8859_1)));
        return reading.space();
    }

    @Test
    void whatIsCopiedIsCountedInBlocks() {
        List<String> items =
                List.of(
                        ":>f+++++++++ 1",
                        ":>f.st...... 8192",
                        ":cd+++++++++ 123456",
                        ":cL+++++++++ 7",
                        ":hf+++++++++ 5000000",
                        ":.d..t...... 4096",
                        ":>f+++++++++ -5",
                        "created directory /x");

        Space space = read(items, HERE).orElseThrow();

        assertThat(space.estimatedBytes()).isEqualTo(4096 + 8192 + 4096);
        assertThat(space.estimatedInodes()).isEqualTo(4);
    }

    @Test
    void aNodeCannotMakeTheSumTurnOver() {
        List<String> items = java.util.Collections.nCopies(100, ":>f+++++++++ 999999999999999999");

        assertThat(read(items, HERE).orElseThrow().lack()).isPresent();
    }

    @Test
    void dfIsReadWhateverNamesStandInIt() {
        List<String> df =
                List.of(
                        "bytes Filesystem 1024-blocks Used Available Capacity Mounted on",
                        "bytes //nas/my share 12 x 4000 1000 -5 100% /srv/a 1 2 3 4% /b",
                        "bytes tmpfs 10 1 9 10% /srv/a/b",
                        "inodes Filesystem Inodes IUsed IFree IUse% Mounted on",
                        "inodes //nas/my share 500 20 480 4% /srv/a");

        Space space = read(List.of(), df).orElseThrow();

        assertThat(space.bytes()).isEqualTo(4000L << 10);
        assertThat(space.freeBytes()).isZero();
        assertThat(space.freeInodes()).hasValue(480);
        assertThat(space.placement()).isEqualTo(Placement.OTHER_FILE_SYSTEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inodes btrfs 0 0 0 - /", "inodes x - - - - /", "inodes rubbish", ""})
    void inodesThatNobodyCountsAreUnknown(String line) {
        List<String> df = new java.util.ArrayList<>(HERE);
        df.add(line);

        assertThat(read(List.of(), df).orElseThrow().freeInodes()).isEmpty();
    }

    @Test
    void noDfIsNoSpace() {
        assertThat(read(List.of(), List.of())).isEmpty();
        assertThat(read(List.of(), HERE.subList(0, 2))).isEmpty();
    }

    private static Space space(long need, long all, long free) {
        return new Space(
                need,
                10,
                all,
                free,
                OptionalLong.empty(),
                Placement.SAME_FILE_SYSTEM,
                Method.LINKS);
    }

    @Test
    void aReserveIsKept() {
        assertThat(space(3 * GIB, 100 * GIB, 4 * GIB).lack()).isEmpty();
        assertThat(space(3 * GIB + 1, 100 * GIB, 4 * GIB).lack()).isPresent();
        assertThat(space(GIB - GIB / 20, GIB, GIB).lack()).isEmpty();
        assertThat(space(GIB - GIB / 20 + 1, GIB, GIB).lack()).isPresent();
    }

    @Test
    void inodesAreKeptToo() {
        Space few =
                new Space(
                        0,
                        10,
                        GIB,
                        GIB,
                        OptionalLong.of(1_009),
                        Placement.SAME_FILE_SYSTEM,
                        Method.LINKS);

        assertThat(few.lack().orElseThrow()).contains("inodes");
    }

    /// By what the file system notes, and not by what is in the files.
    @Test
    void blocksThatAreSharedTakeNoRoom() {
        List<String> items = List.of("method reflink", ":>f+++++++++ 9000000", ":cd+++++++++ 40");

        Space cloned = read(items, HERE).orElseThrow();
        Space subvolume = read(List.of("method btrfs"), HERE).orElseThrow();
        Space unknown = read(List.of("method magic"), HERE).orElseThrow();

        assertThat(cloned.estimatedBytes()).isEqualTo(1024 + 4096);
        assertThat(cloned.estimatedInodes()).isEqualTo(2);
        assertThat(cloned.method()).isEqualTo(Method.REFLINK);
        assertThat(subvolume.estimatedBytes()).isEqualTo(1 << 20);
        assertThat(subvolume.estimatedInodes()).isZero();
        assertThat(unknown.method()).isEqualTo(Method.LINKS);
    }
}
