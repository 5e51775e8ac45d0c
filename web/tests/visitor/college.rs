//! The answers of a college with a class, a pupil and a placement, whose names hold what would be markup.
use proto::v1;

use super::Canned;
use super::papers::{document, invitation};

/// A college.
pub const COLLEGE: &str = "establishments/0750001A";
/// Its class.
pub const CLASS: &str = "establishments/0750001A/classes/c";
/// Its teacher, who is who visits.
pub const TEACHER: &str = "establishments/0750001A/staff/00000000-0000-0000-0000-000000000001";
/// Another one.
pub const OTHER_TEACHER: &str = "establishments/0750001A/staff/t";
/// An application of its pupil.
pub const APPLICATION: &str = "students/s/applications/a";
/// What a signature covers.
pub const DIGEST: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn identity() -> Option<v1::StudentIdentity> {
    Some(v1::StudentIdentity {
        given_name: "<b>Ada".into(),
        family_name: "Martin".into(),
        mail: "ada@example.org".into(),
        ..v1::StudentIdentity::default()
    })
}

fn agreement() -> v1::Agreement {
    let mut agreement = v1::Agreement {
        name: APPLICATION.into(),
        student_display_name: "<b>Ada Martin".into(),
        host_display_name: "Atelier".into(),
        week: "2026-W07".into(),
        version: 1,
        versions: vec![v1::AgreementVersion {
            version: 1,
            terms_digest: DIGEST.into(),
            terms: Some(v1::AgreementTerms {
                first_date: "2026-02-09".into(),
                last_date: "2026-02-13".into(),
                activities: "Observer <i>tout</i>".into(),
                ..v1::AgreementTerms::default()
            }),
            ..v1::AgreementVersion::default()
        }],
        ..v1::Agreement::default()
    };
    agreement.set_state(v1::AgreementState::NotCovered);
    agreement.push_missing(v1::AgreementParty::College);
    agreement.push_missing(v1::AgreementParty::Host);
    agreement
}

fn draft() -> v1::Draft {
    let mut draft = v1::Draft {
        name: "students/s/drafts/d".into(),
        offer: "offers/o".into(),
        offer_title: "<b>Atelier".into(),
        version: 2,
        comments: 1,
        ..v1::Draft::default()
    };
    draft.set_state(v1::DraftState::Open);
    draft
}

fn comment() -> v1::Comment {
    v1::Comment {
        id: "c".into(),
        staff_display_name: "<b>Ada".into(),
        version: 1,
        text: "Dites <i>tout</i>.".into(),
        ..v1::Comment::default()
    }
}

fn offer() -> v1::Offer {
    let mut terms = v1::OfferTerms {
        title: "Découvrir <i>l'atelier</i>".into(),
        group_size: 3,
        ..v1::OfferTerms::default()
    };
    terms.set_format(v1::OfferFormat::Collective);
    let mut offer = v1::Offer {
        name: "offers/o".into(),
        host_display_name: "Atelier".into(),
        terms: Some(terms),
        weeks: vec![v1::WeekSeats {
            week: "2026-W07".into(),
            seats: 4,
            ..v1::WeekSeats::default()
        }],
        ..v1::Offer::default()
    };
    offer.set_state(v1::OfferState::Published);
    offer
}

/// The application of its pupil, which was accepted.
pub fn application() -> v1::Application {
    let mut placement = v1::Placement {
        flags: vec![v1::PlacementFlag::PupilLeft.into()],
        ..v1::Placement::default()
    };
    placement.set_state(v1::PlacementState::Placed);
    let mut application = v1::Application {
        name: APPLICATION.into(),
        student: "students/s".into(),
        offer_title: "Atelier".into(),
        placement: Some(placement),
        ..v1::Application::default()
    };
    application.set_agreement(v1::AgreementState::NotCovered);
    for act in [
        v1::ApplicationAct::KeepPlacement,
        v1::ApplicationAct::CancelPlacementByCollege,
        v1::ApplicationAct::ConfirmCompletion,
        v1::ApplicationAct::ReportAbsence,
        v1::ApplicationAct::RecordDebrief,
        v1::ApplicationAct::GrantTravelAid,
    ] {
        application.push_possible_acts(act);
    }
    application
}

