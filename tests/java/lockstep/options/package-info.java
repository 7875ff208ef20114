/// Tests of what is printed and what the command line asks for.
@NullMarked
package lockstep.options;

import org.jspecify.annotations.NullMarked;
