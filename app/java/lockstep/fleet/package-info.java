/// The cluster file: nodes, reference, rules and balancers, read strictly with line numbers in
/// every error, written so that a person can go on editing it. Hides the file's format.
@NullMarked
package lockstep.fleet;

import org.jspecify.annotations.NullMarked;
