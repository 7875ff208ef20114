package lockstep.cli;

import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// How a command about snapshots goes: the cluster is opened, Ctrl+C cancels, and a script gets one
/// JSON object however it ends, with its result, the fault that ended it and what is known by then.
final class Answer {
    private final Clusters clusters;
    private final Terminal terminal;
    private final NodesNamed named;

    Answer(Clusters clusters, Terminal terminal, NodesNamed named) {
        this.clusters = clusters;
        this.terminal = terminal;
        this.named = named;
    }

    /// What a command works with.
    ///
    /// @param told where it says what a person reads: never in the midst of JSON
    record Desk(Operations cluster, Terminal told, Interrupt interrupt, Cancel cancel) {}

    /// What a command does.
    interface Work {
        ExitCode done(Desk desk) throws FaultException;
    }

    /// Does it, and answers.
    ///
    /// @param members writes what is known into the object, after result and fault
    ExitCode of(Work work, Consumer<Json> members) throws FaultException {
        Terminal told = named.asJson() ? terminal.aside() : terminal;
        Cancel cancel = new Cancel();
        // The JSON is part of what an interrupt waits for.
        try (Interrupt interrupt = new Interrupt(cancel, told)) {
            try (Operations cluster = clusters.open(named.file())) {
                ExitCode code = work.done(new Desk(cluster, told, interrupt, cancel));
                tell(code, null, members);
                return code;
            } catch (FaultException e) {
                tell(ExitCode.of(e.fault()), e.fault(), members);
                throw e;
            }
        }
    }

    private void tell(ExitCode code, @Nullable Fault fault, Consumer<Json> members) {
        if (!named.asJson()) {
            return;
        }
        terminal.say(
                to -> {
                    Json json = new Json(to).object();
                    json.name("result").value(ReportJson.word(code));
                    DriftJson.fault(json.name("fault"), fault);
                    members.accept(json);
                    json.end().finish();
                });
    }
}
