"""How a whole life begins: representatives of the State, a college, a host, and pupils with guardians."""
import hashlib
import unicodedata

from actors import Operator, Person, told
from names import BEFORE_HOLIDAYS, COLLEGE, FARM, WEEKS, YEAR


def the_state(world):
    """The operator appoints; each of the appointed is invited by letter."""
    operator = Operator(world)
    departments = operator.ask("DirectoryService.ListDepartments", page_size=200).departments
    ain = next(one for one in departments if one.display_name == "Ain")
    offices = {
        "PREFECT": ain.name,
        "REFERENT": ain.name,
        "ACADEMIC_DIRECTOR": ain.name,
        "REGION_PREFECT": ain.region,
        "RECTOR": ain.academy,
        "NATIONAL_COMMITTEE": "national",
        "POOLING_PARTNER": "national",
    }
    state = {"operator": operator}
    for office, territory in offices.items():
        person = Person(world, f"Titulaire {office}", f"{office.lower()}@etat.example")
        operator.ask(
            "MandateService.AppointRepresentative",
            office=f"OFFICE_{office}",
            territory=territory,
            identity=person.identity,
        )
        state[office.lower()] = person.accepts_invitation()
        if office != "POOLING_PARTNER":
            dashboard = person.ask("SteeringService.GetTerritoryDashboard", name=territory).dashboard
            assert dashboard.name == territory and dashboard.students == 0
    listed = operator.ask("MandateService.ListRepresentatives").representatives
    assert sorted(one.territory for one in listed) == sorted(offices.values())
    # What a local platform may do so far: look things up (OFF-8).
    assert state["pooling_partner"].scope == "national"
    assert state["pooling_partner"].ask("DirectoryService.ListSectors").sectors
    assert operator.ask("StatusService.GetStatus").position == world.position
    return state


def the_college(world, state):
    """The head registers the college; staff come by invitation, or ask to be admitted."""
    head = Person(world, "Ada Lovelace", "ce.0010035h@ac-lyon.fr").signs_up(head=COLLEGE)
    registered = head.ask(
        "EstablishmentService.RegisterEstablishment",
        name=head.scope,
        head=head.identity,
        school_year=YEAR,
        classes=[{"label": "3e A", "level": "LEVEL_TROISIEME"}],
        weeks=WEEKS,
    )
    assert registered.name == COLLEGE

    # The week before the holidays needs the word of the academic director, who finds what is asked.
    weeks = {"name": COLLEGE, "school_year": YEAR, "weeks": [*WEEKS, BEFORE_HOLIDAYS]}
    head.is_refused("WEEK_JUST_BEFORE_HOLIDAYS", "EstablishmentService.ChooseWeeks", **weeks)
    director = state["academic_director"]
    head.ask("EstablishmentService.RequestWeekException", name=COLLEGE, week=BEFORE_HOLIDAYS)
    director.letter("Un collège demande une semaine qui précède les vacances")
    asked = director.ask("EstablishmentService.ListWeekExceptionRequests", territory=director.scope)
    [asked] = asked.requests
    director.ask("EstablishmentService.GrantWeekException", name=asked.establishment, week=asked.week)
    head.letter("La semaine que vous avez demandée est autorisée")
    head.ask("EstablishmentService.ChooseWeeks", **weeks)

    # Invited: here at once.
    invited = {
        "main": ("Emmy Noether", "STAFF_ROLE_TEACHER"),
        "documentalist": ("Paul Otlet", "STAFF_ROLE_DOCUMENTALIST"),
    }
    staff = {"head": head}
    for part, (name, role) in invited.items():
        person = Person(world, name, f"{name.lower().replace(' ', '.')}@ac-lyon.fr")
        head.ask(
            "EstablishmentService.InviteStaff", establishment=COLLEGE, identity=person.identity, role=role
        )
        person.accepts_invitation()
        person.is_refused("JOIN_FIRST", "EstablishmentService.GetEstablishment", name=person.scope)
        person.ask(
            "EstablishmentService.JoinStaff", establishment=person.scope, identity=person.identity, role=role
        )
        staff[part] = person

    # Not invited: the head is told, sees who asks, and admits them.
    teacher = Person(world, "Henri Poincaré", "henri.poincare@ac-lyon.fr").signs_up(teacher=COLLEGE)
    teacher.ask(
        "EstablishmentService.JoinStaff",
        establishment=teacher.scope,
        identity=teacher.identity,
        role="STAFF_ROLE_TEACHER",
    )
    teacher.is_refused("AWAITS_ADMISSION", "EstablishmentService.GetEstablishment", name=COLLEGE)
    head.letter("demande à rejoindre")
    college = head.ask("EstablishmentService.GetEstablishment", name=COLLEGE).establishment
    [asks] = [one for one in college.staff if one.identity.mail == teacher.mail]
    head.ask("EstablishmentService.AdmitStaff", name=asks.name)
    teacher.letter("Votre demande de rejoindre un collège est acceptée")
    staff["teacher"] = teacher

    # Teachers find their class in the college.
    for person in (staff["main"], teacher):
        college = person.ask("EstablishmentService.GetEstablishment", name=person.scope).establishment
        [troisieme] = college.classes
        person.ask("EstablishmentService.TakeClass", **{"class": troisieme.name})
    staff["main"].ask("EstablishmentService.StateMainTeacher", **{"class": troisieme.name})
    return staff


