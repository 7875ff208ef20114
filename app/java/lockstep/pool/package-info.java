/// One [lockstep.pool.Pool] interface over every kind of balancer; hides each one's dialect.
@NullMarked
package lockstep.pool;

import org.jspecify.annotations.NullMarked;
