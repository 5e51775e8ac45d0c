//! What somebody with a token of their own may try. Each is refused, and nothing is stored.
use std::collections::BTreeSet;

use commands::{NewClass, OfferDraft};
use domain::establishment::{Level, Right, StaffRole};
use domain::ids::{GuardianId, HostPersonId, OfferId, StaffId, StudentId};
use domain::offer::OfferTerms;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Firm, contact, draft};
use tests::names::{WEEKS, ask, this_year};
use tests::wire::{
    Why, id, of_application, of_class, of_establishment, of_host, of_offer, of_staff, of_student,
    refused,
};
use tests::world::World;
use tonic::Code;
use uuid::Uuid;
use wire::names::of_guardian;

use crate::stage::Stage;

fn name((student, application): tests::wire::Application) -> String {
    of_application(student, application)
}

/// Asks, and expects to be refused as if it were not there, and nothing stored.
macro_rules! finds_nothing {
    ($stage:expr, $client:expr, $method:ident, $message:expr) => {{
        let before = $stage.head().await;
        let why = refused($client.$method($message).await);
        assert_eq!(why.code, Code::NotFound, "{}: {why:?}", stringify!($method));
        assert_eq!($stage.head().await, before, "nothing is stored");
        why
    }};
}

mod applications;
mod guardians;
mod replayed;
mod revoked;
mod roles;
