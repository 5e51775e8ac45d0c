//! The people of a story, brought to where it begins.
use std::collections::BTreeSet;

use commands::{
    CommandService, Contact, NewClass, NewHost, NewStudent, OfferDraft, Registration, Signed,
    SignedForm,
};
use domain::calendar::Week;
use domain::establishment::{Level, Listing, Network, StaffRole};
use domain::geography::Coordinates;
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{Accessibility, DailyHours, Format, OfferTerms, Place};
use domain::personal::StudentIdentity;
use domain::principal::{Principal, Role};
use domain::reference::departments;
use domain::student::Gender;
use jiff::civil::{Date, date, time};
use uuid::Uuid;

use crate::names::{WEEKS, ask, siret, this_year, uai, week};

/// The operator of the service.
#[must_use]
pub fn operator() -> Principal {
    Principal::operator(Uuid::from_u128(0x0be7))
}

/// The national committee.
#[must_use]
pub fn committee() -> Principal {
    Principal::national_committee(Uuid::from_u128(0xc0de))
}

/// Somebody's name with an address of the academy of Lyon.
#[must_use]
pub fn contact(name: &str) -> Contact {
    Contact {
        name: name.into(),
        mail: Some("personne@ac-lyon.fr".into()),
    }
}

/// The own mailbox of a college of the academy of Lyon.
#[must_use]
pub fn mailbox(college: Uai) -> String {
    format!("ce.{college}@ac-lyon.fr").to_lowercase()
}

/// Oyonnax, where colleges and hosts are.
#[must_use]
pub fn oyonnax() -> Coordinates {
    Coordinates::new(46.25, 5.65).unwrap()
}

/// Every week of [`WEEKS`].
#[must_use]
pub fn all_weeks() -> BTreeSet<Week> {
    WEEKS.map(week).into()
}

/// What the directory says of a college.
#[must_use]
pub fn listing() -> Listing {
    Listing {
        name: "Collège Lumière".into(),
        city: "Oyonnax".into(),
        department: "01".parse().unwrap(),
        network: Network::RepPlus,
        position: Some(oyonnax()),
    }
}

/// A registered college in its chosen weeks, with one class and its main teacher.
#[derive(Clone, Copy)]
pub struct College {
    /// Its name in the directory.
    pub uai: Uai,
    /// Its head.
    pub head: Principal,
    /// The main teacher of its class.
    pub teacher: Principal,
    /// Its class, a troisième.
    pub class: ClassId,
}

impl College {
    /// The `n`-th college.
    pub async fn registered(commands: &CommandService, n: u32) -> Self {
        let establishment = uai(n);
        let listed = vec![(establishment, listing())];
        let rows = commands
            .handle(ask(operator()))
            .import_establishments(listed)
            .await
            .unwrap();
        assert!(rows.iter().all(Result::is_ok), "{rows:?}");
        let head = Principal::head(StaffId(Uuid::new_v4()), establishment);
        let registration = Registration {
            head: Contact {
                mail: Some(mailbox(establishment)),
                ..contact("La principale")
            },
            school_year: this_year(),
            classes: vec![NewClass {
                label: "3e A".into(),
                level: Level::Troisieme,
            }],
            weeks: all_weeks(),
        };
        let request = ask(head);
        let registered = commands
            .handle(request.clone())
            .register_establishment(establishment, registration);
        let class = registered.await.unwrap().2[0];
        let teacher = Principal::teacher(StaffId(Uuid::new_v4()), establishment);
        let (who, role) = (contact("Le professeur"), StaffRole::Teacher);
        let request = ask(teacher);
        let joined = commands
            .handle(request.clone())
            .join_staff(establishment, who, role);
        let staff = joined.await.unwrap().1;
        commands
            .handle(ask(head))
            .admit_staff(establishment, staff)
            .await
            .unwrap();
        commands
            .handle(ask(teacher))
            .take_class(establishment, class)
            .await
            .unwrap();
        commands
            .handle(ask(teacher))
            .state_main_teacher(establishment, class)
            .await
            .unwrap();
        Self {
            uai: establishment,
            head,
            teacher,
            class,
        }
    }

    /// A pupil of its class, whose form is not yet signed.
    pub async fn enrolled(&self, commands: &CommandService) -> StudentId {
        let identity = StudentIdentity {
            given_name: "Aïcha".into(),
            family_name: "Martin".into(),
            birth_date: Some(date(2011, 3, 4)),
            mail: None,
        };
        let new = NewStudent {
            identity,
            gender: Gender::Girl,
        };
        let request = ask(self.teacher);
        commands
            .handle(request.clone())
            .enrol_student(self.uai, self.class, new)
            .await
            .unwrap()
            .1
    }

    /// The signed form comes back for a pupil, and a teacher opens access.
    pub async fn activated(&self, commands: &CommandService, student: StudentId) -> Pupil {
        self.activated_on(commands, student, signed_form().signed_on)
            .await
    }

    /// As [`College::activated`], on another day than the first.
    pub async fn activated_on(
        &self,
        commands: &CommandService,
        student: StudentId,
        day: Date,
    ) -> Pupil {
        let pupil = self.authorised_on(commands, student, day).await;
        commands
            .handle(ask(self.teacher))
            .open_access(student)
            .await
            .unwrap();
        pupil
    }

