package lockstep.present;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.FaultException;

/// The preferences that hold now. Screen thread only; no method blocks.
public final class PreferencesModel {
    /// Keeps preferences; blocks.
    @FunctionalInterface
    public interface Keeper {
        void keep(Preferences preferences) throws FaultException;
    }

    private final ReadOnlyObjectWrapper<Preferences> now;
    private final Keeper keeper;
    private volatile Preferences latest;

    /// @param before what was kept last time
    public PreferencesModel(Preferences before, Keeper keeper) {
        now = new ReadOnlyObjectWrapper<>(before);
        this.keeper = keeper;
        latest = before;
    }

    /// Preferences that nobody keeps.
    public static PreferencesModel unkept(Preferences preferences) {
        return new PreferencesModel(preferences, _ -> {});
    }

    public ReadOnlyObjectProperty<Preferences> nowProperty() {
        return now.getReadOnlyProperty();
    }

    public Preferences now() {
        return now.get();
    }

    /// From now on these hold, and next time too. Kept one after the other, the latest last.
    void change(UnaryOperator<Preferences> how, Backstage backstage, Consumer<Throwable> trouble) {
        Preferences next = how.apply(now.get());
        if (!next.equals(now.get())) {
            now.set(next);
            latest = next;
            backstage.work(
                    () -> {
                        keep();
                        return true;
                    },
                    _ -> {},
                    trouble);
        }
    }

    private synchronized void keep() throws FaultException {
        keeper.keep(latest);
    }
}
