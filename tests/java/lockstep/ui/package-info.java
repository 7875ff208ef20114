/// The real window on the headless platform, clicked and photographed.
@NullMarked
package lockstep.ui;

import org.jspecify.annotations.NullMarked;
