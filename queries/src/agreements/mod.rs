//! Placement agreements: one with its versions and signatures, and those of a host, a college or a
//! class (AGR-1, AGR-2, AGR-3, AGR-4).
mod accompaniment;
mod document;
mod list;
mod one;

use commands::Failure;
use commands::authorisation::Action;
use domain::agreement::Party;
use domain::principal::Principal;
use projections::agreements::{AgreementCursor, AgreementFilter, AgreementScope};
use proto::v1;

use super::response_context::QueryContext;
use super::{QueryService, pages};
use document::DocumentQuery;
use list::AgreementsQuery;
pub(crate) use list::{college_name, host_name};
use one::AgreementQuery;
pub(crate) use one::{person_told, terms};
use wire::names;

/// The list, in page tokens.
const LIST: &str = "agreements";

/// An agreement with its versions and signatures.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_agreement(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetAgreementRequest,
) -> Result<v1::GetAgreementResponse, Failure> {
    service.check_role(&context.caller, Action::GetAgreement)?;
    let (student, application) = names::application("name", &message.name)?;
    let query = AgreementQuery {
        student,
        application,
        by_college: context.caller.as_staff().is_some(),
    };
    let (position, agreement) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetAgreementResponse {
        position,
        agreement: Some(agreement),
    })
}

/// One version of an agreement, to print and sign.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; a refusal once the pupil or the tutor was erased;
/// `Unavailable` where a store or a fold does not answer in time.
pub async fn get_agreement_document(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetAgreementDocumentRequest,
) -> Result<v1::GetAgreementDocumentResponse, Failure> {
    service.check_role(&context.caller, Action::GetAgreementDocument)?;
    let (student, application) = names::application("name", &message.name)?;
    let query = DocumentQuery {
        agreement: AgreementQuery {
            student,
            application,
            // It shows terms and signatures alone.
            by_college: false,
        },
        version: message.version,
    };
    let (position, answer) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetAgreementDocumentResponse { position, ..answer })
}

/// The agreements of a host, a college or a class.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_agreements(
    service: &QueryService,
    context: &QueryContext,
    message: v1::ListAgreementsRequest,
) -> Result<v1::ListAgreementsResponse, Failure> {
    service.check_role(&context.caller, Action::ListAgreements)?;
    let after: Option<AgreementCursor> = pages::cursor(LIST, &message.page_token)?;
    let query = AgreementsQuery {
        scope: scope(&context.caller, &message)?,
        filter: AgreementFilter {
            waiting_for: message.waiting_for_me.then(|| party_of(&context.caller)),
            not_covered: message.not_covered,
            to_contact: message.to_contact,
            to_visit: message.to_visit,
            after,
            limit: pages::size(message.page_size)?,
        },
    };
    let (position, (agreements, next_page_token)) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::ListAgreementsResponse {
        position,
        agreements,
        next_page_token,
    })
}

/// Of a host for its people, of a class or a college for its staff.
fn scope(
    caller: &Principal,
    message: &v1::ListAgreementsRequest,
) -> Result<AgreementScope, Failure> {
    if caller.as_host_person().is_some() {
        return names::host("host", &message.host).map(AgreementScope::Host);
    }
    if message.class.is_empty() {
        let college = names::establishment("establishment", &message.establishment);
        return college.map(AgreementScope::Establishment);
    }
    let (establishment, class) = names::class("class", &message.class)?;
    Ok(AgreementScope::Class(establishment, class))
}

/// The party of who lists agreements.
fn party_of(caller: &Principal) -> Party {
    match caller.as_host_person() {
        Some(_) => Party::Host,
        None => Party::College,
    }
}
