package lockstep.rsync;

import java.util.List;

/// Which end a filter rule is for. rsync's own client tells each end the rules of its side only; a
/// server does not ask, and would hide what it was told to protect.
///
/// Hiding, showing and the modifier `s` are the sender's; protecting, risking and the modifier `r`
/// the receiver's; everything else is for both.
enum RuleSide {
    SENDER,
    RECEIVER;

    /// The rules that this end is to hear, in their order.
    List<byte[]> of(List<byte[]> rules) {
        RuleSide other = this == SENDER ? RECEIVER : SENDER;
        return rules.stream().filter(rule -> FilterRule.read(rule).side() != other).toList();
    }
}
