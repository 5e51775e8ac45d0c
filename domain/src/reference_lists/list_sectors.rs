//! The list of sectors is imported (STU-6).
use super::event::ReferenceEvent;
use super::refusal::Refusal;
use super::state::{ReferenceState, evolve};
use super::terms::ListedSector;
use crate::personal::line;

/// Sectors, new or described anew. Sectors that are not among them stay.
#[derive(Clone, Debug)]
pub struct ListSectors {
    /// The rows; names are trimmed.
    pub sectors: Vec<ListedSector>,
}

/// Lists sectors that are new or that are told otherwise than before, built in or imported; the
/// same row again is nothing new. One bad row refuses the whole.
pub fn list_sectors(
    state: &ReferenceState,
    ListSectors { sectors }: ListSectors,
) -> Result<Vec<ReferenceEvent>, Refusal> {
    let mut state = state.clone();
    let mut events = vec![];
    for row in sectors {
        let sector = check(row)?;
        if state.sector(&sector.code).as_ref() == Some(&sector) {
            continue;
        }
        let ListedSector {
            code,
            name,
            onisep_url,
        } = sector;
        let listed = ReferenceEvent::SectorListed {
            code,
            name,
            onisep_url,
        };
        state = evolve(state, &listed);
        events.push(listed);
    }
    Ok(events)
}

fn check(row: ListedSector) -> Result<ListedSector, Refusal> {
    let name =
        line("display_name", &row.name, 100).map_err(|bad| bad.or_length(Refusal::NameUnfit))?;
    let is_page = |url: &str| {
        let web = url.starts_with("https://") || url.starts_with("http://");
        web && url.len() <= 300 && url.bytes().all(|b| b.is_ascii_graphic())
    };
    match row.onisep_url.as_deref() {
        Some(url) if !is_page(url) => Err(Refusal::PageUnfit),
        Some(_) | None => Ok(ListedSector {
            name: name.into(),
            ..row
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReferenceCommand;
    use super::super::testing::*;
    use super::*;

    fn row(code: &str, name: &str) -> ListedSector {
        ListedSector {
            code: code.parse().unwrap(),
            name: name.into(),
            onisep_url: None,
        }
    }

    fn list<const N: usize>(sectors: [ListedSector; N]) -> ReferenceCommand {
        ReferenceCommand::ListSectors(ListSectors {
            sectors: sectors.into(),
        })
    }

    #[test]
    fn new_sectors_are_listed() {
        lists([])
            .when(list([row("journalisme", " Journalisme ")]))
            .then([sector_listed("journalisme", "Journalisme")]);
    }

    #[test]
    fn the_same_rows_again_are_nothing_new() {
        lists([sector_listed("journalisme", "Journalisme")])
            .when(list([row("journalisme", "Journalisme")]))
            .then_nothing();
        let builtin = ReferenceState::default().sectors();
        lists([])
            .when(ReferenceCommand::ListSectors(ListSectors {
                sectors: builtin,
            }))
            .then_nothing();
    }

    #[test]
    fn a_sector_is_described_anew() {
        lists([sector_listed("journalisme", "Journalisme")])
            .when(list([row("journalisme", "Presse")]))
            .then([sector_listed("journalisme", "Presse")]);
        lists([])
            .when(list([row("mode", "Haute couture")]))
            .then([sector_listed("mode", "Haute couture")]);
    }

    #[test]
    fn one_bad_row_refuses_the_whole() {
        let page = |url: &str| ListedSector {
            onisep_url: Some(url.into()),
            ..row("mode", "Mode")
        };
        let good = || row("journalisme", "Journalisme");
        lists([])
            .when(list([good(), row("mode", "")]))
            .then_refused(Refusal::NameUnfit);
        for url in ["javascript:alert(1)", "https://onisep.fr/a b", ""] {
            lists([])
                .when(list([good(), page(url)]))
                .then_refused(Refusal::PageUnfit);
        }
    }
}
