"""Two school years of the platform, from an empty log to completed placements, by reflection alone.

Everybody who has a role plays their part with what they can know: their own address, the number
of their college or organisation, the letters that they get, and the answers to what they ask.

Usage: whole_life.py PROGRAM, the path of `placement`. The log is a new SQLite file, or the empty
PostgreSQL database that PLACEMENT_TEST_POSTGRES names.
"""
import hashlib
import sys
import tempfile
import unicodedata
from pathlib import Path

from actors import Operator, Person, World
from next_year import the_fourth_form, the_next_year
from placement_client import Refused

YEAR = "2026-2027"
WEEKS = ["2026-W49", "2026-W50"]
BEFORE_HOLIDAYS = "2026-W51"
COLLEGE, OTHER_COLLEGE = "establishments/0010035H", "establishments/0010802S"
FARM, RELAY = "hosts/73282932000074", "hosts/35600000000048"


def whole_life(world):
    world.date("2026-11-02 09:00:00")
    world.runs("import", "colleges", str(Path(__file__).with_name("colleges.csv")))
    world.starts()
    state = the_state(world)
    staff = the_college(world, state)
    farmer, helper = the_host(world, staff)
    pupils = the_pupils(world, staff)
    the_applications(world, staff, farmer, helper, pupils)
    the_group(staff, farmer, helper, pupils)
    the_partners(world, state, staff, farmer)
    the_pooling(world, state, staff, farmer)
    dina = the_fourth_form(world, COLLEGE, YEAR, staff["head"], staff["main"])
    world.date("2026-12-14 09:00:00")
    world.starts()
    the_placements(world, state, staff, farmer, pupils)
    the_end(world, state, staff, farmer, pupils)
    the_next_year(world, state, staff, farmer, pupils[0], dina)


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
        main.ask("StudentService.HandAuthorisationForm", student=student, handed_date="2026-10-12")
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
        signed_date="2026-11-02",
    )
    head.letter("Un changement de responsable légal attend votre confirmation")
    trail = head.ask("AuditService.ListAuthorisationTrail", scope=head.scope, page_size=200).entries
    signed = trail[-1]
    assert signed.student == pupil.scope
    head.ask("StudentService.ConfirmGuardian", student=signed.student, guardian=signed.guardian)
    main.ask("StudentService.OpenAccess", student=pupil.scope)
    pupil.guardian = other.accepts_invitation()


def prepared(pupil, teacher, offer, week):
    """A letter is drafted in class, read by the teacher, written anew and sent (STU-14)."""
    draft = pupil.ask(
        "PreparationService.DraftLetter",
        student=pupil.scope,
        offer=offer.name,
        letter="Bonjour, je voudré venir.",
    ).name
    teacher.ask(
        "PreparationService.LeaveComment",
        student=pupil.scope,
        draft=draft,
        version=teacher.ask("PreparationService.GetDraft", name=draft).version,
        text="Relis-toi, et dis pourquoi ce métier t'intéresse.",
    )
    pupil.letter("Un commentaire sur ce que vous préparez")
    [comment] = pupil.ask("PreparationService.GetDraft", name=draft).comments
    assert comment.staff_display_name == teacher.name
    pupil.ask(
        "PreparationService.ReviseDraft",
        name=draft,
        letter="Madame, Monsieur, votre métier m'intéresse.",
    )
    return pupil.ask("PreparationService.ApplyFromDraft", name=draft, week=week).name


