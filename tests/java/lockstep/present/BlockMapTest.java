package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockMapTest {
    private static BlockMap map(int mostCells, long size, int blockLength) {
        BlockMap map = new BlockMap(mostCells);
        map.begin(size, blockLength);
        return map;
    }

    @Test
    void aCellIsAWholeNumberOfBlocks() {
        assertThat(map(100, 64L << 20, 8192).picture().cells()).isEqualTo(100);
        assertThat(map(100, 64L << 20, 8192).picture().cellBytes()).isEqualTo(82 * 8192);
        assertThat(map(100, 50 * 700 + 1, 700).picture().cells()).isEqualTo(51);
        assertThat(map(100, 50 * 700 + 1, 700).picture().cellBytes()).isEqualTo(700);
    }

    @Test
    void aFileWithoutBlocksIsMappedInPieces() {
        assertThat(map(100, 100_000, 0).picture().cells()).isEqualTo(4);
        assertThat(map(100, 0, 0).picture().cells()).isZero();
    }

    @Test
    void bytesLandInTheCellsTheyLieIn() {
        BlockMap map = map(10, 1_000, 100);
        map.saved(0, 250);
        map.sent(250, 50);
        map.sent(950, 50);
        BlockPicture picture = map.picture();
        assertThat(picture.saved(0)).isEqualTo(255);
        assertThat(picture.saved(2)).isEqualTo(128);
        assertThat(picture.sent(2)).isEqualTo(128);
        assertThat(picture.saved(3) + picture.sent(3)).isZero();
        assertThat(picture.sent(9)).isEqualTo(128);
    }

    @Test
    void oneByteSentInALargeCellStillShows() {
        BlockMap map = map(10, 1L << 40, 1 << 17);
        map.sent(5, 1);
        assertThat(map.picture().sent(0)).isEqualTo(1);
    }

    @Test
    void aLastCellThatIsShortFillsUp() {
        BlockMap map = map(10, 910, 100);
        map.saved(0, 910);
        BlockPicture picture = map.picture();
        assertThat(picture.cells()).isEqualTo(10);
        assertThat(picture.saved(9)).isEqualTo(255);
    }

    @Test
    void whatLiesOutsideDoesNoHarm() {
        BlockMap map = map(10, 1_000, 100);
        map.sent(-5, 10);
        map.sent(5_000, 10);
        map.sent(990, Long.MAX_VALUE);
        map.saved(Long.MAX_VALUE, Long.MAX_VALUE);
        map.saved(10, -3);
        BlockPicture picture = map.picture();
        assertThat(picture.sent(0)).isPositive();
        assertThat(picture.sent(9)).isPositive();
        assertThat(picture.sent(5)).isZero();
        BlockMap negative = map(10, -7, -1);
        negative.sent(0, 100);
        assertThat(negative.picture().cells()).isZero();
    }

    @Test
    void theNextFileBeginsEmpty() {
        BlockMap map = map(10, 1_000, 100);
        map.sent(0, 1_000);
        map.begin(500, 100);
        map.begin(1_000, 100);
        assertThat(map.picture()).isEqualTo(map(10, 1_000, 100).picture());
    }
}
