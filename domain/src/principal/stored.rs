//! A principal as tokens and accounts hold it: one flat object, the role first, the person under a
//! name of the role's own.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Principal, Role, Scope};
use crate::ids::{DepartmentCode, Siret, StudentId, Uai};
use crate::reference::academies::AcademyCode;
use crate::reference::regions::RegionCode;

/// Its fields, in the order in which they are written; each role has its own.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredPrincipal {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guardian: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    student: Option<StudentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    establishment: Option<Uai>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<Siret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<DepartmentCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<RegionCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    academy: Option<AcademyCode>,
}

impl From<Principal> for StoredPrincipal {
    fn from(principal: Principal) -> Self {
        let mut stored = Self {
            role: Some(principal.role),
            ..Self::default()
        };
        let id = Some(principal.id);
        match principal.role {
            Role::Pupil => {}
            Role::Guardian => stored.guardian = id,
            Role::Teacher | Role::Head | Role::OtherStaff => stored.staff = id,
            Role::HostPerson => stored.person = id,
            Role::Prefect
            | Role::Referent
            | Role::AcademicDirector
            | Role::RegionPrefect
            | Role::Rector
            | Role::Partner
            | Role::NationalCommittee
            | Role::PoolingPartner
            | Role::Operator => stored.id = id,
        }
        match principal.scope {
            Scope::Student(student) => stored.student = Some(student),
            Scope::Establishment(college) => stored.establishment = Some(college),
            Scope::Host(host) => stored.host = Some(host),
            Scope::Department(department) => stored.department = Some(department),
            Scope::Region(region) => stored.region = Some(region),
            Scope::Academy(academy) => stored.academy = Some(academy),
            Scope::Country => {}
        }
        stored
    }
}

/// A field that the role needs is missing.
#[derive(Debug, thiserror::Error)]
#[error("not the fields of its role")]
pub(super) struct NotOfItsRole;

impl TryFrom<StoredPrincipal> for Principal {
    type Error = NotOfItsRole;

    fn try_from(stored: StoredPrincipal) -> Result<Self, NotOfItsRole> {
        let read = || {
            let (id, scope) = match stored.role? {
                Role::Pupil => (stored.student?.0, Scope::Student(stored.student?)),
                Role::Guardian => (stored.guardian?, Scope::Student(stored.student?)),
                Role::Teacher | Role::Head | Role::OtherStaff => {
                    (stored.staff?, Scope::Establishment(stored.establishment?))
                }
                Role::HostPerson => (stored.person?, Scope::Host(stored.host?)),
                Role::Prefect | Role::Referent | Role::AcademicDirector => {
                    (stored.id?, Scope::Department(stored.department?))
                }
                Role::RegionPrefect => (stored.id?, Scope::Region(stored.region?)),
                Role::Rector => (stored.id?, Scope::Academy(stored.academy?)),
                Role::Partner | Role::NationalCommittee | Role::PoolingPartner | Role::Operator => {
                    (stored.id?, Scope::Country)
                }
            };
            Principal::new(id, stored.role?, scope)
        };
        read().ok_or(NotOfItsRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{GuardianId, HostPersonId, StaffId};

    const ID: &str = "00000000-0000-0000-0000-000000000007";
    const CHILD: &str = "00000000-0000-0000-0000-000000000009";

    #[test]
    fn every_role_is_written_and_read_as_it_always_was() {
        let id = Uuid::from_u128(7);
        let child = StudentId(Uuid::from_u128(9));
        let college: Uai = "0010035H".parse().unwrap();
        let host: Siret = "73282932000074".parse().unwrap();
        let department: DepartmentCode = "2A".parse().unwrap();
        let (staff, guardian, person) = (StaffId(id), GuardianId(id), HostPersonId(id));
        let college_fields = format!(r#""staff":"{ID}","establishment":"0010035H""#);
        let department_fields = format!(r#""id":"{ID}","department":"2A""#);
        let id_field = format!(r#""id":"{ID}""#);
        let all = [
            (
                Principal::pupil(child),
                "pupil",
                format!(r#""student":"{CHILD}""#),
            ),
            (
                Principal::guardian(guardian, child),
                "guardian",
                format!(r#""guardian":"{ID}","student":"{CHILD}""#),
            ),
            (
                Principal::teacher(staff, college),
                "teacher",
                college_fields.clone(),
            ),
            (
                Principal::head(staff, college),
                "head",
                college_fields.clone(),
            ),
            (
                Principal::other_staff(staff, college),
                "other_staff",
                college_fields,
            ),
            (
                Principal::host_person(person, host),
                "host_person",
                format!(r#""person":"{ID}","host":"73282932000074""#),
            ),
            (
                Principal::prefect(id, department),
                "prefect",
                department_fields.clone(),
            ),
            (
                Principal::referent(id, department),
                "referent",
                department_fields.clone(),
            ),
            (
                Principal::academic_director(id, department),
                "academic_director",
                department_fields,
            ),
            (
                Principal::region_prefect(id, "94".parse().unwrap()),
                "region_prefect",
                format!(r#""id":"{ID}","region":"94""#),
            ),
            (
                Principal::rector(id, "corse".parse().unwrap()),
                "rector",
                format!(r#""id":"{ID}","academy":"corse""#),
            ),
            (Principal::partner(id), "partner", id_field.clone()),
            (
                Principal::national_committee(id),
                "national_committee",
                id_field.clone(),
            ),
            (
                Principal::pooling_partner(id),
                "pooling_partner",
                id_field.clone(),
            ),
            (Principal::operator(id), "operator", id_field),
        ];
        assert_eq!(all.len(), Role::ALL.len());
        for ((principal, role, fields), expected) in all.into_iter().zip(Role::ALL) {
            let text = format!(r#"{{"role":"{role}",{fields}}}"#);
            assert_eq!(principal.role(), expected);
            assert_eq!(serde_json::to_string(&principal).unwrap(), text);
            assert_eq!(serde_json::from_str::<Principal>(&text).unwrap(), principal);
            let id = principal.id();
            assert_eq!(principal.to_string(), format!("{role}:{id}"));
        }
    }

    #[test]
    fn what_lacks_a_field_of_its_role_is_nobody() {
        for text in [
            format!(r#"{{"role":"prefect","id":"{ID}"}}"#),
            format!(r#"{{"role":"pupil","id":"{ID}"}}"#),
            format!(r#"{{"role":"teacher","id":"{ID}","establishment":"0010035H"}}"#),
            format!(r#"{{"role":"emperor","id":"{ID}"}}"#),
            format!(r#"{{"id":"{ID}"}}"#),
        ] {
            assert!(serde_json::from_str::<Principal>(&text).is_err(), "{text}");
        }
    }
}