def the_applications(world, staff, farmer, helper, pupils):
    """Pupils search and apply; the host answers; what follows from an answer follows."""
    aicha, bilal, chloe = pupils
    found = {}
    for pupil in pupils:
        pupil.offers = pupil.ask("OfferService.SearchOffers", student=pupil.scope).offers
        assert len(pupil.offers) == 2
        applies = lambda offer, week: pupil.ask(
            "ApplicationService.SubmitApplication",
            student=pupil.scope,
            offer=offer.name,
            week=week,
            letter="Madame, Monsieur, votre métier m'intéresse.",
        ).name
        farm, dairy = sorted(pupil.offers, key=lambda one: one.title)
        if pupil is aicha:
            pupil.applications = [prepared(pupil, staff["main"], farm, WEEKS[0])]
            pupil.applications += [applies(dairy, WEEKS[0]), applies(dairy, WEEKS[1])]
        else:
            pupil.applications = [applies(farm, WEEKS[0])]
    helper.letter("Une candidature est arrivée")

    # The host finds them in its inbox.
    inbox = helper.ask("FollowUpService.GetHostInbox", host=helper.scope).inbox
    assert inbox.application_counts.pending == 5
    first, *others = [one for one in inbox.applications if one.student_display_name == "Aïcha Martin"]
    shown = helper.ask("ApplicationService.GetApplication", name=first.name).application
    assert shown.letter
    helper.ask("ApplicationService.ExamineApplication", name=first.name)
    farmer.ask("ApplicationService.AcceptApplication", name=first.name, message="À bientôt.")

    # The host finds its offers, with who asked for them; the guardian follows the child.
    own = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    assert sum(offer.application_counts.accepted for offer in own) == 1
    followed = aicha.guardian.ask("FollowUpService.GetStudentFollowUp", student=aicha.guardian.scope)
    [placed] = [one for one in followed.follow_up.applications if one.placement_state == 1]
    assert placed.arrangements.tutor.identity.full_name == helper.name

    # Somebody of the college calls the host: the pupil is expected.
    main = staff["main"]
    main.ask(
        "AgreementService.RecordHostContact",
        name=first.name,
        contact_date="2026-11-02",
        spoken_to="La tutrice l'attend lundi à 9 h.",
    )

    # Its agreement is printed; the signed copy comes back, and its scan is recorded.
    printed = aicha.guardian.ask("AgreementService.GetAgreementDocument", name=first.name)
    is_pdf(printed.document)
    main.ask(
        "AgreementService.RecordPaperSignatures",
        name=first.name,
        version=printed.version,
        terms_digest=printed.terms_digest,
        parties=["AGREEMENT_PARTY_GUARDIAN", "AGREEMENT_PARTY_PUPIL"],
        signed_date="2026-11-02",
        copy_digest=hashlib.sha256(b"the scan").hexdigest(),
    )

    # That week's other application fell away, in the same instant; the other week's waits.
    aicha.letter("Votre candidature est acceptée")
    follow_up = aicha.ask("FollowUpService.GetStudentFollowUp", student=aicha.scope).follow_up
    states = {one.name: one.state for one in follow_up.applications}
    assert [states[name] for name in aicha.applications] == [3, 5, 1]
    bilals = next(one for one in inbox.applications if one.student_display_name == "Bilal Martin")
    farmer.is_refused("NO_SEAT_LEFT", "ApplicationService.AcceptApplication", name=bilals.name)
    farmer.ask(
        "ApplicationService.DeclineApplication", name=bilals.name, message="La place est prise, désolés."
    )
    bilal.letter("Une réponse à votre candidature")

    # Bilal asks elsewhere, and gets it; Chloé takes hers back.
    [dairy] = [one for one in bilal.offers if "fromagerie" in one.title]
    bilal.applications = [
        bilal.ask(
            "ApplicationService.SubmitApplication",
            student=bilal.scope,
            offer=dairy.name,
            week=WEEKS[0],
            letter="Madame, Monsieur, le fromage m'intéresse aussi.",
        ).name
    ]
    farmer.ask("ApplicationService.AcceptApplication", name=bilal.applications[0])
    chloe.ask("ApplicationService.WithdrawApplication", name=chloe.applications[0])

    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    totals = main.ask("FollowUpService.GetClassFollowUp", **{"class": college.classes[0].name}).follow_up.totals
    assert (totals.students, totals.students_placed) == (3, 2)
    whole = staff["documentalist"].ask("FollowUpService.GetEstablishmentFollowUp", establishment=COLLEGE)
    assert whole.follow_up.totals == totals
    teacher = staff["teacher"]
    read = teacher.ask("StudentService.GetCv", student=aicha.scope)
    assert read.cv.languages == ["Français", "Arabe"]


def the_group(staff, farmer, helper, pupils):
    """The main teacher asks for two pupils at once; the host answers the group as a whole."""
    _, bilal, chloe = pupils
    main = staff["main"]
    own = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    terms = farmer.ask("OfferService.GetOffer", name=own[0].name).offer.terms
    terms.title, terms.seats_per_week = "La ferme en groupe", 2
    terms.format, terms.group_size = "OFFER_FORMAT_COLLECTIVE", 2
    published = farmer.ask("OfferService.PublishOffer", host=farmer.scope, terms=terms)
    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    room = college.classes[0].name
    search = {"class": room, "format": "OFFER_FORMAT_COLLECTIVE"}
    [found] = main.ask("OfferService.SearchOffers", **search).offers
    chloe.is_refused(
        "COLLECTIVE_OFFER",
        "ApplicationService.SubmitApplication",
        student=chloe.scope,
        offer=found.name,
        week=WEEKS[1],
        letter="Madame, Monsieur, seule.",
    )
    group = main.ask(
        "GroupApplicationService.SubmitGroupApplication",
        **{"class": room},
        offer=found.name,
        week=WEEKS[1],
        students=[bilal.scope, chloe.scope],
        letter="Deux élèves qui préparent cette semaine ensemble.",
    ).name
    helper.letter("Une candidature de groupe est arrivée")
    [received] = helper.ask("GroupApplicationService.ListGroupApplications", host=helper.scope).group_applications
    assert [one.student_display_name for one in received.members] == ["Bilal Martin", "Chloé Martin"]
    farmer.ask(
        "GroupApplicationService.DeclineGroupApplication", name=group, message="L'étable est en travaux, désolés."
    )
    main.letter("Une réponse à votre candidature de groupe est arrivée")
    told = main.ask("GroupApplicationService.GetGroupApplication", name=group).group_application
    assert told.message == "L'étable est en travaux, désolés."
    farmer.ask("OfferService.WithdrawOffer", name=published.name, reason="OFFER_WITHDRAWAL_REASON_OTHER")


