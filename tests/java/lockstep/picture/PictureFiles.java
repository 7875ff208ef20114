package lockstep.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/// Picture files for tests, good ones and bad ones.
public final class PictureFiles {
    private PictureFiles() {}

    /// A blue ground with a smooth slope of colours on it; `spots` of its pixels are red.
    public static byte[] of(Format format, int width, int height, int spots) {
        boolean opaque = format != Format.PNG;
        BufferedImage image =
                new BufferedImage(
                        width,
                        height,
                        opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int alpha = opaque || x > width / 4 ? 0xff : 4 * 255 * x / width;
                int slope = 255 * y / height;
                image.setRGB(x, y, alpha << 24 | 0x2040c0 + (slope << 8 & 0x7f00));
            }
        }
        for (int i = 0; i < spots; i++) {
            image.setRGB(width / 2 + i % 8, height / 2 + i / 8, 0xffff2010);
        }
        return written(image, format);
    }

    private static byte[] written(BufferedImage image, Format format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format.name(), out)) {
                throw new AssertionError("no writer of " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A small PNG that says it has that many pixels, all of them of one colour.
    public static byte[] bomb(int width, int height) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DataOutputStream png = new DataOutputStream(out);
            png.writeLong(0x89504e470d0a1a0aL);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream facts = new DataOutputStream(header);
            facts.writeInt(width);
            facts.writeInt(height);
            facts.write(new byte[] {1, 0, 0, 0, 0});
            chunk(png, "IHDR", header.toByteArray());
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            try (DeflaterOutputStream packed = new DeflaterOutputStream(pixels)) {
                byte[] row = new byte[1 + (width + 7) / 8];
                for (int y = 0; y < Math.min(height, 200); y++) {
                    packed.write(row);
                }
            }
            chunk(png, "IDAT", pixels.toByteArray());
            chunk(png, "IEND", new byte[0]);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(DataOutputStream out, String name, byte[] held) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.US_ASCII));
        crc.update(held);
        out.writeInt(held.length);
        out.writeBytes(name);
        out.write(held);
        out.writeInt((int) crc.getValue());
    }
}
