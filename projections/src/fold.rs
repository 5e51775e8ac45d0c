//! What a projection is: a pure fold over the facts of the log.
use domain::ids::{
    ApplicationId, ClassId, DepartmentCode, GroupId, OfferId, PartnerId, RepresentativeId, Siret,
    StaffId, StudentId, Uai,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entities::EntityIndex;
use crate::record::Record;

/// A projection: a state, and what each fact makes of it.
///
/// Pure: the same records in the same order give the same state. It keeps no personal data, not
/// even sealed: only the positions of the events that hold some.
pub trait Fold: Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its stable name, in snapshots, health and metrics.
    const NAME: &'static str;
    /// Raised whenever the state would come out otherwise than before from the same log; older
    /// snapshots are then left aside.
    const VERSION: u32;

    /// The state after a record. The entities already stands after it.
    ///
    /// # Errors
    /// A record that refers to something unknown; the state is then as it was before.
    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError>;
}

/// Why a fold cannot take a record. Such a record is never skipped: the fold is parked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// No such college was listed.
    #[error("no college {0} was listed before")]
    UnknownEstablishment(Uai),
    /// No such class was opened.
    #[error("no class {0} was opened before")]
    UnknownClass(ClassId),
    /// Nobody of that id joined or was invited.
    #[error("no member of staff {0} of that college before")]
    UnknownStaff(StaffId),
    /// No such pupil was enrolled.
    #[error("no pupil {0} was enrolled before")]
    UnknownStudent(StudentId),
    /// No such application was submitted by that pupil.
    #[error("no application {0} was submitted before by that pupil")]
    UnknownApplication(ApplicationId),
    /// No such host was registered.
    #[error("no host {0} was registered before")]
    UnknownHost(Siret),
    /// No such offer was published.
    #[error("no offer {0} was published before")]
    UnknownOffer(OfferId),
    /// Nobody was appointed under that id.
    #[error("no representative {0} was appointed before")]
    UnknownRepresentative(RepresentativeId),
    /// No such partner was named.
    #[error("no partner {0} was named before")]
    UnknownPartner(PartnerId),
    /// No such agreement was opened.
    #[error("no agreement was opened before for the application {0}")]
    UnknownAgreement(ApplicationId),
    /// No group of that id asked for the offer.
    #[error("no group {0} asked for an offer before")]
    UnknownGroup(GroupId),
    /// The department stands in no table of the program.
    #[error("no department {0} in the tables")]
    UnknownDepartment(DepartmentCode),
    /// Something begins that had begun before.
    #[error("this {0} began before")]
    Twice(&'static str),
    /// The numbers of a table are used up.
    #[error("the table of {0} is full")]
    Full(&'static str),
    /// An offer without a week, whose school year nobody can tell.
    #[error("offer {0} has no week")]
    OfferWithoutWeek(OfferId),
    /// The fold and the entities do not stand at the same place.
    #[error("the fold is out of step with the entity index at {0}")]
    OutOfStep(&'static str),
}