def the_partners(world, state, staff, farmer):
    """An association is named and assigned, and sees what it looks after."""
    prefect, referent = state["prefect"], state["referent"]
    association = Person(world, "Présidente", "presidente@association.example")
    named = prefect.ask(
        "PartnerService.NamePartner",
        association="Un stage pour chacun",
        territory=prefect.scope,
        identity=association.identity,
    )
    association.accepts_invitation()
    [listed] = referent.ask("PartnerService.ListPartners", territory=referent.scope).partners
    assert listed.name == named.name
    found = referent.ask("DirectoryService.SearchEstablishments", department=referent.scope, text="Lumière")
    [college] = [one.listing.name for one in found.establishments]
    referent.ask("PartnerService.AssignPartner", name=listed.name, assignment=college)
    [host] = referent.ask("HostService.ListHosts", territory=referent.scope).hosts
    referent.ask("PartnerService.AssignPartner", name=listed.name, assignment=host.name)
    assignments = association.ask("PartnerService.GetPartner", name=association.scope).partner.assignments
    assert sorted(assignments) == sorted([college, farmer.scope])
    association.ask("EstablishmentService.GetEstablishment", name=college)
    association.ask("FollowUpService.GetEstablishmentFollowUp", establishment=college)
    association.ask("HostService.GetHost", name=farmer.scope)
    the_campaign(world, state, staff, association, college)


def the_pooling(world, state, staff, farmer):
    """A local platform signs its agreement and feeds an offer in; who answers for it is invited."""
    operator, platform = state["operator"], state["pooling_partner"]
    [mandate] = [
        one.name
        for one in operator.ask("MandateService.ListRepresentatives").representatives
        if one.name.endswith(platform.id)
    ]
    offered = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    terms = farmer.ask("OfferService.GetOffer", name=offered[0].name).offer.terms
    answers = Person(world, "Paule Relais", "paule@relais.example")
    terms.title, terms.reserved_for = "Découvrir le courrier", ""
    terms.tutor.person = ""
    terms.tutor.identity.full_name, terms.tutor.identity.mail = answers.name, answers.mail
    organisation = {"display_name": "Le relais", "public_body": {"administration": "La Poste"}}
    host = {"name": RELAY, "organisation": organisation, "contact": answers.identity}
    feed = [{"offer": {"identifier": "relais/1", "host": host, "terms": terms}}, {"whole": {"items": 1}}]
    try:
        platform.feeds(feed)
        raise AssertionError("nobody feeds in before the agreement is signed")
    except Refused as refused:
        assert refused.reason == "NO_POOLING_AGREEMENT"
    operator.ask(
        "PoolingService.RecordPoolingAgreement",
        name=mandate,
        platform_display_name="Stages de l'Ain",
        signed_date="2026-10-01",
    )
    fed = platform.feeds(feed)
    assert fed.deposited == 1, fed
    assert platform.feeds(feed).unchanged == 1, "feeding twice changes nothing"
    answers.accepts_invitation()
    [own] = answers.ask("OfferService.ListOffersOfHost", host=answers.scope).offers
    shown = staff["main"].ask("OfferService.GetOffer", name=own.name).offer
    assert shown.platform_display_name == "Stages de l'Ain"
    assert platform.feeds([{"end": {"identifier": "relais/1"}}]).ended == 1