    /// The signed form comes back for a pupil, whose access nobody opens.
    pub async fn authorised_on(
        &self,
        commands: &CommandService,
        student: StudentId,
        day: Date,
    ) -> Pupil {
        commands
            .handle(ask(self.teacher))
            .hand_authorisation_form(student, Some(day))
            .await
            .unwrap();
        let request = ask(self.teacher);
        let form = SignedForm {
            signed_on: day,
            ..signed_form()
        };
        let recorded = commands
            .handle(request.clone())
            .record_authorisation(student, form);
        let guardian = recorded.await.unwrap().1.first;
        // Where another guardian signed before; else it is so already.
        let request = ask(self.head);
        let confirmed = commands
            .handle(request.clone())
            .confirm_guardian(student, guardian);
        confirmed.await.unwrap();
        Pupil {
            student,
            caller: Principal::pupil(student),
            guardian: Principal::guardian(guardian, student),
        }
    }

    /// A pupil of its class who may act.
    pub async fn active_pupil(&self, commands: &CommandService) -> Pupil {
        let student = self.enrolled(commands).await;
        self.activated(commands, student).await
    }
}

/// A form signed in September.
#[must_use]
pub fn signed_form() -> SignedForm {
    SignedForm {
        first: Signed {
            guardian: contact("La mère"),
            known_guardian: None,
            staff_there: vec![],
        },
        second: None,
        signed_on: date(2025, 9, 29),
        digest: None,
    }
}

/// A pupil who may act, and the guardian who lets them.
#[derive(Clone, Copy)]
pub struct Pupil {
    /// Which.
    pub student: StudentId,
    /// The pupil, calling.
    pub caller: Principal,
    /// The guardian, calling.
    pub guardian: Principal,
}

impl Pupil {
    /// Asks for a seat.
    pub async fn applies(
        &self,
        commands: &CommandService,
        offer: OfferId,
        week: Week,
    ) -> ApplicationId {
        let letter = "Madame, Monsieur, votre métier m'intéresse.";
        let request = ask(self.caller);
        let asked =
            commands
                .handle(request.clone())
                .submit_application(self.student, offer, week, letter);
        asked.await.unwrap().1
    }
}

/// A registered host.
#[derive(Clone, Copy)]
pub struct Firm {
    /// Its name.
    pub siret: Siret,
    /// Somebody who acts for it.
    pub caller: Principal,
}

impl Firm {
    /// The `n`-th host.
    pub async fn registered(commands: &CommandService, n: u32) -> Self {
        let host = siret(n);
        let caller = Principal::host_person(HostPersonId(Uuid::new_v4()), host);
        let organisation = Organisation {
            name: "La ferme du Haut".into(),
            kind: HostKind::Private {
                form: PrivateForm::Company,
                group: None,
                paqte: false,
            },
        };
        let new = NewHost {
            organisation,
            person: contact("La fermière"),
            link: None,
        };
        commands
            .handle(ask(caller))
            .register_host(host, new)
            .await
            .unwrap();
        Self {
            siret: host,
            caller,
        }
    }

    /// Offers so many seats in each of [`WEEKS`].
    pub async fn offers(&self, commands: &CommandService, seats: u16) -> OfferId {
        commands
            .handle(ask(self.caller))
            .publish_offer(self.siret, draft(seats))
            .await
            .unwrap()
            .1
    }
}

/// An offer of so many seats in each of [`WEEKS`].
#[must_use]
pub fn draft(seats_per_week: u16) -> OfferDraft {
    let terms = OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: oyonnax(),
        },
        weeks: all_weeks(),
        seats_per_week,
        format: Format::Individual,
        tutor: OfferDraft::tutor_to_come(),
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::Accessible,
        reserved_for: None,
        what_to_bring: String::new(),
    };
    OfferDraft {
        terms,
        tutor: contact("Le tuteur"),
    }
}

/// Somebody new in a role: of a college and a host that are there, and not known to them.
#[must_use]
pub fn stranger(role: Role) -> Principal {
    let id = Uuid::new_v4();
    let ain = departments::find("01".parse().unwrap()).unwrap();
    let (department, region, academy) = (ain.code, ain.region, ain.academy);
    let (staff, establishment) = (StaffId(id), uai(1));
    let (student, host) = (StudentId(id), siret(1));
    match role {
        Role::Pupil => Principal::pupil(student),
        Role::Guardian => Principal::guardian(GuardianId(id), student),
        Role::Teacher => Principal::teacher(staff, establishment),
        Role::Head => Principal::head(staff, establishment),
        Role::OtherStaff => Principal::other_staff(staff, establishment),
        Role::HostPerson => Principal::host_person(HostPersonId(id), host),
        Role::Prefect => Principal::prefect(id, department),
        Role::Referent => Principal::referent(id, department),
        Role::AcademicDirector => Principal::academic_director(id, department),
        Role::RegionPrefect => Principal::region_prefect(id, region),
        Role::Rector => Principal::rector(id, academy),
        Role::Partner => Principal::partner(id),
        Role::NationalCommittee => Principal::national_committee(id),
        Role::PoolingPartner => Principal::pooling_partner(id),
        Role::Operator => Principal::operator(id),
    }
}
