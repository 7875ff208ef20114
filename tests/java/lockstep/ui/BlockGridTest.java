package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockGridTest {
    @Test
    void everyCellHasItsPlaceInsideTheRoom() {
        for (int cells : new int[] {1, 2, 7, 63, 511, 960, 10_000}) {
            for (double width : new double[] {40, 333.5, 1_300}) {
                for (double scale : new double[] {1, 1.25, 2}) {
                    BlockGrid grid = BlockGrid.fit(cells, width, 140, scale);
                    assertThat(grid.columns() * grid.rows()).isGreaterThanOrEqualTo(cells);
                    assertThat(grid.columns() * grid.across()).isLessThanOrEqualTo(width + 1e-6);
                    if (width * 140 * scale * scale > 2 * cells) {
                        assertThat(grid.y(cells - 1) + grid.cellHeight())
                                .as("%d cells, %f wide", cells, width)
                                .isLessThanOrEqualTo(140 + 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void edgesFallOnPixels() {
        BlockGrid grid = BlockGrid.fit(777, 1_111, 139, 1.5);
        for (int cell = 0; cell < 777; cell++) {
            assertThat(onPixel(grid.x(cell), 1.5)).isTrue();
            assertThat(onPixel(grid.y(cell), 1.5)).isTrue();
            assertThat(onPixel(grid.x(cell) + grid.cellWidth(), 1.5)).isTrue();
        }
    }

    private static boolean onPixel(double at, double scale) {
        return Math.abs(at * scale - Math.rint(at * scale)) < 1e-6;
    }

    @Test
    void cellsReadLikeAText() {
        BlockGrid grid = BlockGrid.fit(100, 220, 220, 1);
        assertThat(grid.columns()).isEqualTo(10);
        assertThat(grid.x(11)).isEqualTo(grid.across());
        assertThat(grid.y(11)).isEqualTo(grid.down());
        assertThat(grid.across()).isEqualTo(22);
    }

    @Test
    void aFewCellsDoNotShout() {
        assertThat(BlockGrid.fit(3, 1_300, 140, 1).across()).isEqualTo(BlockGrid.LARGEST);
    }

    @Test
    void withoutRoomOrCellsThereIsNothing() {
        assertThat(BlockGrid.fit(0, 100, 100, 1).rows()).isZero();
        assertThat(BlockGrid.fit(9, 0, 0, 1).rows()).isZero();
    }
}
