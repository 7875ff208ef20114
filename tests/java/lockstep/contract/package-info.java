/// Suites that every implementation of one interface passes.
@NullMarked
package lockstep.contract;

import org.jspecify.annotations.NullMarked;
