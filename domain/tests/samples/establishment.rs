//! A college.
use domain::establishment::{
    DecidingOffice, EqualChancesScheme, EstablishmentEvent, HeadConfirmation, HelpClosedBy,
    HelpFor, Level, Listing, Network, Right, SchemeParticipation, StaffRole,
};

use super::*;

fn listing(network: Network) -> Listing {
    Listing {
        name: "Collège Lumière".into(),
        city: "Oyonnax".into(),
        department: "01".parse().unwrap(),
        network,
        position: (network == Network::RepPlus).then(oyonnax),
    }
}

pub fn events() -> Vec<EstablishmentEvent> {
    use EstablishmentEvent as E;
    let (school_year, week) = (year(), week(6));
    let request = domain::ids::HelpRequestId(Uuid::from_u128(0x60));
    let representative = domain::ids::RepresentativeId(uuid::Uuid::from_u128(0x5e));
    let (staff, teacher, class, role) = (teacher(), teacher(), class(), StaffRole::Teacher);
    vec![
        E::EstablishmentListed {
            uai: uai(),
            listing: listing(Network::RepPlus),
        },
        E::ListingCorrected {
            listing: listing(Network::Rep),
        },
        E::EstablishmentRegistered {
            head: head(),
            identity: sealed("head"),
        },
        E::HeadConfirmationRequested { head: head() },
        E::HeadConfirmed {
            head: head(),
            by: HeadConfirmation::AcademicDirector,
        },
        E::SuccessorNamed {
            successor: staff,
            identity: sealed("successor"),
        },
        E::HeadRelieved { head: head() },
        E::HeadSucceeded {
            head: staff,
            identity: sealed("successor"),
        },
        E::WeeksChosen {
            school_year,
            weeks: [super::week(4), super::week(5)].into(),
        },
        E::WaiverRequested {
            school_year,
            by: head(),
            reason: sealed("reason"),
        },
        E::WaiverAgreed {
            school_year,
            office: DecidingOffice::Referent,
            by: representative,
            reason: sealed("reason"),
        },
        E::WaiverRefused {
            school_year,
            office: DecidingOffice::Prefect,
            by: representative,
            reason: sealed("reason"),
        },
        E::WaiverAgreementWithdrawn {
            school_year,
            office: DecidingOffice::AcademicDirector,
            by: representative,
            reason: sealed("reason"),
        },
        E::WaiverGranted { school_year },
        E::WaiverEnded { school_year },
        E::HelpRequested {
            request,
            school_year,
            by: head(),
            about: HelpFor::Pupils(vec![super::student_id()]),
            words: sealed("words"),
        },
        E::HelpRequestAnswered {
            request,
            office: DecidingOffice::Referent,
            by: representative,
            partner: Some(super::partner::partner()),
            words: sealed("words"),
        },
        E::HelpRequestClosed {
            request,
            by: HelpClosedBy::College(head()),
        },
        E::WeekExceptionRequested { week },
        E::WeekExceptionDeclined { week },
        E::WeekExceptionGranted { week },
        E::WeekExceptionWithdrawn { week },
        E::ClassOpened {
            class,
            label: "4e B".into(),
            level: Level::Quatrieme,
            school_year,
        },
        E::HostInvited {
            invitation: super::host_invitation(),
            school_year,
            by: teacher,
            expires_on: jiff::civil::date(2025, 11, 9),
            organisation: sealed("organisation"),
        },
        E::HostInvitationTakenBack {
            invitation: super::host_invitation(),
            by: teacher,
        },
        E::HostInvitationExpired {
            invitation: super::host_invitation(),
        },
        E::ClassClosed { class },
        E::ClassMoved {
            class,
            into: domain::ids::ClassId(uuid::Uuid::from_u128(56)),
            students: vec![super::student_id()],
        },
        E::StaffInvited {
            staff,
            role: StaffRole::EducationAdviser,
            rights: [
                Right::ManageCollege,
                Right::ManageStaff,
                Right::ManagePupils,
                Right::ManagePlacements,
                Right::SignAgreements,
            ]
            .into(),
            identity: sealed("adviser"),
        },
        E::StaffJoined {
            staff,
            role,
            rights: role.default_rights(),
            identity: sealed("teacher"),
        },
        E::StaffAdmissionRequested {
            staff,
            role,
            identity: sealed("newcomer"),
        },
        E::StaffAdmitted {
            staff,
            by: teacher,
            rights: role.default_rights(),
        },
        E::ClassTaken { staff, class },
        E::ClassLeft { staff, class },
        E::RightsGranted {
            staff,
            rights: [Right::ManageCollege].into(),
        },
        E::RightsNarrowed {
            staff,
            rights: [Right::ManageStaff].into(),
        },
        E::StaffRevoked { staff },
        E::StaffErased { staff },
        E::MainTeacherNamed { class, teacher },
        E::MainTeacherRelieved { class, teacher },
        E::SearchOpenedNationwide { school_year },
        E::SearchLimitedToRadius { school_year },
        E::SchemeJoined {
            participation: SchemeParticipation {
                school_year,
                scheme: EqualChancesScheme::CordeesDeLaReussite,
                class: None,
            },
        },
        E::SchemeLeft {
            participation: SchemeParticipation {
                school_year,
                scheme: EqualChancesScheme::ParcoursExcellence,
                class: Some(class),
            },
        },
    ]
}
