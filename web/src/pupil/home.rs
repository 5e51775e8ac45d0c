//! Where a pupil stands and what to do next.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::applications::Line;
use super::{follow_up, of_pupil};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "pupil/home.html")]
struct HomePage {
    layout: Layout,
    given_name: String,
    class: String,
    standing: &'static str,
    step: Step,
    placed: Vec<Line>,
    waiting: u64,
}

/// What to do next.
struct Step {
    sentence: &'static str,
    path: String,
    label: &'static str,
}

fn step(follow_up: &v1::StudentFollowUp, placed: &[Line]) -> Step {
    let counts = follow_up.application_counts.unwrap_or_default();
    if follow_up.cv_versions == 0 {
        return Step {
            sentence: "Commencez par votre CV : les organismes le lisent avec votre lettre.",
            path: "/pupil/cv".to_owned(),
            label: "Écrire mon CV",
        };
    }
    if follow_up.level() == v1::Level::Quatrieme {
        return Step {
            sentence: "En quatrième, vous pouvez préparer votre CV et regarder les offres. Vous postulerez en troisième.",
            path: "/pupil/search".to_owned(),
            label: "Regarder les offres",
        };
    }
    if let Some(line) = placed.iter().find(|line| line.unsigned) {
        return Step {
            sentence: "Vous avez un stage. Sa convention attend des signatures : lisez-la, et signez-la si ce n'est pas déjà fait.",
            path: format!("{}/agreement", line.path),
            label: "Lire ma convention",
        };
    }
    if !placed.is_empty() {
        return Step {
            sentence: "Vous avez un stage. Vous pouvez en chercher un autre pour une autre semaine.",
            path: "/pupil/search".to_owned(),
            label: "Chercher une autre semaine",
        };
    }
    if counts.pending + counts.under_examination > 0 {
        return Step {
            sentence: "Vos candidatures attendent une réponse. Postuler à plusieurs offres augmente vos chances.",
            path: "/pupil/search".to_owned(),
            label: "Chercher une autre offre",
        };
    }
    Step {
        sentence: "Votre CV est prêt : cherchez une offre et postulez.",
        path: "/pupil/search".to_owned(),
        label: "Chercher un stage",
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let session = of_pupil(&visit)?;
    session.is(visit.ask_who().await?);
    let standing = words::standing(session.who().state);
    if !standing.is_empty() {
        // Nothing else may be asked before: the page says what is missing.
        let page = HomePage {
            layout: visit.layout("Où j'en suis"),
            given_name: String::new(),
            class: String::new(),
            standing,
            step: Step {
                sentence: "",
                path: String::new(),
                label: "",
            },
            placed: vec![],
            waiting: 0,
        };
        return Ok(visit.show(&page));
    }
    let (mut follow_up, _) = follow_up(&visit, "").await?;
    let applications = std::mem::take(&mut follow_up.applications);
    let placed = applications.into_iter().filter(|one| {
        matches!(
            one.placement_state(),
            v1::PlacementState::Placed | v1::PlacementState::Completed
        )
    });
    let placed: Vec<Line> = placed.map(Line::from).collect();
    let counts = follow_up.application_counts.unwrap_or_default();
    let step = step(&follow_up, &placed);
    let page = HomePage {
        layout: visit.layout("Où j'en suis"),
        given_name: follow_up
            .identity
            .map(|identity| identity.given_name)
            .unwrap_or_default(),
        class: follow_up.class_label,
        standing,
        step,
        placed,
        waiting: counts.pending + counts.under_examination,
    };
    Ok(visit.show(&page))
}
