/// Whether a run would succeed: asked of every node and balancer before any is taken out. Hides the
/// script that asks a node, how its answer is believed, and what each finding weighs.
///
/// | kind | finding | weight | why |
/// | --- | --- | --- | --- |
/// | `REACH` | no connection, wrong key, no login | blocks | |
/// | `SUDO` | `sudo -n` refuses rsync or sh | blocks | |
/// | `RSYNC` | missing, older than 3.0, openrsync, chatty login | blocks | |
/// | `COMMON` | no digest in common | blocks | every file's content is proven by one |
/// | | protocol 30 | tells | times in whole seconds |
/// | `ROOT` | missing, no directory, shut, a reference that cannot be read | blocks | |
/// | `LINK` | a foreign link on the way, rsync 3.5 on a target | blocks | rsync refuses it |
/// | | the same with an older rsync | warns | the next update breaks it |
/// | | any other link | tells | |
/// | `MOUNT` | `/etc/fstab` names what is not mounted | blocks | empties or fills the wrong disk |
/// | | the same inside the root of the reference | blocks | it would be deleted elsewhere |
/// | | inside that of a target, or not to be mounted at every start | warns | |
/// | | tables that cannot be read | warns | |
/// | | a target that is read-only | blocks | |
/// | `WRITE` | root or a directory of the plan cannot be written in | blocks | |
/// | | more than 10,000 directories or entries | warns | the rest was not looked at |
/// | `FOREIGN` | modes or times of what another user owns, without root | blocks | rsync fails |
/// | `IMMUTABLE` | `chattr +i` or `+a` | blocks | root fails too |
/// | | no `lsattr` | tells | |
/// | | `lsattr` fails | warns | |
/// | | `lsattr` may not read an entry | tells | |
/// | `OWNER` | cannot be set without root | blocks | stays different |
/// | | would become root, or somebody else, by its number | blocks | gives rights away |
/// | | unknown name, free number; or a name that cannot be asked for | warns | |
/// | | more than 500 users and groups | warns | the rest was not looked for |
/// | | known by another number | tells | rsync goes by name |
/// | `SPACE` | less than needed and a tenth; too few inodes | blocks | |
/// | | nearly full afterwards; `df` not understood | warns | |
/// | `CLOCK` | more than 5 s off the reference, or the reference off here | warns | |
/// | `OWN_FILES` | no safe place beside the root for snapshots and the lock | blocks | |
/// | `HEALTH` | not well before | warns | its files may be what ails it |
/// | `HEALTH` | cannot be told | blocks | a run could not prove itself |
/// | `POOL` | balancer silent, member unknown to it or not to be asked | blocks | |
/// | | out or down already, in no pool | warns | |
/// | `FLOOR` | one node cannot be spared | blocks | |
/// | | a batch leaves too few that are known here | warns | the balancer may have others |
///
/// A check that could not be made is a finding of its kind. A link's regression of rsync 3.4.0 to
/// 3.4.2 (`-K`) is not looked for: no run uses that option.
@NullMarked
package lockstep.preflight;

import org.jspecify.annotations.NullMarked;