fn followed(state: v1::AuthorisationState) -> v1::FollowedStudent {
    let mut student = v1::FollowedStudent {
        student: "students/s".into(),
        identity: identity(),
        ..v1::FollowedStudent::default()
    };
    student.set_standing(v1::StudentStanding::Present);
    student.set_authorisation(state);
    student
}

/// Those answers.
pub fn college() -> Canned {
    let class = v1::Class {
        name: CLASS.into(),
        label: "3e A".into(),
        school_year: "2025-2026".into(),
        main_teacher: TEACHER.into(),
        teachers: vec![TEACHER.into()],
        state: v1::ClassState::Open.into(),
        ..v1::Class::default()
    };
    let next_class = v1::Class {
        name: format!("{COLLEGE}/classes/d"),
        teachers: vec![TEACHER.into()],
        ..class.clone()
    };
    let staff = [(TEACHER, "<b>Ada Leroy"), (OTHER_TEACHER, "<b>Ada Petit")].map(|(name, full)| {
        let mut member = v1::StaffMember {
            name: name.into(),
            identity: Some(v1::PersonIdentity {
                full_name: full.into(),
                mail: "a@ac-paris.fr".into(),
            }),
            ..v1::StaffMember::default()
        };
        member.set_role(v1::StaffRole::Teacher);
        member.set_state(v1::StaffState::Joined);
        member
    });
    let mut step = v1::HelpRequestStep {
        words: "Trouver <i>tout</i>.".into(),
        ..v1::HelpRequestStep::default()
    };
    step.set_fact(v1::HelpRequestFact::Requested);
    let mut help = v1::HelpRequest {
        name: format!("{COLLEGE}/help_requests/h"),
        association: "<b>Atelier".into(),
        students: vec!["students/s".into()],
        pupils: 1,
        history: vec![step],
        ..v1::HelpRequest::default()
    };
    help.set_state(v1::HelpRequestState::Open);
    let mut scheme = v1::SchemeParticipation {
        school_year: "2025-2026".into(),
        ..v1::SchemeParticipation::default()
    };
    scheme.set_scheme(v1::EqualChancesScheme::CordeesDeLaReussite);
    let mut enrolled = v1::StudentRecordEntry {
        identity: identity(),
        ..v1::StudentRecordEntry::default()
    };
    enrolled.set_fact(v1::StudentFact::Enrolled);
    enrolled.set_gender(v1::Gender::Girl);
    let listing = v1::EstablishmentListing {
        name: "establishments/0690001B".into(),
        display_name: "<i>Atelier".into(),
        ..v1::EstablishmentListing::default()
    };
    let mut group = v1::GroupApplication {
        name: "offers/o/groups/g".into(),
        offer_title: "Atelier".into(),
        class: CLASS.into(),
        members: vec![v1::GroupApplicationMember {
            application: APPLICATION.into(),
            student_display_name: "<b>Ada".into(),
        }],
        letter: "Nous venons à trois.".into(),
        ..v1::GroupApplication::default()
    };
    group.set_state(v1::GroupApplicationState::Pending);
    let mut reservation = v1::RequestedReservation {
        offer: "offers/o".into(),
        offer_title: "<i>Atelier".into(),
        establishment: COLLEGE.into(),
        offer_available: true,
        ..v1::RequestedReservation::default()
    };
    reservation.set_state(v1::ReservationState::Requested);
    let mut waiver = v1::Waiver {
        school_year: "2025-2026".into(),
        ..v1::Waiver::default()
    };
    waiver.set_state(v1::WaiverState::NotAsked);
    let mut listed = v1::ListedAgreement {
        name: APPLICATION.into(),
        student_display_name: "<b>Ada Martin".into(),
        ..v1::ListedAgreement::default()
    };
    listed.push_missing(v1::AgreementParty::Host);
    let mut second = v1::FollowedGuardian {
        guardian: "guardians/b".into(),
        ..v1::FollowedGuardian::default()
    };
    second.set_standing(v1::GuardianStanding::AwaitsConfirmation);
    let pupil = v1::StudentFollowUp {
        student: "students/s".into(),
        identity: identity(),
        authorisation: v1::AuthorisationState::Valid.into(),
        record: vec![enrolled],
        guardians: vec![second],
        ..v1::StudentFollowUp::default()
    };
    Canned::default()
        .answer(
            "MeService/GetMe",
            &v1::GetMeResponse {
                present: Some(v1::OwnCapacity {
                    display_name: "Collège".into(),
                    state: v1::CapacityState::Active.into(),
                    ..v1::OwnCapacity::default()
                }),
                belongings: vec![v1::Belonging {
                    name: CLASS.into(),
                    display_name: "3e A".into(),
                    school_year: "2025-2026".into(),
                }],
                ..v1::GetMeResponse::default()
            },
        )
        .answer(
            "EstablishmentService/GetEstablishment",
            &v1::GetEstablishmentResponse {
                establishment: Some(v1::Establishment {
                    name: COLLEGE.into(),
                    display_name: "Collège".into(),
                    classes: vec![class, next_class],
                    staff: staff.into(),
                    schemes: vec![scheme],
                    requested_weeks: vec!["2026-W08".into()],
                    ..v1::Establishment::default()
                }),
                ..v1::GetEstablishmentResponse::default()
            },
        )
        .answer(
            "FollowUpService/GetEstablishmentFollowUp",
            &v1::GetEstablishmentFollowUpResponse {
                follow_up: Some(v1::EstablishmentFollowUp {
                    display_name: "Collège <i>Ada</i>".into(),
                    school_year: "2025-2026".into(),
                    classes: vec![v1::FollowedClass {
                        class: CLASS.into(),
                        label: "3e A".into(),
                        ..v1::FollowedClass::default()
                    }],
                    ..v1::EstablishmentFollowUp::default()
                }),
                ..v1::GetEstablishmentFollowUpResponse::default()
            },
        )
        .answer(
            "FollowUpService/GetClassFollowUp",
            &v1::GetClassFollowUpResponse {
                follow_up: Some(v1::ClassFollowUp {
                    class: CLASS.into(),
                    label: "3e A".into(),
                    students: vec![followed(v1::AuthorisationState::FormHanded)],
                    ..v1::ClassFollowUp::default()
                }),
                ..v1::GetClassFollowUpResponse::default()
            },
        )
        .answer(
            "FollowUpService/GetStudentFollowUp",
            &v1::GetStudentFollowUpResponse {
                follow_up: Some(pupil),
                ..v1::GetStudentFollowUpResponse::default()
            },
        )
        .answer(
            "ApplicationService/GetApplication",
            &v1::GetApplicationResponse {
                application: Some(application()),
                ..v1::GetApplicationResponse::default()
            },
        )
        .answer(
            "AgreementService/ListAgreements",
            &v1::ListAgreementsResponse {
                agreements: vec![listed],
                ..v1::ListAgreementsResponse::default()
            },
        )
        .answer(
            "AgreementService/GetAgreement",
            &v1::GetAgreementResponse {
                agreement: Some(agreement()),
                ..v1::GetAgreementResponse::default()
            },
        )
        .answer(
            "AgreementService/GetAgreementDocument",
            &v1::GetAgreementDocumentResponse {
                document: document(),
                ..v1::GetAgreementDocumentResponse::default()
            },
        )
        .answer(
            "StudentService/GetAuthorisationForms",
            &v1::GetAuthorisationFormsResponse {
                document: document(),
                ..v1::GetAuthorisationFormsResponse::default()
            },
        )
        .answer(
            "OfferService/SearchOffers",
            &v1::SearchOffersResponse {
                offers: vec![v1::FoundOffer {
                    name: "offers/o".into(),
                    title: "<b>Atelier".into(),
                    ..v1::FoundOffer::default()
                }],
                ..v1::SearchOffersResponse::default()
            },
        )
        .answer(
            "OfferService/GetOffer",
            &v1::GetOfferResponse {
                offer: Some(offer()),
                ..v1::GetOfferResponse::default()
            },
        )
        .answer(
            "DirectoryService/ListSectors",
            &v1::ListSectorsResponse::default(),
        )
        .answer(
            "GroupApplicationService/ListGroupApplications",
            &v1::ListGroupApplicationsResponse {
                group_applications: vec![group.clone()],
                ..v1::ListGroupApplicationsResponse::default()
            },
        )
        .answer(
            "GroupApplicationService/GetGroupApplication",
            &v1::GetGroupApplicationResponse {
                group_application: Some(group),
                ..v1::GetGroupApplicationResponse::default()
            },
        )
        .answer(
            "ReservationService/ListReservationRequests",
            &v1::ListReservationRequestsResponse {
                requests: vec![reservation],
                ..v1::ListReservationRequestsResponse::default()
            },
        )
        .answer(
            "WaiverService/GetWaiver",
            &v1::GetWaiverResponse {
                waiver: Some(waiver),
                ..v1::GetWaiverResponse::default()
            },
        )
        .answer(
            "HostInvitationService/ListHostInvitations",
            &v1::ListHostInvitationsResponse {
                host_invitations: vec![invitation()],
                ..v1::ListHostInvitationsResponse::default()
            },
        )
        .answer(
            "PreparationService/ListDrafts",
            &v1::ListDraftsResponse {
                drafts: vec![draft()],
                ..v1::ListDraftsResponse::default()
            },
        )
        .answer(
            "PreparationService/GetDraft",
            &v1::GetDraftResponse {
                draft: Some(draft()),
                version: 2,
                letter: "Madame, <b>Monsieur</b>".into(),
                comments: vec![comment()],
                ..v1::GetDraftResponse::default()
            },
        )
        .answer(
            "PreparationService/ListCvComments",
            &v1::ListCvCommentsResponse {
                comments: vec![comment()],
                ..v1::ListCvCommentsResponse::default()
            },
        )
        .answer(
            "StudentService/GetCv",
            &v1::GetCvResponse {
                shown: Some(v1::CvVersion {
                    version: 4,
                    ..v1::CvVersion::default()
                }),
                ..v1::GetCvResponse::default()
            },
        )
        .answer(
            "DirectoryService/ListDepartments",
            &v1::ListDepartmentsResponse {
                departments: vec![v1::Department {
                    name: "departments/75".into(),
                    display_name: "Paris".into(),
                    ..v1::Department::default()
                }],
                ..v1::ListDepartmentsResponse::default()
            },
        )
        .answer(
            "HelpService/ListHelpRequestsOfEstablishment",
            &v1::ListHelpRequestsOfEstablishmentResponse {
                help_requests: vec![help],
                ..v1::ListHelpRequestsOfEstablishmentResponse::default()
            },
        )
        .answer(
            "StudentService/ListArrivals",
            &v1::ListArrivalsResponse {
                arrivals: vec![v1::Arrival {
                    student: "students/n".into(),
                    identity: identity(),
                    former_establishment_display_name: "<i>Atelier".into(),
                    ..v1::Arrival::default()
                }],
                ..v1::ListArrivalsResponse::default()
            },
        )
        .answer(
            "DirectoryService/SearchEstablishments",
            &v1::SearchEstablishmentsResponse {
                establishments: vec![v1::ListedEstablishment {
                    listing: Some(listing),
                    ..v1::ListedEstablishment::default()
                }],
                ..v1::SearchEstablishmentsResponse::default()
            },
        )
        .answer(
            "PrivacyService/GetPersonalData",
            &v1::GetPersonalDataResponse::default(),
        )
        .answer(
            "CalendarService/GetSharedCalendar",
            &v1::GetSharedCalendarResponse {
                calendar: Some(v1::SharedCalendar {
                    school_year: "2025-2026".into(),
                    weeks: vec![v1::CalendarWeek {
                        week: "2026-W07".into(),
                        refusal: Some(v1::WeekRefusal {
                            exception_possible: true,
                            ..v1::WeekRefusal::default()
                        }),
                        ..v1::CalendarWeek::default()
                    }],
                    ..v1::SharedCalendar::default()
                }),
                ..v1::GetSharedCalendarResponse::default()
            },
        )
}
