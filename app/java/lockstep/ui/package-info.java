/// The window: nodes, cells, dialogs and the theme. Hides JavaFX's scene graph from everything
/// else; shows the models of [lockstep.present] and calls their actions. Every class here is used
/// on the JavaFX application thread unless it says otherwise.
@NullMarked
package lockstep.ui;

import org.jspecify.annotations.NullMarked;
