package lockstep.ui;

import java.util.function.Consumer;
import lockstep.present.ClusterModel;
import lockstep.present.NodeCard;
import lockstep.present.Problem;

/// What the cards of the nodes, and the pools' rows, ask for: with the questions that come before.
///
/// @param back shows what rolling a node back would change
record CardActions(
        ClusterModel cluster, SwitchQuestions questions, Overlay overlay, Consumer<NodeCard> back)
        implements NodeCardView.Actions {
    @Override
    public void putBack(NodeCard card) {
        questions.putBack(card);
    }

    @Override
    public void takeOut(NodeCard card) {
        questions.takeOut(card);
    }

    @Override
    public void endSessions(NodeCard card) {
        questions.endSessions(card);
    }

    @Override
    public void stopWaiting(NodeCard card) {
        cluster.pools().stopWaiting(card);
    }

    @Override
    public void connectAgain(NodeCard card) {
        cluster.connect(card);
    }

    @Override
    public void rollBack(NodeCard card) {
        back.accept(card);
    }

    @Override
    public void explain(Problem problem) {
        ProblemCard.show(overlay, problem);
    }
}
