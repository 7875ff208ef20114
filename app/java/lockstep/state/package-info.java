/// Where a run and its nodes can stand, and how they come from one state to another. Pure: what is
/// journalled is [Move]s and [Turn]s, and a story is what they make.
///
/// A node:
///
/// | state    | BEGIN   | END     | SKIP    | FAIL  | BREAK | FINISH | SPARE    | LEAVE |
/// | -------- | ------- | ------- | ------- | ----- | ----- | ------ | -------- | ----- |
/// | Waiting  | Working |         | Between |       |       |        |          |       |
/// | Working  |         | Between |         | Stuck | Stuck |        |          |       |
/// | Between  | Working |         | Between | Stuck | Stuck | Done   | AsBefore |       |
/// | Stuck    | Working |         | Between |       |       |        | AsBefore | Left  |
/// | Done     | Working |         | Between |       |       |        |          |       |
/// | AsBefore | Working |         | Between |       |       |        |          |       |
/// | Left     |         |         |         |       |       |        |          |       |
///
/// `Done` and `AsBefore` begin again when a run that is not over is undone or tried once more. A
/// move of another step than the one that goes on is none.
///
/// A run:
///
/// | state   | HALT   | RESUME  | CLOSE |
/// | ------- | ------ | ------- | ----- |
/// | Running | Halted |         | Over  |
/// | Halted  |        | Running | Over  |
/// | Over    |        |         |       |
@NullMarked
package lockstep.state;

import org.jspecify.annotations.NullMarked;