def the_campaign(world, state, staff, association, college):
    """Targets, a difficulty, a meeting; and a college that asks an association for help."""
    committee, director, prefect = (state[one] for one in ("national_committee", "academic_director", "prefect"))
    for person in (committee, director, staff["head"]):
        person.signs_in()
    halves = {"public_offers": 15000, "private_offers": 15000}
    year = {"territory": "national", "school_year": YEAR, "targets": halves}
    committee.ask("CampaignService.FixTargets", rows=[year])
    words = {"words": "Trop peu d'offres."}
    kind = {"kind": "DIFFICULTY_KIND_FEW_OFFERS"}
    difficulty = director.ask("CampaignService.ReportDifficulty", territory=director.scope, **kind, **words)
    prefect.ask("CampaignService.AnswerDifficulty", name=difficulty.name, words="La ville en ouvre dix.")
    director.ask("CampaignService.CloseDifficulty", name=difficulty.name)
    meeting = {"kind": "MEETING_KIND_HEADS", "held_date": "2026-09-15", "colleges": 12}
    prefect.ask("CampaignService.RecordMeeting", territory=prefect.scope, details=meeting)
    help_wanted = staff["head"].ask("HelpService.RequestHelp", name=college, words="Pour préparer la 3e A.")
    answer = {"partner": association.scope, "words": "Elle vous appelle."}
    prefect.ask("HelpService.AnswerHelpRequest", name=help_wanted.name, **answer)
    session = {"kind": "ACTIVITY_KIND_PUPIL_SESSION", "held_date": "2026-09-15", "people": 3}
    association.ask("PartnerService.RecordActivity", name=association.scope, assignment=college, details=session)
    staff["head"].ask("HelpService.CloseHelpRequest", name=help_wanted.name)
    country = committee.ask("CampaignService.GetConsolidation", territory="national").consolidation.total
    assert country.targets.public_offers == 15000 and country.heads.colleges == 12
    assert (country.difficulties, country.difficulties_open, country.help_requests_open) == (1, 0, 0)


def the_placements(world, state, staff, farmer, pupils):
    """After the week: the host confirms, the main teacher records what it brought."""
    aicha, bilal, _ = pupils
    for person in (farmer, staff["main"], state["rector"], state["national_committee"]):
        person.signs_in()
    inbox = farmer.ask("FollowUpService.GetHostInbox", host=farmer.scope).inbox
    placed = [one.name for one in inbox.applications if one.placement_state == 1]
    assert sorted(placed) == sorted([aicha.applications[0], bilal.applications[0]])
    for name in placed:
        farmer.ask("PlacementService.ConfirmCompletion", name=name)

    main = staff["main"]
    main.ask(
        "AgreementService.RecordVisit",
        name=aicha.applications[0],
        visit_date="2026-12-02",
        word="Elle sait déjà traire.",
    )
    agreement = main.ask("AgreementService.GetAgreement", name=aicha.applications[0]).agreement
    assert [one.contact_date for one in agreement.host_contacts] == ["2026-11-02"]
    assert [one.visit_date for one in agreement.visits] == ["2026-12-02"]
    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    [troisieme] = [one.name for one in college.classes if one.label == "3e A"]
    followed = main.ask("FollowUpService.GetClassFollowUp", **{"class": troisieme}).follow_up
    # The same as a file: the class as a whole, and a row for each pupil.
    rows, file = main.exports(class_follow_up={"class": troisieme})
    assert rows == len(file) == 1 + len(followed.students)
    assert {one.identity.given_name for one in followed.students} < {row["Prénom"] for row in file}
    done = [placement.name for one in followed.students for placement in one.placements]
    for name in done:
        main.ask(
            "PlacementService.RecordDebrief",
            name=name,
            skills=["SKILL_CITIZENSHIP"],
            debrief="Se lever tôt, et travailler ensemble.",
        )
    for person, territory in (("rector", state["rector"].scope), ("national_committee", "national")):
        shown = state[person].ask("SteeringService.GetTerritoryDashboard", name=territory).dashboard
        assert (shown.completed.girls, shown.completed.boys) == (1, 1)
    # The log proves itself: what was signed, and by which key (PRF-1).
    signed = state["national_committee"].ask("AuditService.ListCheckpoints")
    assert signed.checkpoints[0].note.startswith(signed.keys[0].split("+")[0])


def the_end(world, state, staff, farmer, pupils):
    """A guardian takes back what they signed; another asks that nothing be kept."""
    aicha, bilal, chloe = pupils
    for person in (staff["head"], aicha.guardian, chloe.guardian, chloe):
        person.signs_in()
    accesses = aicha.guardian.ask("AuditService.ListAccesses", student=aicha.guardian.scope).accesses
    assert "Marie Ferme" in [one.reader_display_name for one in accesses]
    held = aicha.guardian.ask("PrivacyService.GetPersonalData", name=aicha.guardian.scope).json
    assert "J'aime les animaux." in held

    chloe.guardian.ask("StudentService.WithdrawAuthorisation", student=chloe.guardian.scope)
    chloe.is_refused("NOT_AUTHORISED", "OfferService.SearchOffers", student=chloe.scope)
    chloe.guardian.ask("PrivacyService.EraseStudent", name=chloe.guardian.scope)
    college = staff["head"].ask("FollowUpService.GetEstablishmentFollowUp", establishment=COLLEGE).follow_up
    assert (college.totals.students, college.totals.students_completed) == (5, 2)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, World(sys.argv[1], folder) as world:
        whole_life(world)
        print("a whole life in", world.calls, "calls, up to position", world.position)