def the_host(world, staff):
    """A college invites an organisation, which registers, takes a colleague in, and offers work."""
    head = staff["head"]
    invited = {"organisation": "La ferme", "mail": "marie@ferme.example", "word": "Vos vaches nous manquent."}
    head.ask("HostInvitationService.InviteHost", establishment=COLLEGE, **invited)
    again = "HostInvitationService.InviteHost"
    head.is_refused("HOST_INVITED_ALREADY", again, establishment=COLLEGE, **invited)
    farmer = Person(world, "Marie Ferme", "marie@ferme.example")
    link = farmer.link("host-invitation")
    farmer.signs_up(host_person=FARM)
    farmer.ask(
        "HostService.RegisterHost",
        name=farmer.scope,
        organisation={"display_name": "La ferme du Haut", "private_body": {"form": "PRIVATE_FORM_COMPANY"}},
        person=farmer.identity,
        link_token=link,
    )
    head.letter("Un organisme que votre collège a invité est venu")
    listed = head.ask("HostInvitationService.ListHostInvitations", establishment=COLLEGE)
    [came] = listed.host_invitations[0].hosts
    assert (came.name, came.display_name) == (FARM, "La ferme du Haut")
    helper = Person(world, "Jean Ferme", "jean@ferme.example")
    farmer.ask("HostService.AddHostPerson", host=farmer.scope, identity=helper.identity)
    helper.accepts_invitation()
    host = helper.ask("HostService.GetHost", name=helper.scope).host
    assert {one.identity.mail for one in host.people} == {farmer.mail, helper.mail}

    sectors = farmer.ask("DirectoryService.ListSectors", page_size=200).sectors
    departments = farmer.ask("DirectoryService.ListDepartments", page_size=200).departments
    terms = {
        "description": "Une semaine avec les vaches, de la traite au fromage.",
        "sector": next(one.code for one in sectors if "griculture" in one.display_name),
        "place": {
            "street": "1 chemin des Prés",
            "postal_code": "01100",
            "city": "Oyonnax",
            "department": next(one.name for one in departments if one.display_name == "Ain"),
            "coordinates": {"latitude": 46.26, "longitude": 5.66},
        },
        "weeks": WEEKS,
        "seats_per_week": 1,
        "format": "OFFER_FORMAT_INDIVIDUAL",
        "tutor": {"identity": helper.identity},
        "hours": {"arrival": "09:00", "departure": "16:30"},
        "accessibility": "ACCESSIBILITY_NOT_STATED",
    }
    for title in ("Découvrir la ferme", "Découvrir la fromagerie"):
        published = farmer.ask("OfferService.PublishOffer", host=farmer.scope, terms={**terms, "title": title})
    offer = farmer.ask("OfferService.GetOffer", name=published.name).offer
    offer.terms.description += " Bottes fournies."
    farmer.ask("OfferService.ReviseOffer", name=offer.name, terms=offer.terms, etag=offer.etag)
    return farmer, helper


def another_capacity(farmer, documentalist):
    """Somebody of the college acts for the host too, with the same account, for a while (STU-4)."""
    of_college = documentalist.id
    person = farmer.ask("HostService.AddHostPerson", host=farmer.scope, identity=documentalist.identity).name
    documentalist.accepts_invitation()
    others = [one.capacity.person_id for one in documentalist.ask("MeService.GetMe").others]
    [other] = [one for one in {*others, documentalist.id} if one != of_college]
    if documentalist.id != other:
        documentalist.acts_as(other)
    assert documentalist.scope == farmer.scope
    documentalist.ask("FollowUpService.GetHostInbox", host=documentalist.scope)
    documentalist.acts_as(of_college)
    assert documentalist.scope == COLLEGE
    farmer.ask("HostService.RemoveHostPerson", name=person)
    farmer.ask("PrivacyService.EraseHostPerson", name=person)
    assert not documentalist.signs_in().ask("MeService.GetMe").others


