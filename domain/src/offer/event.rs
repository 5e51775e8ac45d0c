//! What happens to an offer.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::group::{GroupEndCause, GroupMember};
use super::terms::{BlackOutReason, OfferTerms, ReleaseCause, WithdrawalReason};
use crate::calendar::Week;
use crate::concerns::Concerns;
use crate::decider::{Upcast, stored_events};
use crate::ids::{
    ApplicationId, ClassId, FeedIdentifier, GroupId, HostPersonId, OfferId, RepresentativeId,
    Siret, StaffId, StudentId, Uai,
};
use crate::personal::{GroupLetter, Message, Word};
use crate::sealed::Sealed;

/// The facts of an offer's stream, `offer-{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OfferEvent {
    /// A host offers seats (OFF-2).
    OfferPublished {
        offer: OfferId,
        host: Siret,
        terms: OfferTerms,
    },
    /// In the append of `OfferPublished` or `OfferRevised`: a pooling partner said so, by its own
    /// identifier (OFF-8).
    OfferFedIn {
        partner: RepresentativeId,
        identifier: FeedIdentifier,
        /// A keyed digest of what was fed in: the same again is known by it.
        content: Uuid,
    },
    /// The offer from now on; what it was stays in the log (OFF-4). Revisions count from 2.
    OfferRevised { revision: u32, terms: OfferTerms },
    /// No application is taken any more (OFF-4).
    OfferWithdrawn { reason: WithdrawalReason },
    /// The operator took the title and the description out of sight, here and in what was said
    /// before; the other terms stay (SPEC 7). Who did is in the metadata, as for every event.
    OfferTextBlackedOut {
        revision: u32,
        terms: OfferTerms,
        reason: BlackOutReason,
    },
    /// A seat is held for a pupil (OFF-3); the pupil's own stream answers.
    SeatTaken {
        application: ApplicationId,
        student: StudentId,
        week: Week,
        /// To the pupil, sealed with the pupil's key.
        message: Option<Sealed<Message>>,
    },
    /// A college asks the host to reserve the offer (EST-9); the word is sealed with the head's key.
    ReservationRequested {
        establishment: Uai,
        by: StaffId,
        word: Sealed<Word>,
    },
    /// The college takes that back.
    ReservationRequestWithdrawn { establishment: Uai, by: StaffId },
    /// The host says no; the word is sealed with the key of who answers.
    ReservationDeclined {
        establishment: Uai,
        by: HostPersonId,
        word: Sealed<Word>,
    },
    /// The host says yes; the revision that follows reserves the offer, where it was not.
    ReservationAccepted {
        establishment: Uai,
        by: HostPersonId,
    },
    /// The seat is free again.
    SeatReleased {
        application: ApplicationId,
        student: StudentId,
        week: Week,
        cause: ReleaseCause,
    },
    /// A teacher asks for seats for a group of a class, all at once (OFF-7); each pupil has an
    /// application of their own, which goes with it.
    GroupApplied {
        group: GroupId,
        establishment: Uai,
        class: ClassId,
        week: Week,
        members: Vec<GroupMember>,
        by: StaffId,
        /// Sealed with the teacher's key.
        letter: Sealed<GroupLetter>,
        at: Timestamp,
    },
    /// Seats are held for all of a group; each pupil's own stream answers (OFF-7).
    GroupSeated {
        group: GroupId,
        week: Week,
        members: Vec<GroupMember>,
        by: StaffId,
        /// To the teacher, sealed with the teacher's key.
        message: Option<Sealed<Word>>,
    },
    /// Every pupil of the group kept the week: all are placed (OFF-7).
    GroupAccepted { group: GroupId },
    /// Nobody comes by it: what seats it held go back in the same append (OFF-7).
    GroupEnded {
        group: GroupId,
        by: StaffId,
        cause: GroupEndCause,
    },
}

/// Offers did not say what to bring.
pub const OFFER_PUBLISHED_V1: Upcast = ("OfferPublished", 1, bringing_nothing);
/// The same, revised.
pub const OFFER_REVISED_V1: Upcast = ("OfferRevised", 1, bringing_nothing);
/// The same, blacked out.
pub const OFFER_TEXT_BLACKED_OUT_V1: Upcast = ("OfferTextBlackedOut", 1, bringing_nothing);

fn bringing_nothing(mut payload: Value) -> Value {
    let events = payload.as_object_mut().into_iter();
    let told = events.flat_map(|event| event.values_mut());
    for terms in told.filter_map(|told| told.get_mut("terms")?.as_object_mut()) {
        terms.insert("what_to_bring".to_owned(), Value::String(String::new()));
    }
    payload
}

impl OfferEvent {
    /// The terms that it gives the offer.
    #[must_use]
    pub fn terms(&self) -> Option<&OfferTerms> {
        match self {
            Self::OfferPublished { terms, .. }
            | Self::OfferRevised { terms, .. }
            | Self::OfferTextBlackedOut { terms, .. } => Some(terms),
            Self::OfferFedIn { .. }
            | Self::OfferWithdrawn { .. }
            | Self::SeatTaken { .. }
            | Self::SeatReleased { .. }
            | Self::GroupApplied { .. }
            | Self::GroupSeated { .. }
            | Self::GroupAccepted { .. }
            | Self::GroupEnded { .. }
            | Self::ReservationRequested { .. }
            | Self::ReservationRequestWithdrawn { .. }
            | Self::ReservationDeclined { .. }
            | Self::ReservationAccepted { .. } => None,
        }
    }

    /// What it concerns: the tutor's identity, the message to a pupil, a word between college and
    /// host.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        if let Some(terms) = self.terms() {
            let tutor = &terms.tutor;
            return Concerns::sealed(Some(tutor.person.0), &tutor.identity);
        }
        match self {
            Self::SeatTaken {
                student, message, ..
            } => Concerns::default().sealing(Some(student.0), message.as_ref()),
            Self::GroupApplied { by, letter, .. } => Concerns::sealed(Some(by.0), letter),
            Self::GroupSeated { by, message, .. } => {
                Concerns::default().sealing(Some(by.0), message.as_ref())
            }
            Self::GroupEnded { by, cause, .. } => {
                Concerns::default().sealing(Some(by.0), cause.message())
            }
            Self::ReservationRequested { by, word, .. } => Concerns::sealed(Some(by.0), word),
            Self::ReservationDeclined { by, word, .. } => Concerns::sealed(Some(by.0), word),
            Self::ReservationRequestWithdrawn { .. }
            | Self::ReservationAccepted { .. }
            | Self::OfferPublished { .. }
            | Self::OfferFedIn { .. }
            | Self::OfferRevised { .. }
            | Self::OfferTextBlackedOut { .. }
            | Self::OfferWithdrawn { .. }
            | Self::SeatReleased { .. }
            | Self::GroupAccepted { .. } => Concerns::default(),
        }
    }
}

stored_events!(OfferEvent {
    OfferPublished @ 2,
    OfferFedIn @ 1,
    OfferRevised @ 2,
    OfferWithdrawn @ 1,
    OfferTextBlackedOut @ 2,
    SeatTaken @ 1,
    SeatReleased @ 1,
    GroupApplied @ 1,
    GroupSeated @ 1,
    GroupAccepted @ 1,
    GroupEnded @ 1,
    ReservationRequested @ 1,
    ReservationRequestWithdrawn @ 1,
    ReservationDeclined @ 1,
    ReservationAccepted @ 1,
});
