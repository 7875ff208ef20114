package lockstep.present;

import java.util.Optional;
import lockstep.picture.Picture;

/// What is shown of the contents of a path on two nodes.
public sealed interface Content {
    /// Nothing was asked for.
    record None() implements Content {}

    /// The files are being read.
    record Reading() implements Content {}

    /// There is no more to show than a sentence.
    record Said(String sentence) implements Content {}

    /// Both are texts.
    record Text(TextDifference difference) implements Content {}

    /// One at least is a picture.
    record Pictures(PictureComparison comparison) implements Content {}

    /// One could not be read.
    record Failed(Problem problem) implements Content {}

    /// What a node holds where a picture is looked at.
    ///
    /// @param facts format, dimensions and bytes, as far as known
    /// @param picture empty when it is not shown
    /// @param why it is not shown; else empty
    record PictureSide(String node, String facts, Optional<Picture> picture, String why) {}
}
