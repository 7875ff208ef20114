package lockstep.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DecodedTest {
    private static Picture shown(Format format, byte[] bytes) {
        assertThat(Format.of(bytes)).contains(format);
        return ((Decoded.Shown) Decoded.of(format, bytes)).picture();
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatIsToldByItsBytesAndDecoded(Format format) {
        Picture picture = shown(format, PictureFiles.of(format, 40, 30, 0));
        assertThat(picture.width()).isEqualTo(40);
        assertThat(picture.height()).isEqualTo(30);
        assertThat(picture.pixel(39, 0) >>> 24).isEqualTo(0xff);
        assertThat(picture.pixel(39, 0) & 0xff).isBetween(0x60, 0xff);
        assertThat(picture.isTranslucent()).isEqualTo(format == Format.PNG);
    }

    @Test
    void aTextThatBeginsLikeAPictureIsNone() {
        byte[] text = "BM is short for bitmap\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(Format.of(text)).isEmpty();
        assertThat(Format.of(new byte[0])).isEmpty();
        assertThat(Format.of(new byte[] {(byte) 0x89, 'P'})).isEmpty();
    }

    @Test
    void aBombIsRefusedByItsHeader() {
        byte[] bomb = PictureFiles.bomb(50_000, 50_000);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(Decoded.of(Format.PNG, bomb))
                .isEqualTo(new Decoded.TooLarge(Format.PNG, 50_000, 50_000));
    }

    @Test
    void whatHasTheRightEdgesMayStillHaveTooManyPixels() {
        assertThat(Decoded.of(Format.PNG, PictureFiles.bomb(8_000, 8_000)))
                .isEqualTo(new Decoded.TooLarge(Format.PNG, 8_000, 8_000));
        assertThat(Decoded.of(Format.PNG, PictureFiles.bomb(8_193, 1)))
                .isEqualTo(new Decoded.TooLarge(Format.PNG, 8_193, 1));
    }

    @ParameterizedTest
    @EnumSource
    void aHeaderAloneIsBroken(Format format) {
        byte[] whole = PictureFiles.of(format, 40, 30, 0);
        assertThat(Decoded.of(format, Arrays.copyOf(whole, 20))).isInstanceOf(Decoded.Broken.class);
    }

    /// Whatever its bytes become, it is shown, refused or called broken; nothing is thrown.
    @ParameterizedTest
    @EnumSource
    void damageIsNeverThrown(Format format) {
        byte[] whole = PictureFiles.of(format, 24, 24, 4);
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 1 + i % 5; hit++) {
                damaged[random.nextInt(Math.min(damaged.length, 200))] = (byte) random.nextInt();
            }
            assertThat(Decoded.of(format, damaged)).isNotNull();
        }
    }

    @Test
    void aPaletteThatBeginsFarAwayIsNotReadIntoMemory() {
        byte[] bmp = PictureFiles.of(Format.BMP, 4, 4, 0);
        ByteBuffer header = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(10, Integer.MAX_VALUE);
        header.putShort(28, (short) 8);
        header.putInt(46, Integer.MAX_VALUE);
        assertThat(Decoded.of(Format.BMP, bmp)).isInstanceOf(Decoded.Broken.class);
    }

    @Test
    void aJpegThatGoesOverThePictureTooOftenIsRefused() {
        byte[] jpeg = PictureFiles.of(Format.JPEG, 40, 30, 0);
        byte[] often = Arrays.copyOf(jpeg, jpeg.length + 2 * 65);
        for (int i = jpeg.length; i < often.length; i += 2) {
            often[i] = (byte) 0xff;
            often[i + 1] = (byte) 0xda;
        }
        assertThat(Decoded.of(Format.JPEG, often)).isEqualTo(new Decoded.TooSlow(Format.JPEG));
    }

    @Test
    void differingPixelsAreCountedAndFramed() {
        Picture plain = shown(Format.PNG, PictureFiles.of(Format.PNG, 64, 48, 0));
        Picture spotted = shown(Format.PNG, PictureFiles.of(Format.PNG, 64, 48, 12));
        PixelDifference difference = plain.against(spotted).orElseThrow();
        assertThat(difference.count()).isEqualTo(12);
        assertThat(difference.all()).isEqualTo(64 * 48);
        assertThat(difference.box()).isEqualTo(new PixelDifference.Box(32, 24, 8, 2));
        assertThat(difference.drawn().pixel(32, 24)).isEqualTo(0xffe6007a);
        assertThat(difference.drawn().pixel(40, 25) & 0xff).isGreaterThan(0xbf);
        assertThat(plain.against(plain).orElseThrow().count()).isZero();
        assertThat(plain.against(shown(Format.PNG, PictureFiles.of(Format.PNG, 48, 64, 0))))
                .isEmpty();
    }
}
