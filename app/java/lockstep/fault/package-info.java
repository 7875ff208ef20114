/// Every way the world can fail, as data.
@NullMarked
package lockstep.fault;

import org.jspecify.annotations.NullMarked;
