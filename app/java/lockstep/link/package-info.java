/// An open byte channel, and the hosts that can open one. Hides whether a program runs here or
/// behind SSH; the rest of the program only sees [lockstep.link.Host] and [lockstep.link.Link].
@NullMarked
package lockstep.link;

import org.jspecify.annotations.NullMarked;
