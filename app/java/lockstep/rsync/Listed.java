package lockstep.rsync;

/// What the source's list says about one entry besides its name. Arrays are shared, not copied:
/// leave them as they are.
///
/// @param mode type and permission bits
/// @param size in bytes
/// @param seconds time of change, since 1970
/// @param uid number of the user at the source, 0 where users are not told
/// @param gid number of the group at the source, 0 where groups are not told
/// @param target where a symbolic link points, else empty
/// @param device `major << 32 | minor` of a device, else 0
/// @param digest of a regular file's content, as it is written, where the list has it, else empty
@SuppressWarnings("ArrayRecordComponent") // a million of them, each made for one call
public record Listed(
        int mode,
        long size,
        long seconds,
        int uid,
        int gid,
        byte[] target,
        long device,
        byte[] digest) {
    static final byte[] NOTHING = {};

    /// What one takes that is kept, without its arrays.
    static final int KEPT = 80;

    /// What is known of an entry whose facts are not kept.
    static final Listed UNKNOWN = new Listed(0, 0, 0, 0, 0, NOTHING, 0, NOTHING);
}
