//! Open offers of one organisation that are likely the same, from different sources (OFF-8): for the host,
//! who withdraws one of them, and for those who represent the State in the department.
use askama::Template;
use axum::response::Response;
use proto::v1;

use crate::calls::ask;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::names;
use crate::roles::Role;
use crate::visit::Visit;

/// One of the two: where it is shown, and who fed it in.
struct Side {
    path: String,
    source: String,
}

struct Line {
    host: String,
    sides: [Side; 2],
    likeness: String,
    distance: String,
    same_sector: bool,
}

#[derive(Template)]
#[template(path = "parts/duplicates.html")]
struct DuplicatesPage {
    layout: Layout,
    lines: Vec<Line>,
    next: Option<String>,
}

fn side(of_host: bool, side: Option<v1::DuplicateSide>) -> Side {
    let side = side.unwrap_or_default();
    let source = match side.platform_display_name.as_str() {
        "" => "Déposée par l'organisme".to_owned(),
        platform => format!("Versée par {platform}"),
    };
    Side {
        path: match of_host {
            true => format!("/host/offers/{}", names::last(&side.offer)),
            false => format!("/state/offers/{}", names::last(&side.offer)),
        },
        source,
    }
}

fn line(of_host: bool, one: v1::LikelyDuplicate) -> Line {
    let metres = one.distance_m;
    Line {
        host: names::last(&one.host).to_owned(),
        sides: [side(of_host, one.first), side(of_host, one.second)],
        likeness: format!("{:.0} %", one.title_likeness * 100.0),
        distance: match metres < 1_000.0 {
            true => format!("{metres:.0} m"),
            false => format!("{:.1} km", metres / 1_000.0).replace('.', ","),
        },
        same_sector: one.same_sector,
    }
}

/// Of the organisation, or of the department, of who visits.
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let session = visit.role(&[
        Role::HostPerson,
        Role::Prefect,
        Role::Referent,
        Role::AcademicDirector,
    ])?;
    let of_host = session.role == Role::HostPerson;
    let message = v1::ListLikelyDuplicatesRequest {
        scope: session.scope.clone(),
        min_position: visit.position(),
        page_size: 0,
        page_token: visit.query("page").to_owned(),
    };
    let answer = ask!(visit, Pooling.list_likely_duplicates, message)?;
    let lines = answer.duplicates.into_iter().map(|one| line(of_host, one));
    let page = DuplicatesPage {
        layout: visit.layout("Offres en double"),
        lines: lines.collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_offers_that_are_likely_the_same() {
        let told = line(
            true,
            v1::LikelyDuplicate {
                host: "hosts/12345678900011".into(),
                first: Some(v1::DuplicateSide {
                    offer: "offers/a".into(),
                    ..v1::DuplicateSide::default()
                }),
                second: Some(v1::DuplicateSide {
                    offer: "offers/b".into(),
                    platform_display_name: "Plateforme".into(),
                    ..v1::DuplicateSide::default()
                }),
                title_likeness: 0.875,
                distance_m: 1_500.0,
                same_sector: true,
            },
        );
        assert_eq!(
            (told.likeness.as_str(), told.distance.as_str()),
            ("88 %", "1,5 km")
        );
        let [first, second] = told.sides;
        assert_eq!(first.path, "/host/offers/a");
        assert_eq!(first.source, "Déposée par l'organisme");
        assert_eq!(second.source, "Versée par Plateforme");
    }
}
