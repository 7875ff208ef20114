package lockstep.ui;

import javafx.scene.paint.Color;

/// How eyes see colours that lack one kind of cones; from G. M. Machado et al., "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
enum Eyes {
    USUAL,
    PROTANOPE,
    DEUTERANOPE,
    TRITANOPE,
    NO_COLOUR;

    /// Rows of a matrix for linear light.
    private double[][] matrix() {
        return switch (this) {
            case USUAL -> new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
            case PROTANOPE ->
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    };
            case DEUTERANOPE ->
                    new double[][] {
                        {0.367322, 0.860646, -0.227968},
                        {0.280085, 0.672501, 0.047413},
                        {-0.011820, 0.042940, 0.968881}
                    };
            case TRITANOPE ->
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    };
            case NO_COLOUR ->
                    new double[][] {
                        {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}
                    };
        };
    }

    /// How far apart two colours are, as CIE 1976 defines it; from about 2.3 that is seen at all.
    double apart(Color a, Color b) {
        double[] one = lab(see(a));
        double[] other = lab(see(b));
        double lightness = one[0] - other[0];
        return Math.hypot(lightness, Math.hypot(one[1] - other[1], one[2] - other[2]));
    }

    private double[] see(Color c) {
        double[] light = {
            ThemeTest.linear(c.getRed()),
            ThemeTest.linear(c.getGreen()),
            ThemeTest.linear(c.getBlue())
        };
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] row = matrix()[i];
            seen[i] = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
        }
        return seen;
    }

    /// Linear sRGB to CIE L*a*b*, white point D65.
    private static double[] lab(double[] c) {
        double x = bent((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
        double y = bent(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
        double z = bent((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double bent(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
}
