//! As whom a campaign can be looked at in the end: somebody of each role, of one college.
use domain::principal::Principal;

use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::phases::answering::{WAITING, inbox};
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
pub async fn choose(
    campaign: &Campaign,
    first: &FirstYear,
    next: Option<&NextYear>,
) -> Result<Vec<Visitor>, DemoError> {
    let plan = &campaign.plan;
    let moved = next.and_then(|next| next.first_pupil());
    let of_first = || {
        let mut pupils = first.pupils.iter().copied().enumerate();
        pupils.find(|(_, one)| one.access)
    };
    let Some((pupil, authorised)) = moved.or_else(of_first) else {
        return Ok(vec![]);
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
    if let Some(host) = host_near(campaign, college).await? {
        visitors.push(Visitor {
            principal: plan.host_person(host),
            words: format!("{}, près de {}", plan.hosts[host].name, listed.city),
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
    Ok(visitors)
}

/// A host near a college, one that has applications to answer if there is any.
async fn host_near(campaign: &Campaign, college: usize) -> Result<Option<usize>, DemoError> {
    let offers = campaign.plan.offers.iter();
    let near = offers.filter(|offer| offer.college == college);
    let alone = near.filter(|offer| offer.group.is_none() && !offer.reserved);
    let mut hosts: Vec<usize> = alone.map(|offer| offer.host).collect();
    hosts.dedup();
    for host in &hosts {
        if !inbox(campaign, *host, WAITING).await?.is_empty() {
            return Ok(Some(*host));
        }
    }
    Ok(hosts.first().copied())
}
