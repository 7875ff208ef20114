/// Pictures from hostile files, and how two differ; hides who decodes them and what is refused
/// before that.
@NullMarked
package lockstep.picture;

import org.jspecify.annotations.NullMarked;
