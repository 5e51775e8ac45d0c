//! On whose things somebody may act.
use domain::establishment::Right;

/// On whose things a role may act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grant {
    /// Never.
    #[default]
    Refused,
    /// The pupil's own.
    OwnSelf,
    /// The guardian's own child.
    OwnChild,
    /// Nobody but the caller: their own person.
    Themself,
    /// The pupils of the teacher's classes; with the right, where one is named.
    OwnClasses(Option<Right>),
    /// The whole college; with the right, where one is named.
    OwnEstablishment(Option<Right>),
    /// Somebody about to take part in that college, not yet known to it.
    Newcomer,
    /// The host organisation's own.
    OwnHost,
    /// What the partner association is assigned to, and itself.
    OwnAssignments,
    /// What the pooling partner has fed in itself.
    OwnFeed,
    /// The department, the region or the academy of the caller; for the national committee, what
    /// is of the whole country.
    OwnTerritory,
    /// The department of the caller, and the region in which it lies: the dashboards of both, and of no
    /// other department (DSH-3).
    OwnTerritoryOrItsRegion,
    /// The whole country.
    National,
    /// The caller's own account and sessions.
    OwnAccount,
    /// Everybody, also without saying who they are.
    Open,
}
