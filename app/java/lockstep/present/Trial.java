package lockstep.present;

import java.util.List;
import lockstep.fault.Fault;
import lockstep.preflight.Weight;

/// How a node or balancer answers that is not in a cluster yet.
public sealed interface Trial {
    /// Nobody has asked.
    record None() implements Trial {}

    /// It is being asked.
    record Asking() implements Trial {}

    /// What it answered.
    record Answered(List<Line> lines) implements Trial {
        public Answered {
            lines = List.copyOf(lines);
        }

        /// Whether it could be worked with.
        public boolean good() {
            return lines.stream().noneMatch(line -> line.grade() == Grade.BLOCKS);
        }
    }

    /// How one thing about it is.
    enum Grade {
        GOOD,
        WARNS,
        BLOCKS;

        static Grade of(Weight weight) {
            return switch (weight) {
                case BLOCKS -> BLOCKS;
                case WARNS -> WARNS;
                case TELLS -> GOOD;
            };
        }
    }

    /// One thing that was looked at.
    ///
    /// @param text what is so, and what to do where it should not be
    record Line(Grade grade, String text) {
        static Line good(String text) {
            return new Line(Grade.GOOD, text);
        }

        static Line warning(String text) {
            return new Line(Grade.WARNS, text);
        }

        static Line blocking(String text) {
            return new Line(Grade.BLOCKS, text);
        }

        static Line of(Fault fault) {
            return blocking(fault.what() + " " + fault.remedy());
        }
    }
}
