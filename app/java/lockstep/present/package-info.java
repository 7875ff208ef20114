/// One model for each part of the window: JavaFX properties and actions, no scene graph. Hides
/// which thread works and which one shows: actions return at once, the work runs on virtual
/// threads, and results come back through the one executor that was passed in. Every property is
/// read and changed on that executor's thread only.
@NullMarked
package lockstep.present;

import org.jspecify.annotations.NullMarked;
