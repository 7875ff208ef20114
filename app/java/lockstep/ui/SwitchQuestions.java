package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.control.Button;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Way;
import lockstep.present.ClusterModel;
import lockstep.present.NodeCard;
import lockstep.present.PoolModel;
import lockstep.present.PoolModel.Departure;
import lockstep.present.PoolModel.Refusal;
import lockstep.present.PoolModel.Unproven;
import lockstep.present.Words;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Asks before a node leaves its pools, before its sessions are cut, and once more when too little
/// would remain.
final class SwitchQuestions {
    /// How long clients may finish before the node goes into maintenance all the same.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final PoolModel pools;
    private final Overlay overlay;

    SwitchQuestions(ClusterModel cluster, Overlay overlay) {
        this.pools = cluster.pools();
        this.overlay = overlay;
        pools.refusalProperty().subscribe(this::refused);
        pools.unprovenProperty().subscribe(this::unproven);
    }

    /// Puts a node back; that needs no question, unless a run has changed it and not proven it.
    void putBack(NodeCard card) {
        pools.putBack(card);
    }

    /// Asks how the node is to leave, by the ways that its balancers know.
    void takeOut(NodeCard card) {
        pools.manner(card, manner -> offer(card, manner));
    }

    private void offer(NodeCard card, Manner manner) {
        QuestionCard question =
                new QuestionCard(Feather.LOG_OUT, text("switch.title", card.name()))
                        .saying(text("switch.text"));
        manner.remarks().forEach(question::saying);
        LeaveForm form = new LeaveForm();
        question.with(form);
        Offer offer = new Offer(question, card, form);
        boolean maintenance = manner.ways().containsKey(Way.MAINTENANCE);
        manner.ways()
                .forEach(
                        (way, consequence) -> {
                            question.with(offer.way(way, consequence));
                            if (way == Way.DRAIN && maintenance) {
                                question.with(offer.drainThenMaintenance());
                            }
                        });
        question.offering("switch-cancel", text("cancel"), () -> overlay.close(question));
        overlay.show(question);
        offer.focus();
    }

    /// The ways of one question.
    private final class Offer {
        private final QuestionCard question;
        private final NodeCard card;
        private final LeaveForm form;
        private @Nullable Button first;

        Offer(QuestionCard question, NodeCard card, LeaveForm form) {
            this.question = question;
            this.card = card;
            this.form = form;
        }

        Button way(Way way, String consequence) {
            Button button =
                    new WayButton("switch-" + way.name(), text("switch." + way), consequence);
            button.setDefaultButton(way == Way.DRAIN);
            first = first == null ? button : first;
            button.setOnAction(_ -> leave(way, Optional.empty()));
            return button;
        }

        Button drainThenMaintenance() {
            Button button =
                    new WayButton(
                            "switch-DRAIN_THEN_MAINTENANCE",
                            text("switch.DRAIN_THEN_MAINTENANCE", Words.span(PATIENCE)),
                            text("switch.DRAIN_THEN_MAINTENANCE.consequence"));
            Patience patience = new Patience(PATIENCE, AtLimit.MAINTENANCE);
            button.setOnAction(_ -> leave(Way.DRAIN, Optional.of(patience)));
            return button;
        }

        /// In a hurry, the return key is enough.
        void focus() {
            Button gentlest = first;
            if (gentlest != null) {
                gentlest.requestFocus();
            }
        }

        private void leave(Way way, Optional<Patience> patience) {
            overlay.close(question);
            Leave leave =
                    new Leave(way, Leave.Floor.KEPT, "", form.why(), form.until(Instant.now()));
            pools.takeOut(card, new Departure(leave, patience));
        }
    }

    /// Asks before the sessions that are left on a node are cut.
    void endSessions(NodeCard card) {
        pools.manner(
                card, manner -> manner.ending().ifPresent(consequence -> cut(card, consequence)));
    }

    private void cut(NodeCard card, String consequence) {
        QuestionCard question =
                new QuestionCard(Feather.SCISSORS, text("end.title", card.name()))
                        .saying(text("end.text", consequence));
        question.offering(
                        "end-yes",
                        text("end.yes"),
                        () -> {
                            overlay.close(question);
                            pools.endSessions(card);
                        },
                        "danger")
                .offering("end-cancel", text("cancel"), () -> overlay.close(question), "accent");
        overlay.show(question);
    }

    private void unproven(@Nullable Unproven node) {
        if (node == null) {
            return;
        }
        String name = node.card().name();
        QuestionCard question =
                new QuestionCard(Feather.ALERT_TRIANGLE, text("unproven.title", name))
                        .saying(text("unproven.text", node.run(), name));
        question.typing(
                "unproven",
                name,
                text("unproven.name", name),
                text("unproven.yes", name),
                typed -> {
                    overlay.close(question);
                    pools.putBackUnproven(node, typed);
                });
        question.offering(
                "unproven-keep",
                text("unproven.keep", name),
                () -> overlay.close(question),
                "accent");
        overlay.show(question);
    }

    private void refused(@Nullable Refusal refusal) {
        if (refusal == null) {
            return;
        }
        QuestionCard question = ProblemCard.of(refusal.problem());
        question.offering(
                        "override",
                        text("switch.override", refusal.card().name()),
                        () -> {
                            overlay.close(question);
                            pools.insist(refusal);
                        },
                        "danger")
                .offering(
                        "keep",
                        text("switch.keep", refusal.card().name()),
                        () -> overlay.close(question),
                        "accent");
        overlay.show(question);
    }
}
