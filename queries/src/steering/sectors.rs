//! The sector whose figures are asked for.
use commands::Failure;
use domain::explain::Expected;
use domain::ids::SectorCode;
use wire::names::{bad, parse_optional};

use crate::QueryService;

/// The sector of a request; none where all are asked for. One that is in no list, and in which nothing
/// was counted, would show zeros for what is a mistake.
///
/// # Errors
/// `BadInput` for what is no sector.
pub(crate) fn sector(
    service: &QueryService,
    field: &'static str,
    code: &str,
) -> Result<Option<SectorCode>, Failure> {
    let expected = Expected("le code d'un secteur", "the code of a sector");
    let sector: Option<SectorCode> = parse_optional(field, code, expected)?;
    let is_known = |code: &SectorCode| {
        service.engine.read(|folds| {
            let entities = folds.entities();
            entities.reference().sector(code).is_some() || entities.sector_no(code).is_some()
        })
    };
    match sector {
        Some(code) if !is_known(&code) => Err(bad(field, expected)),
        sector => Ok(sector),
    }
}
