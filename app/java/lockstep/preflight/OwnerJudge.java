package lockstep.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lockstep.preflight.Question.Owner;

/// Whom the plan's entries would belong to on a target. rsync sends names with numbers: a name that
/// the target knows decides, else the number. Only root can give files away, others can only choose
/// among their own groups, and rsync does not even try what it may not do.
final class OwnerJudge {
    private final Sight sight;
    private final List<Finding> found = new ArrayList<>();
    private final List<String> renumbered = new ArrayList<>();
    private final List<String> unsettable = new ArrayList<>();

    private OwnerJudge(Sight sight) {
        this.sight = sight;
    }

    static List<Finding> of(Sight sight) {
        OwnerJudge judge = new OwnerJudge(sight);
        if (sight.isTarget() && sight.answer().root() == Answer.Root.DIRECTORY) {
            sight.question().owners().forEach(judge::owner);
            sight.question()
                    .unasked()
                    .forEach(owner -> judge.unchecked(owner, "its name cannot be asked for"));
            judge.beyond();
            judge.together();
        }
        return judge.found;
    }

    private void owner(Owner owner) {
        Optional<Answer.Owned> here = sight.answer().owned(sight.question().item(owner));
        if (here.isEmpty()) {
            unchecked(owner, "the node gave no answer for it");
            return;
        }
        Answer.Owned owned = here.orElseThrow();
        long becomes = owned.id().orElse(owner.number());
        if (!isSettable(owner, becomes)) {
            unsettable.add(owner.text());
        } else if (becomes == 0 && isRootByAccident(owner, owned)) {
            found.add(
                    sight.blocks(
                            Kind.OWNER,
                            "What belongs to %s on the reference, such as %s, would belong to root."
                                    .formatted(owner.text(), owner.first().visible()),
                            "Make a "
                                    + noun(owner)
                                    + " of that name on this node, or leave these"
                                    + " rows out."));
        } else if (owned.id().isPresent()) {
            if (becomes != owner.number()) {
                renumbered.add(owner.text() + " is " + becomes);
            }
        } else {
            unknown(owner, owned);
        }
    }

    /// Number 0 is root everywhere, unless it has another name on the reference that means nothing
    /// here.
    private static boolean isRootByAccident(Owner owner, Answer.Owned owned) {
        return owner.number() != 0 || owned.id().isEmpty() && !owner.name().isEmpty();
    }

    private boolean isSettable(Owner owner, long becomes) {
        return sight.answer().isSuperuser()
                || switch (owner.type()) {
                    case USER -> becomes == sight.answer().uid();
                    case GROUP -> sight.answer().groups().contains(becomes);
                };
    }

    private void unknown(Owner owner, Answer.Owned owned) {
        boolean named = !owner.name().isEmpty();
        if (owned.holder().isEmpty()) {
            if (named) {
                found.add(
                        sight.warns(
                                Kind.OWNER,
                                "There is no %s here: files such as %s would belong to the bare"
                                                .formatted(owner.text(), owner.first().visible())
                                        + " number.",
                                "Make it on this node with the same number (%s)."
                                        .formatted(add(owner))));
            }
            return;
        }
        String what =
                "There is no %s here, and number %d is %s: files such as %s would be %s's."
                        .formatted(
                                named ? owner.text() : "name for " + owner.text(),
                                owner.number(),
                                owned.holder(),
                                owner.first().visible(),
                                owned.holder());
        String remedy = "Make a " + noun(owner) + " of that name on this node, with any number.";
        found.add(
                named
                        ? sight.blocks(Kind.OWNER, what, remedy)
                        : sight.warns(
                                Kind.OWNER,
                                what,
                                "Give these files to somebody on the reference."));
    }

    private void unchecked(Owner owner, String why) {
        found.add(
                sight.warns(
                        Kind.OWNER,
                        "Whether there is a %s could not be checked: %s."
                                .formatted(owner.text(), why),
                        "Look for it on this node: getent " + database(owner) + "."));
    }

    private void beyond() {
        int beyond = sight.question().ownersBeyond();
        if (beyond > 0) {
            found.add(
                    sight.warns(
                            Kind.OWNER,
                            "The first %,d users and groups of the plan were looked for only; %,d others were not."
                                    .formatted(Question.MOST_OWNERS, beyond),
                            "Sync in parts where you doubt the rest."));
        }
    }

    private void together() {
        if (!unsettable.isEmpty()) {
            found.add(
                    sight.blocks(
                            Kind.OWNER,
                            "%s cannot give files to: %s. They would keep other owners, and the"
                                            .formatted(capital(sight.user()), list(unsettable))
                                    + " node not become identical.",
                            "Use sudo for this node, or leave these rows out; for groups, make that"
                                    + " user a member."));
        }
        if (!renumbered.isEmpty()) {
            found.add(
                    sight.tells(
                            Kind.OWNER,
                            "Numbers differ: "
                                    + list(renumbered)
                                    + " here. rsync goes by the name.",
                            "Nothing, unless something else on the nodes goes by number, as NFS and"
                                    + " backups do."));
        }
    }

    private static String list(List<String> all) {
        String first = all.stream().limit(Sight.NAMED).collect(Collectors.joining(", "));
        return all.size() > Sight.NAMED
                ? first + " and " + (all.size() - Sight.NAMED) + " more"
                : first;
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String noun(Owner owner) {
        return owner.type() == Owner.Type.USER ? "user" : "group";
    }

    private static String database(Owner owner) {
        return owner.type() == Owner.Type.USER ? "passwd" : "group";
    }

    private static String add(Owner owner) {
        return owner.type() == Owner.Type.USER
                ? "useradd -u " + owner.number()
                : "groupadd -g " + owner.number();
    }
}
