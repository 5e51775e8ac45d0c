//! What somebody becomes by following an invitation: a [`Principal`], kept as JSON with the letter
//! and later with the account.
use domain::establishment::StaffRole;
use domain::ids::{
    GuardianId, HostPersonId, PartnerId, RepresentativeId, Siret, StaffId, StudentId, Uai,
};
use domain::mandate::Office;
use domain::principal::{Principal, Role};
use serde::Deserialize;

/// A member of a college's staff (EST-6).
#[must_use]
pub fn staff(staff: StaffId, role: StaffRole, establishment: Uai) -> String {
    text(match role {
        StaffRole::Teacher => Principal::teacher(staff, establishment),
        StaffRole::Documentalist
        | StaffRole::EducationAdviser
        | StaffRole::Psychologist
        | StaffRole::Administration => Principal::other_staff(staff, establishment),
    })
}

/// The head of a college (EST-1a).
#[must_use]
pub fn head(staff: StaffId, establishment: Uai) -> String {
    text(Principal::head(staff, establishment))
}

/// Somebody who acts for a host (OFF-1).
#[must_use]
pub fn host_person(person: HostPersonId, host: Siret) -> String {
    text(Principal::host_person(person, host))
}

/// A pupil (STU-4).
#[must_use]
pub fn pupil(student: StudentId) -> String {
    text(Principal::pupil(student))
}

/// A pupil's legal guardian (STU-1).
#[must_use]
pub fn guardian(guardian: GuardianId, student: StudentId) -> String {
    text(Principal::guardian(guardian, student))
}

/// A representative of the State in their office (SPEC 6).
#[must_use]
pub fn representative(RepresentativeId(id): RepresentativeId, office: Office) -> String {
    text(match office {
        Office::Prefect { department } => Principal::prefect(id, department),
        Office::Referent { department } => Principal::referent(id, department),
        Office::AcademicDirector { department } => Principal::academic_director(id, department),
        Office::RegionPrefect { region } => Principal::region_prefect(id, region),
        Office::Rector { academy } => Principal::rector(id, academy),
        Office::NationalCommittee => Principal::national_committee(id),
        Office::PoolingPartner => Principal::pooling_partner(id),
    })
}

/// Who answers for a partner association (DSH-7).
#[must_use]
pub fn partner(PartnerId(id): PartnerId) -> String {
    text(Principal::partner(id))
}

fn text(principal: Principal) -> String {
    // Plain data always has a form as JSON.
    serde_json::to_value(principal)
        .map(|value| value.to_string())
        .unwrap_or_default()
}

/// The role of a capacity, in the words of a letter; `None` where it has none.
pub(crate) fn role_in_french(capacity: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Capacity {
        role: String,
    }
    let Capacity { role } = serde_json::from_str(capacity).ok()?;
    Some(
        match Role::ALL.into_iter().find(|known| known.name() == role)? {
            Role::Head => "chef d'établissement",
            Role::Teacher => "professeur",
            Role::OtherStaff => "personnel du collège",
            Role::HostPerson => "organisme d'accueil",
            Role::Pupil => "élève",
            Role::Guardian => "responsable légal",
            Role::Prefect => "préfet",
            Role::Referent => "référent départemental",
            Role::AcademicDirector => "directeur académique",
            Role::RegionPrefect => "préfet de région",
            Role::Rector => "recteur",
            Role::Partner => "association partenaire",
            Role::NationalCommittee => "comité national",
            Role::PoolingPartner => "plateforme partenaire",
            Role::Operator => return None,
        },
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_capacity_is_told_in_words() {
        let of_pupil = pupil(StudentId(Uuid::from_u128(7)));
        assert_eq!(role_in_french(&of_pupil), Some("élève"));
        for odd in ["", "{}", r#"{"role":"emperor"}"#, r#"{"role":7}"#] {
            assert_eq!(role_in_french(odd), None, "{odd}");
        }
    }
}
