//! The college records that parties signed the present version on paper (AGR-2).
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::event::AgreementEvent;
use super::refusal::Refusal;
use super::state::AgreementState;
use super::terms::Party;
use super::version_meant;
use crate::digest::{FormDigest, TermsDigest};
use crate::ids::StaffId;

/// A signed copy of the printed agreement.
#[derive(Clone, Debug)]
pub struct RecordPaperSignatures {
    /// Which version was printed.
    pub version: u32,
    /// Its digest, which stands on the copy.
    pub digest: TermsDigest,
    /// Who signed the copy.
    pub parties: BTreeSet<Party>,
    /// The day of the last of those signatures.
    pub signed_on: Date,
    /// Of the scanned copy.
    pub copy: FormDigest,
    /// Who records it.
    pub by: StaffId,
    /// The present day where the college is.
    pub today: Date,
}

/// A copy may be recorded late, but not signed late: from the first day on nobody signs (AGR-3).
pub fn record_paper_signatures(
    state: &AgreementState,
    cmd: RecordPaperSignatures,
) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = version_meant(state, cmd.version, cmd.digest)?;
    if cmd.parties.is_empty() {
        return Err(Refusal::NobodySigned);
    }
    if cmd.signed_on > cmd.today || cmd.signed_on < current.made_on {
        return Err(Refusal::BadDayOfSignature {
            from: current.made_on,
        });
    }
    let first_day = current.terms.first_day;
    if cmd.signed_on >= first_day {
        return Err(Refusal::TooLateToSign { first_day });
    }
    if cmd.parties.is_subset(&current.signed) {
        return Ok(vec![]);
    }
    Ok(vec![AgreementEvent::AgreementSignedOnPaper {
        version: cmd.version,
        digest: cmd.digest,
        parties: cmd.parties,
        signed_on: cmd.signed_on,
        copy: cmd.copy,
        recorded_by: cmd.by,
    }])
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::super::testing::*;
    use super::super::{AgreementCommand, PARTIES};
    use super::*;
    use crate::testing::*;

    fn copy(signed_on: Date, today: Date) -> RecordPaperSignatures {
        RecordPaperSignatures {
            version: 1,
            digest: DIGEST,
            parties: PARTIES.into(),
            signed_on,
            copy: FormDigest([3; 32]),
            by: HEAD,
            today,
        }
    }

    fn record(cmd: RecordPaperSignatures) -> AgreementCommand {
        AgreementCommand::RecordPaperSignatures(cmd)
    }

    fn recorded() -> AgreementEvent {
        AgreementEvent::AgreementSignedOnPaper {
            version: 1,
            digest: DIGEST,
            parties: PARTIES.into(),
            signed_on: TODAY,
            copy: FormDigest([3; 32]),
            recorded_by: HEAD,
        }
    }

    #[test]
    fn a_copy_that_all_signed_covers_the_placement_however_late_it_is_recorded() {
        let later = week(9).monday();
        agreement([opened()])
            .when(record(copy(TODAY, later)))
            .then([recorded()]);
        assert!(agreement([opened(), recorded()]).state().is_covered());
        agreement([opened(), recorded()])
            .when(record(copy(TODAY, later)))
            .then_nothing();
    }

    #[test]
    fn a_copy_is_of_the_present_version_and_of_a_day_since_it_was_made() {
        let tomorrow = TODAY + 1.day();
        let from = TODAY;
        let bad_day = || Refusal::BadDayOfSignature { from };
        agreement([opened()])
            .when(record(copy(tomorrow, TODAY)))
            .then_refused(bad_day());
        agreement([opened()])
            .when(record(copy(TODAY - 1.day(), TODAY)))
            .then_refused(bad_day());
        let first_day = week(7).monday();
        agreement([opened()])
            .when(record(copy(first_day, first_day)))
            .then_refused(Refusal::TooLateToSign { first_day });
        agreement([opened(), amended(2)])
            .when(record(copy(TODAY, TODAY)))
            .then_refused(Refusal::VersionNotCurrent { current: 2 });
        let nobody = RecordPaperSignatures {
            parties: BTreeSet::new(),
            ..copy(TODAY, TODAY)
        };
        agreement([opened()])
            .when(record(nobody))
            .then_refused(Refusal::NobodySigned);
    }
}
