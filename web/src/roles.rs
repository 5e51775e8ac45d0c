//! Who has which pages. A role is a folder of its own: its menu and where it begins are named here.
use crate::{association, committee, guardian, head, host, operator, pupil, state, teacher};

/// The roles of the table of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A pupil.
    Pupil,
    /// A legal guardian.
    Guardian,
    /// A teacher.
    Teacher,
    /// The head of a college.
    Head,
    /// Other staff of a college.
    OtherStaff,
    /// A person of a host.
    HostPerson,
    /// The prefect of a department.
    Prefect,
    /// The referent of a department.
    Referent,
    /// The academic director of a department.
    AcademicDirector,
    /// The prefect of a region.
    RegionPrefect,
    /// The rector of an academy.
    Rector,
    /// A partner association.
    Partner,
    /// The national committee.
    NationalCommittee,
    /// A local platform that feeds its offers in.
    PoolingPartner,
    /// The operator of the service.
    Operator,
    /// One that these pages do not know.
    Unknown,
}

/// A line of a menu: where it leads and what it says.
pub type MenuItem = (&'static str, &'static str);

/// Lines that stand together: what they are about, empty where they stand in the menu itself.
pub type MenuGroup = (&'static str, &'static [MenuItem]);

impl Role {
    /// By its name in a session.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "pupil" => Self::Pupil,
            "guardian" => Self::Guardian,
            "teacher" => Self::Teacher,
            "head" => Self::Head,
            "other_staff" => Self::OtherStaff,
            "host_person" => Self::HostPerson,
            "prefect" => Self::Prefect,
            "referent" => Self::Referent,
            "academic_director" => Self::AcademicDirector,
            "region_prefect" => Self::RegionPrefect,
            "rector" => Self::Rector,
            "partner" => Self::Partner,
            "national_committee" => Self::NationalCommittee,
            "pooling_partner" => Self::PoolingPartner,
            "operator" => Self::Operator,
            _ => Self::Unknown,
        }
    }

    /// In French, without an article.
    #[must_use]
    pub fn in_french(self) -> &'static str {
        match self {
            Self::Pupil => "Élève",
            Self::Guardian => "Responsable légal",
            Self::Teacher => "Professeur",
            Self::Head => "Chef d'établissement",
            Self::OtherStaff => "Personnel du collège",
            Self::HostPerson => "Organisme d'accueil",
            Self::Prefect => "Préfet de département",
            Self::Referent => "Référent départemental",
            Self::AcademicDirector => "Directeur académique",
            Self::RegionPrefect => "Préfet de région",
            Self::Rector => "Recteur d'académie",
            Self::Partner => "Association partenaire",
            Self::NationalCommittee => "Comité national",
            Self::PoolingPartner => "Plateforme partenaire",
            Self::Operator => "Exploitant du service",
            Self::Unknown => "Utilisateur",
        }
    }

    /// The menu.
    #[must_use]
    pub fn menu(self) -> &'static [MenuGroup] {
        match self {
            Self::Pupil => &[("", pupil::MENU)],
            Self::Guardian => &[("", guardian::MENU)],
            Self::Teacher => &[("", teacher::MENU)],
            Self::Head | Self::OtherStaff => head::MENU,
            Self::HostPerson => host::MENU,
            Self::Prefect | Self::Referent => state::DEPARTMENT,
            Self::AcademicDirector => state::DIRECTOR,
            Self::RegionPrefect | Self::Rector => state::ABOVE,
            Self::NationalCommittee => committee::MENU,
            Self::Partner => &[("", association::MENU)],
            Self::Operator => &[("", operator::MENU)],
            Self::PoolingPartner | Self::Unknown => &[],
        }
    }

    /// Where they begin once they have signed in.
    #[must_use]
    pub fn home(self) -> &'static str {
        let mut lines = self.menu().iter().flat_map(|(_, lines)| *lines);
        lines.next().map_or("/account", |(path, _)| path)
    }
}
