//! What is somebody's own, and what it is called.
use domain::calendar::SchoolYear;
use domain::establishment::EstablishmentState;
use domain::ids::{ClassId, PartnerId, StudentId, Uai};
use domain::partner::Assignment;
use domain::principal::{Principal, Role, Scope};
use domain::reference::departments;
use eventlog::Position;
use projections::entities::{EntityIndex, EstablishmentRow, HostRow};

use super::child_of;
use wire::names;

/// Something that is somebody's own.
pub(super) struct Belonging {
    pub name: String,
    pub called: Called,
    pub school_year: Option<SchoolYear>,
}

/// What something is called.
pub(super) enum Called {
    /// So.
    Text(String),
    /// By the title of an offer, told by the event at this position.
    Title(Position),
    /// By the name of a pupil, told by the event at this position, sealed.
    Pupil(StudentId, Option<Position>),
}

impl Called {
    /// The event that tells it.
    pub(super) fn pointed(&self) -> Option<Position> {
        match self {
            Self::Text(_) => None,
            Self::Title(at) => Some(*at),
            Self::Pupil(_, at) => *at,
        }
    }

    /// The pupil whose name it is.
    pub(super) fn pupil(&self) -> Option<StudentId> {
        match self {
            Self::Pupil(student, _) => Some(*student),
            Self::Text(_) | Self::Title(_) => None,
        }
    }
}

fn plain(name: String, called: String) -> Belonging {
    Belonging {
        name,
        called: Called::Text(called),
        school_year: None,
    }
}

/// What a capacity is about, in words; of a guardian whom another replaced, nothing.
pub(super) fn called(entities: &EntityIndex, caller: &Principal) -> Called {
    let text = match caller.scope() {
        Scope::Student(student) => {
            let pupil = caller.as_pupil().is_some();
            let child = child_of(entities, caller).is_some();
            if !pupil && !child {
                return Called::Text(String::new());
            }
            let row = entities.student(student);
            return Called::Pupil(student, row.and_then(|row| row.identity));
        }
        Scope::Establishment(uai) => entities
            .establishment(uai)
            .map(|college| college_name(&college.state)),
        Scope::Host(siret) => entities
            .host(siret)
            .map(|host| host.organisation.name.to_string()),
        Scope::Department(code) => departments::find(code).map(|found| found.name.to_owned()),
        Scope::Region(code) => Some(code.name().to_owned()),
        Scope::Academy(code) => Some(code.name().to_owned()),
        Scope::Country => entities
            .partner(PartnerId(caller.id()))
            .and_then(|partner| partner.association())
            .map(ToString::to_string),
    };
    Called::Text(text.unwrap_or_default())
}

/// What is theirs, of who takes part.
pub(super) fn of(entities: &EntityIndex, caller: &Principal) -> Vec<Belonging> {
    match (caller.role(), caller.scope()) {
        (Role::Pupil, Scope::Student(student)) => of_pupil(entities, student),
        (Role::Guardian, Scope::Student(student)) => vec![Belonging {
            name: names::of_student(student),
            called: called(entities, caller),
            school_year: None,
        }],
        (role, Scope::Establishment(uai)) => {
            let college = entities.establishment(uai);
            college.map_or_else(Vec::new, |college| of_staff(college, role, caller))
        }
        (_, Scope::Host(siret)) => {
            let host = entities.host(siret);
            host.map_or_else(Vec::new, |host| of_host(entities, host))
        }
        (Role::Partner, _) => of_partner(entities, PartnerId(caller.id())),
        (Role::Operator | Role::Pupil | Role::Guardian, _) => vec![],
        (_, _) => match called(entities, caller) {
            Called::Text(text) => vec![plain(names::of_scope(caller), text)],
            Called::Title(_) | Called::Pupil(..) => vec![],
        },
    }
}

fn college_name(college: &EstablishmentState) -> String {
    let listing = college.listing();
    listing
        .map(|listing| listing.name.to_string())
        .unwrap_or_default()
}

fn college(uai: Uai, state: &EstablishmentState) -> Belonging {
    plain(names::of_establishment(uai), college_name(state))
}

fn class(uai: Uai, state: &EstablishmentState, class: ClassId) -> Option<Belonging> {
    let found = state.class(class)?;
    Some(Belonging {
        name: names::of_class(uai, class),
        called: Called::Text(found.label.to_string()),
        school_year: Some(found.school_year),
    })
}

fn of_pupil(entities: &EntityIndex, student: StudentId) -> Vec<Belonging> {
    let Some((row, pupil)) = entities.college_of(student) else {
        return vec![];
    };
    let in_class = entities.class_row(pupil.class);
    let in_class = in_class.and_then(|found| class(row.uai, &row.state, found.class));
    std::iter::once(college(row.uai, &row.state))
        .chain(in_class)
        .collect()
}

/// The classes that a teacher teaches, all of them for the head and other staff; the latest year
/// first.
fn of_staff(row: &EstablishmentRow, role: Role, caller: &Principal) -> Vec<Belonging> {
    let teaches = |id: ClassId| {
        let (staff, _) = caller.as_staff()?;
        Some(role != Role::Teacher || row.state.teaches(staff, id))
    };
    let mut classes: Vec<Belonging> = row
        .state
        .classes()
        .filter(|(id, _)| teaches(*id) == Some(true))
        .filter_map(|(id, _)| class(row.uai, &row.state, id))
        .collect();
    classes.sort_by(|a, b| {
        let label = |of: &Belonging| match &of.called {
            Called::Text(label) => label.clone(),
            Called::Title(_) | Called::Pupil(..) => String::new(),
        };
        let year = b.school_year.cmp(&a.school_year);
        year.then_with(|| label(a).cmp(&label(b)))
    });
    std::iter::once(college(row.uai, &row.state))
        .chain(classes)
        .collect()
}

fn of_host(entities: &EntityIndex, host: &HostRow) -> Vec<Belonging> {
    let name = host.organisation.name.to_string();
    let offers = host.offers.iter().rev();
    let offers = offers.filter_map(|number| entities.offer_row(*number));
    let offers = offers.map(|offer| Belonging {
        name: names::of_offer(offer.offer),
        called: Called::Title(offer.terms),
        school_year: offer.school_year,
    });
    std::iter::once(plain(names::of_host(host.siret), name))
        .chain(offers)
        .collect()
}

fn of_partner(entities: &EntityIndex, partner: PartnerId) -> Vec<Belonging> {
    let Some(state) = entities.partner(partner) else {
        return vec![];
    };
    let name = state.association().map(ToString::to_string);
    let assigned = state.assignments().filter_map(|to| match to {
        Assignment::Establishment(uai) => entities
            .establishment(uai)
            .map(|found| college(uai, &found.state)),
        Assignment::Host(siret) => entities
            .host(siret)
            .map(|host| plain(names::of_host(siret), host.organisation.name.to_string())),
    });
    std::iter::once(plain(names::of_partner(partner), name.unwrap_or_default()))
        .chain(assigned)
        .collect()
}
