/// The use cases: compare, plan, sync, rolling sync, pool switching. Sees [lockstep.link.Host],
/// never SSH; knows nothing of windows or terminals.
@NullMarked
package lockstep.run;

import org.jspecify.annotations.NullMarked;
