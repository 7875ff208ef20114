package lockstep.present;

import java.util.Optional;
import lockstep.picture.Picture;
import lockstep.picture.PixelDifference;
import lockstep.present.Content.PictureSide;

/// Two pictures, or what stands in the place of one.
///
/// @param difference what differs, pixel by pixel; empty unless both are there and of one size
/// @param sentence what differs, in words
public record PictureComparison(
        PictureSide left,
        PictureSide right,
        Optional<PixelDifference> difference,
        String sentence) {
    static PictureComparison of(PictureSide left, PictureSide right) {
        Optional<Picture> a = left.picture();
        Optional<Picture> b = right.picture();
        if (a.isEmpty() || b.isEmpty()) {
            return new PictureComparison(
                    left, right, Optional.empty(), Strings.text("picture.uncompared"));
        }
        Optional<PixelDifference> difference = a.get().against(b.get());
        return new PictureComparison(
                left,
                right,
                difference,
                difference
                        .map(PictureComparison::words)
                        .orElseGet(() -> dimensions(a.get(), b.get())));
    }

    private static String words(PixelDifference difference) {
        if (difference.count() == 0) {
            return Strings.text("picture.same");
        }
        PixelDifference.Box box = difference.box();
        return Strings.text(
                "picture.differ",
                Words.number(difference.count()),
                Words.number(difference.all()),
                Strings.text(
                        "picture.box",
                        Words.number(box.width()),
                        Words.number(box.height()),
                        Words.number(box.x()),
                        Words.number(box.y())));
    }

    private static String dimensions(Picture left, Picture right) {
        return Strings.text("picture.dimensions", words(left), words(right));
    }

    private static String words(Picture picture) {
        return Strings.text(
                "picture.size.of", Words.number(picture.width()), Words.number(picture.height()));
    }
}
