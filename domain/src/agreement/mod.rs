//! The placement agreement between college, host, pupil and guardians (AGR-1, AGR-2): one for each
//! placement. This stream owns what was agreed and who signed which version of it: what it says no
//! to was never signed.
mod accompaniment_refusal;
mod amend;
mod contact_host;
mod draft;
mod end;
mod event;
mod open;
mod refusal;
mod remind;
mod sign;
mod sign_on_paper;
mod state;
mod terms;
#[cfg(test)]
mod testing;
mod unsigned;
mod visit_pupil;

pub use accompaniment_refusal::AccompanimentRefusal;
pub use amend::AmendAgreement;
pub use contact_host::{CorrectHostContact, RecordHostContact};
pub use draft::draft;
pub use end::EndAgreement;
pub use event::AgreementEvent;
pub use open::OpenAgreement;
pub use refusal::Refusal;
pub use remind::RemindOfAgreement;
pub use sign::SignAgreement;
pub use sign_on_paper::RecordPaperSignatures;
pub use state::{AgreementState, Current, PARTIES};
pub use terms::{AgreementTerms, Editor, EndCause, Party, Signatory, Visit};
pub use unsigned::Unsigned;
pub use visit_pupil::{CorrectVisit, RecordVisit};

use crate::decider::Decider;
use crate::ids::ApplicationId;
use crate::rules::Rules;

/// The agreement as an aggregate: streams `agreement-{application}`.
#[derive(Clone, Copy, Debug)]
pub struct Agreement;

/// What may be asked of an agreement's stream.
#[derive(Clone, Debug)]
pub enum AgreementCommand {
    Open(OpenAgreement),
    Amend(AmendAgreement),
    Sign(SignAgreement),
    RecordPaperSignatures(RecordPaperSignatures),
    Remind(RemindOfAgreement),
    RecordHostContact(RecordHostContact),
    CorrectHostContact(CorrectHostContact),
    RecordVisit(RecordVisit),
    CorrectVisit(CorrectVisit),
    End(EndAgreement),
}

impl Decider for Agreement {
    const CATEGORY: &'static str = "agreement";
    type Id = ApplicationId;
    type State = AgreementState;
    type Command = AgreementCommand;
    type Event = AgreementEvent;
    type Refusal = Refusal;

    fn decide(
        state: &AgreementState,
        command: AgreementCommand,
        rules: &Rules,
    ) -> Result<Vec<AgreementEvent>, Refusal> {
        match command {
            AgreementCommand::Open(cmd) => Ok(open::open(state, cmd)),
            AgreementCommand::Amend(cmd) => amend::amend(state, cmd),
            AgreementCommand::Sign(cmd) => sign::sign(state, cmd),
            AgreementCommand::RecordPaperSignatures(cmd) => {
                sign_on_paper::record_paper_signatures(state, cmd)
            }
            AgreementCommand::Remind(cmd) => Ok(remind::remind(state, cmd, rules)),
            AgreementCommand::RecordHostContact(cmd) => contact_host::record(state, cmd),
            AgreementCommand::CorrectHostContact(cmd) => contact_host::correct(state, cmd),
            AgreementCommand::RecordVisit(cmd) => visit_pupil::record(state, cmd),
            AgreementCommand::CorrectVisit(cmd) => visit_pupil::correct(state, cmd),
            AgreementCommand::End(cmd) => Ok(end::end(state, &cmd)),
        }
    }

    fn evolve(state: AgreementState, event: &AgreementEvent) -> AgreementState {
        state.evolve(event)
    }
}

/// The present version of an agreement that was opened.
fn begun(state: &AgreementState) -> Result<&Current, Refusal> {
    state.current().ok_or(Refusal::Unknown)
}

/// The present version of an agreement that was opened and has not ended.
fn in_force(state: &AgreementState) -> Result<&Current, Refusal> {
    let current = begun(state)?;
    match state.ended() {
        None => Ok(current),
        Some(_) => Err(Refusal::Ended),
    }
}

/// The present version, where that is the one that somebody means.
fn version_meant(
    state: &AgreementState,
    version: u32,
    digest: crate::digest::TermsDigest,
) -> Result<&Current, Refusal> {
    let current = in_force(state)?;
    if current.version != version {
        return Err(Refusal::VersionNotCurrent {
            current: current.version,
        });
    }
    if current.digest == digest {
        Ok(current)
    } else {
        Err(Refusal::DigestDiffers)
    }
}
