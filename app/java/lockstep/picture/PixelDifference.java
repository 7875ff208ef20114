package lockstep.picture;

/// Where two pictures of one size look different.
///
/// @param count of the pixels that do
/// @param all how many pixels there are
/// @param box around all that differ; of no size when none does
/// @param drawn those that differ in one strong colour, on a light grey copy of the left one
public record PixelDifference(int count, int all, Box box, Picture drawn) {
    /// What differs is drawn in this: no photograph is all of it, and it stands out on grey.
    private static final int STRONG = 0xffe6007a;

    /// A part of a picture.
    public record Box(int x, int y, int width, int height) {}

    static PixelDifference of(Picture left, Picture right) {
        int width = left.width();
        int[] drawn = new int[left.size()];
        int count = 0;
        int minX = width;
        int maxX = -1;
        int minY = left.height();
        int maxY = -1;
        for (int i = 0; i < drawn.length; i++) {
            int was = left.pixels()[i];
            if (was == right.pixels()[i]) {
                drawn[i] = faint(was);
            } else {
                drawn[i] = STRONG;
                count++;
                minX = Math.min(minX, i % width);
                maxX = Math.max(maxX, i % width);
                minY = Math.min(minY, i / width);
                maxY = i / width;
            }
        }
        Box box =
                count == 0
                        ? new Box(0, 0, 0, 0)
                        : new Box(minX, minY, maxX - minX + 1, maxY - minY + 1);
        return new PixelDifference(
                count, drawn.length, box, new Picture(width, left.height(), drawn));
    }

    /// As on white paper, in grey, and much lighter.
    private static int faint(int pixel) {
        int red = pixel >> 16 & 0xff;
        int green = pixel >> 8 & 0xff;
        int blue = pixel & 0xff;
        int paper = 0xff - (pixel >>> 24);
        int grey = (red * 77 + green * 151 + blue * 28 >> 8) + paper;
        int light = 0xff - (0xff - Math.min(0xff, grey)) / 4;
        return 0xff000000 | light << 16 | light << 8 | light;
    }
}
