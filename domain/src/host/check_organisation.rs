//! What an organisation says of itself is told in names of 1 to 200 characters (OFF-1).
use compact_str::CompactString;

use super::refusal::Refusal;
use super::terms::{HostKind, Organisation};
use crate::personal::line;

/// The organisation with its names trimmed, if they fit.
pub fn check_organisation(organisation: Organisation) -> Result<Organisation, Refusal> {
    let Organisation { name: given, kind } = organisation;
    let kind = match kind {
        HostKind::Public { administration } => HostKind::Public {
            administration: name("administration", &administration)?,
        },
        HostKind::Private { form, group, paqte } => {
            let group = group.map(|group| name("group", &group)).transpose()?;
            HostKind::Private { form, group, paqte }
        }
    };
    Ok(Organisation {
        name: name("display_name", &given)?,
        kind,
    })
}

fn name(field: &'static str, given: &str) -> Result<CompactString, Refusal> {
    let fit =
        line(field, given, 200).map_err(|bad| bad.or_length(Refusal::TextUnfit(bad.field)))?;
    Ok(fit.into())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn private(group: &str) -> Organisation {
        Organisation {
            kind: company(Some(group)),
            ..organisation()
        }
    }

    #[test]
    fn names_are_trimmed() {
        let blanks = Organisation {
            name: "  La Ferme ".into(),
            ..private(" Les Fermes ")
        };
        let fit = check_organisation(blanks).unwrap();
        assert_eq!(
            fit,
            Organisation {
                name: "La Ferme".into(),
                ..private("Les Fermes")
            }
        );
    }

    #[test]
    fn names_have_1_to_200_characters() {
        let nameless = Organisation {
            name: " ".into(),
            ..organisation()
        };
        let endless = HostKind::Public {
            administration: "é".repeat(201).into(),
        };
        let endless = Organisation {
            kind: endless,
            ..organisation()
        };
        assert_eq!(
            check_organisation(nameless),
            Err(Refusal::TextUnfit("display_name"))
        );
        assert_eq!(
            check_organisation(endless),
            Err(Refusal::TextUnfit("administration"))
        );
        assert_eq!(
            check_organisation(private("")),
            Err(Refusal::TextUnfit("group"))
        );
    }
}
