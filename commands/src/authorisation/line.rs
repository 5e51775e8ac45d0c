//! A line of the table: what one action grants to each role.
use domain::principal::Role;

use super::Grant;

macro_rules! line {
    ($($place:ident: $role:ident),* $(,)?) => {
        /// What an action grants to each role.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Line { $($place: Grant),* }

        impl Line {
            /// Nothing to anybody: what a line says of the roles that it does not name.
            pub(super) const REFUSED: Self = Self { $($place: Grant::Refused),* };

            /// The same, with what it grants to a role.
            ///
            /// # Panics
            /// Where the role has been named before; a line is made when the program is compiled,
            /// which then fails.
            pub(super) const fn granting(mut self, role: Role, grant: Grant) -> Self {
                assert!(matches!(self.to(role), Grant::Refused), "a line names a role once");
                match role { $(Role::$role => self.$place = grant),* }
                self
            }

            /// What it grants to a role.
            pub(super) const fn to(self, role: Role) -> Grant {
                match role { $(Role::$role => self.$place),* }
            }
        }
    };
}

line! {
    pupil: Pupil,
    guardian: Guardian,
    teacher: Teacher,
    head: Head,
    other_staff: OtherStaff,
    host_person: HostPerson,
    prefect: Prefect,
    referent: Referent,
    academic_director: AcademicDirector,
    region_prefect: RegionPrefect,
    rector: Rector,
    partner: Partner,
    national_committee: NationalCommittee,
    pooling_partner: PoolingPartner,
    operator: Operator,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_grants_to_the_roles_that_it_names_and_to_no_other() {
        const LINE: Line = Line::REFUSED
            .granting(Role::Head, Grant::National)
            .granting(Role::Operator, Grant::OwnHost);
        for role in Role::ALL {
            let granted = match role {
                Role::Head => Grant::National,
                Role::Operator => Grant::OwnHost,
                Role::Pupil
                | Role::Guardian
                | Role::Teacher
                | Role::OtherStaff
                | Role::HostPerson
                | Role::Prefect
                | Role::Referent
                | Role::AcademicDirector
                | Role::RegionPrefect
                | Role::Rector
                | Role::Partner
                | Role::NationalCommittee
                | Role::PoolingPartner => Grant::Refused,
            };
            assert_eq!(LINE.to(role), granted, "{role:?}");
            assert_eq!(Line::REFUSED.to(role), Grant::Refused, "{role:?}");
        }
    }
}
