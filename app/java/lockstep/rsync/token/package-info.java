/// A file's content on the wire, from behind its sum head to before its digest: literal bytes,
/// plain or packed, and numbers of blocks that the target has. Hides the forms of it that rsync
/// has; see [Compression] for their names.
///
/// Content is passed on as it came. What is found out is how many bytes of the file each token
/// stands for, which a [TokenSink] is told before it goes on. Packed bytes are counted without
/// being kept, so a bomb costs time and no memory; no token makes anything be allocated.
@NullMarked
package lockstep.rsync.token;

import org.jspecify.annotations.NullMarked;
