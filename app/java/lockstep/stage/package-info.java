/// A tree that is made beside the present one on a node and takes its place in one move. Hides how
/// the two share what does not change, how a node exchanges two directories, and how what the
/// rules leave out comes along.
@NullMarked
package lockstep.stage;

import org.jspecify.annotations.NullMarked;