def by_mistake(main, room):
    """A pupil of another college, in the list by mistake (STU-16)."""
    identity = {"given_name": "Nino", "family_name": "Autre"}
    student = main.ask("StudentService.EnrolStudent", identity=identity, gender="GENDER_BOY", **{"class": room})
    counted = lambda: main.ask("FollowUpService.GetClassFollowUp", **{"class": room}).follow_up.totals.students
    assert counted() == 1
    main.ask("StudentService.MarkEnrolledByMistake", name=student.name)
    assert counted() == 0


def ascii_of(name):
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()


def is_pdf(document):
    """What a page hands on for printing: a name for the file, its bytes and what they are."""
    assert document.media_type == "application/pdf" and document.content.startswith(b"%PDF-")
    assert document.content_digest == hashlib.sha256(document.content).hexdigest()


def the_pupils(world, staff):
    """Forms come back signed; guardians and pupils are invited by letter."""
    main = staff["main"]
    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    [troisieme] = college.classes
    by_mistake(main, troisieme.name)
    pupils = []
    for given, gender in (("Aïcha", "GENDER_GIRL"), ("Bilal", "GENDER_BOY"), ("Chloé", "GENDER_GIRL")):
        student = main.ask(
            "StudentService.EnrolStudent",
            identity={"given_name": given, "family_name": "Martin", "birth_date": "2012-03-04"},
            gender=gender,
            **{"class": troisieme.name},
        ).name
        pupil = Person(world, given, f"{ascii_of(given)}@eleve.example")
        pupil.guardian = Person(world, f"Parent de {given}", f"parent.{pupil.mail}")
        main.is_refused("NOT_AUTHORISED", "StudentService.OpenAccess", student=student)
        is_pdf(main.ask("StudentService.GetAuthorisationForms", student=student).document)
        hand = "StudentService.HandAuthorisationForm"
        main.is_refused("FORM_HANDED_DAY_UNFIT", hand, student=student, handed_date="0001-01-01")
        main.ask(hand, student=student, handed_date="2026-10-12")
        main.ask(
            "StudentService.RecordAuthorisation",
            student=student,
            guardian=pupil.guardian.identity,
            signed_date="2026-10-14",
        )
        main.ask("StudentService.OpenAccess", student=student)
        main.ask("StudentService.InviteStudent", student=student, mail=pupil.mail)
        pupil.guardian.accepts_invitation()
        assert pupil.guardian.scope == student, "a guardian acts for their child"
        trail = pupil.guardian.ask("AuditService.ListAuthorisationTrail", scope=student).entries
        assert len(trail) == 3
        pupil.accepts_invitation()
        assert pupil.scope == student
        cv = {"about": "J'aime les animaux.", "languages": ["Français", "Arabe"]}
        pupil.ask("StudentService.SaveCv", student=student, cv=cv)
        pupils.append(pupil)
    another_guardian(world, staff, pupils[2])
    return pupils


def another_guardian(world, staff, pupil):
    """Another parent signs a new form: the head confirms the change, and finds whose it is."""
    main, head = staff["main"], staff["head"]
    main.ask("StudentService.WithdrawAuthorisation", student=pupil.scope)
    main.ask("StudentService.HandAuthorisationForm", student=pupil.scope)
    other = Person(world, f"Autre parent de {pupil.name}", f"autre.{pupil.mail}")
    main.ask(
        "StudentService.RecordAuthorisation",
        student=pupil.scope,
        guardian=other.identity,
        second_guardian={"full_name": f"Tante de {pupil.name}", "mail": f"tante.{pupil.mail}"},
        signed_date="2026-11-02",
    )
    head.letter("Un changement de responsable légal attend votre confirmation")
    trail = head.ask("AuditService.ListAuthorisationTrail", scope=head.scope, page_size=200).entries
    signed = {told(one, "fact"): one for one in trail if one.student == pupil.scope}
    first = signed["AUTHORISATION_FACT_REPLACEMENT_RECORDED"]
    head.ask("StudentService.ConfirmGuardian", student=first.student, guardian=first.guardian)
    # Who signed along with them is no guardian: the head removes them.
    second = signed["AUTHORISATION_FACT_SECOND_GUARDIAN_RECORDED"]
    head.ask("StudentService.RemoveGuardian", student=second.student, guardian=second.guardian)
    main.ask("StudentService.OpenAccess", student=pupil.scope)
    pupil.guardian = other.accepts_invitation()
