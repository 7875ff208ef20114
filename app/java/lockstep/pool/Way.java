package lockstep.pool;

/// How a node leaves its pools. Not every balancer knows every way: see [Manner].
public enum Way {
    /// New requests go elsewhere, those that run may end. Clients bound by cookie or stick table
    /// may keep coming.
    DRAIN,
    /// No requests at all, from bound clients neither, and no health checks.
    MAINTENANCE,
    /// Its weight is 0: as a drain, in the balancer's own words a matter of weight and not of
    /// state.
    WEIGHT_ZERO
}
