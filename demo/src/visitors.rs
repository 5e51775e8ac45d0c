//! As whom a campaign can be looked at in the end: somebody of each role, of one college.
use domain::principal::Principal;

use crate::campaign::Campaign;
use crate::phases::authorising::Authorised;
use crate::phases::next_year::NextYear;
use crate::script::FirstYear;

/// Somebody of the campaign.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub principal: Principal,
    /// In French.
    pub words: String,
}

/// Somebody of each role: of a class that moved up, where one did, else of the first one with a
/// pupil who may act.
pub fn choose(campaign: &Campaign, first: &FirstYear, next: Option<&NextYear>) -> Vec<Visitor> {
    let plan = &campaign.plan;
    let moved = next.and_then(|next| next.first_pupil());
    let of_first = || {
        let mut pupils = first.pupils.iter().copied().enumerate();
        pupils.find(|(_, one)| one.access)
    };
    let Some((pupil, authorised)) = moved.or_else(of_first) else {
        return vec![];
    };
    let class = plan.pupils[pupil];
    let college = plan.classes[class].college;
    let listed = &plan.colleges[college].listed;
    let label = match next {
        Some(_) => plan.classes[class].label.replace('4', "3"),
        None => plan.classes[class].label.clone(),
    };
    let head = next.map_or_else(|| plan.head(college), |next| next.head(campaign, college));
    let here = format!("{} ({})", listed.name, listed.city);
    let Authorised {
        student, guardian, ..
    } = authorised;
    let mut visitors = vec![Visitor {
        principal: plan.pupil(student),
        words: format!("Élève de {label}, {here}"),
    }];
    if let Some(guardian) = guardian {
        visitors.push(Visitor {
            principal: plan.guardian(guardian, student),
            words: format!("Parent de cet élève, {here}"),
        });
    }
    visitors.push(Visitor {
        principal: plan.teacher(class),
        words: format!("Professeur principal de {label}, {here}"),
    });
    visitors.push(Visitor {
        principal: head,
        words: format!("Chef d'établissement, {here}"),
    });
    let near = |offer: &&demo_plan::plan::Offer| {
        offer.college == college && offer.group.is_none() && !offer.reserved
    };
    if let Some(offer) = plan.offers.iter().find(near) {
        visitors.push(Visitor {
            principal: plan.host_person(offer.host),
            words: format!("{}, près de {}", plan.hosts[offer.host].name, listed.city),
        });
    }
    let department = listed.department;
    visitors.push(Visitor {
        principal: plan.academic_director(department),
        words: format!("Directeur académique, département {department}"),
    });
    visitors.push(Visitor {
        principal: plan.committee(),
        words: "Comité national".to_owned(),
    });
    visitors.push(Visitor {
        principal: plan.operator(),
        words: "Exploitant du service".to_owned(),
    });
    visitors
}
