package lockstep.picture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// What came of a picture file. The file is hostile: it may name any width and height, be cut off,
/// or be made to break who decodes it.
public sealed interface Decoded {
    /// The most bytes of a file that is decoded.
    int MAX_BYTES = 8 << 20;

    /// The most pixels.
    int MAX_PIXELS = 16_000_000;

    /// The largest width and height: what every graphics card can hold.
    int MAX_EDGE = 8_192;

    /// A JPEG may go over the whole picture once more for every few bytes.
    int MAX_SCANS = 64;

    /// It can be shown; of a GIF its first picture.
    record Shown(Format format, Picture picture) implements Decoded {}

    /// Its header names more than is decoded; nothing was.
    record TooLarge(Format format, long width, long height) implements Decoded {}

    /// It goes over the picture too often; nothing was decoded.
    record TooSlow(Format format) implements Decoded {}

    /// It cannot be decoded.
    ///
    /// @param why as the decoder says it; not safe to show
    record Broken(Format format, String why) implements Decoded {}

    /// Decodes a file, all of it. May take seconds; its header is held against the limits before
    /// any pixel has a place in memory. Never throws what the file makes the decoder throw.
    static Decoded of(Format format, byte[] bytes) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        if (!readers.hasNext()) {
            return new Broken(format, "no decoder");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            return decode(reader, format, bytes);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return new Broken(format, String.valueOf(e.getMessage()));
        } finally {
            reader.dispose();
        }
    }

    private static Decoded decode(ImageReader reader, Format format, byte[] bytes)
            throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width > MAX_EDGE || height > MAX_EDGE || width * height > MAX_PIXELS) {
            return new TooLarge(format, width, height);
        }
        if (format == Format.JPEG && scans(bytes) > MAX_SCANS) {
            return new TooSlow(format);
        }
        int w = (int) width;
        int h = (int) height;
        int[] pixels = reader.read(0).getRGB(0, 0, w, h, null, 0, w);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = multiplied(pixels[i]);
        }
        return new Shown(format, new Picture(w, h, pixels));
    }

    /// What of a pixel can be seen: two that differ in the colour of nothing look the same.
    private static int multiplied(int pixel) {
        int alpha = pixel >>> 24;
        return alpha == 0xff
                ? pixel
                : alpha << 24
                        | scaled(pixel >> 16 & 0xff, alpha) << 16
                        | scaled(pixel >> 8 & 0xff, alpha) << 8
                        | scaled(pixel & 0xff, alpha);
    }

    private static int scaled(int colour, int alpha) {
        return (colour * alpha + 127) / 255;
    }

    /// How many scans begin in a JPEG, or more: within a scan their mark cannot occur.
    private static int scans(byte[] bytes) {
        int scans = 0;
        for (int i = 1; i < bytes.length; i++) {
            scans += bytes[i - 1] == (byte) 0xff && bytes[i] == (byte) 0xda ? 1 : 0;
        }
        return scans;
    }
}
