/// What a sync would do, row by row, and what carrying it out is bound to. Pure: knows listings,
/// not nodes.
@NullMarked
package lockstep.plan;

import org.jspecify.annotations.NullMarked;
