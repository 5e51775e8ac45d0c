"""A server with its mail, and people who know it by their answers and letters alone."""
import csv
import email
import glob
import io
import os
import re
import socket
import subprocess
import threading
import time
import uuid
from datetime import datetime, timezone
from email import policy

import grpc
from aiosmtpd.controller import Controller
from described import Server
from placement_client import Refused, Session, call

PATIENCE = 60  # seconds that a letter or a start may take
PASSWORD = "quatre mots sans aucun rapport"


class World:
    """A program, its server at a date of one's choice, and the mail of everybody."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        self.log = os.environ.get("PLACEMENT_TEST_POSTGRES", f"sqlite:{folder}/placement.db")
        self.mail = Mail()
        self.calls = 0
        self.position = 0
        self._server = None
        self._ahead = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stop()
        self.mail.stop()

    def _stop(self):
        if self._server:
            self._channel.close()
            self._server.terminate()
            self._server.wait(PATIENCE)

    def _environment(self):
        """Of a program at the date of one's choice: Debian's package `libfaketime` sees to it."""
        [library] = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        return {
            "PATH": os.environ["PATH"],
            "LD_PRELOAD": library,
            "FAKETIME": f"{self._ahead:+.0f}s",
            # What waits, waits by the clock that no date changes.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def runs(self, *arguments):
        """What a command of the operator prints."""
        done = subprocess.run(
            [self.program, *arguments, "--log", self.log],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        return done.stdout.strip()

    def date(self, date):
        """From now on it is that moment, in UTC, for whatever starts."""
        then = datetime.fromisoformat(date).replace(tzinfo=timezone.utc)
        self._ahead = then.timestamp() - time.time()

    def starts(self):
        """The server, again if it runs."""
        self._stop()
        self._server = subprocess.Popen(
            [
                self.program,
                "serve",
                f"--log={self.log}",
                "--listen=127.0.0.1:0",
                f"--smtp=smtp://127.0.0.1:{self.mail.port}?tls=none",
                "--mail-from=Mon stage <ne-pas-repondre@stages.example>",
                "--public-url=https://stages.example",
                "--news-waits=0",
                "--clock-ahead-days=400",
            ],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self._server.stdout.readline()
        assert "http://" in line, "the server does not start"
        address = re.search(r"http://([^,\s]+)", line)[1]
        threading.Thread(target=self._server.stdout.read, daemon=True).start()
        self._channel = grpc.insecure_channel(address)
        self.server = Server(self._channel)

    def clock(self):
        return time.time() + self._ahead


class Mail:
    """Takes every letter; somebody reads their own, in order."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._letters = []
        self._came = threading.Condition()
        self._smtp = Controller(self, hostname="127.0.0.1", port=self.port)
        self._smtp.start()

    def stop(self):
        self._smtp.stop()

    async def handle_DATA(self, _server, _session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        text = letter["subject"] + "\n" + letter.get_body(("plain",)).get_content()
        with self._came:
            self._letters += [(address, text) for address in envelope.rcpt_tos]
            self._came.notify_all()
        return "250 OK"

    def take(self, address, pattern):
        """The first letter to an address, subject and text, in which the pattern is found."""

        def found():
            matches = ((at, to, re.search(pattern, text)) for at, (to, text) in enumerate(self._letters))
            return next(((at, match) for at, to, match in matches if to == address and match), None)

        with self._came:
            self._came.wait_for(found, PATIENCE)
            others = [text.splitlines()[0] for to, text in self._letters if to == address]
            assert found(), f"no letter to {address} of {pattern}, only {others}"
            at, match = found()
            del self._letters[at]
            return match


def told(message, field):
    """What an answer says by a word of the schema, as `WAIVER_STATE_REFUSED`."""
    words = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return words[getattr(message, field)].name


class Person:
    """Somebody with an address, and with a session once they signed in."""

    def __init__(self, world, name, mail):
        self.world, self.name, self.mail = world, name, mail
        self.identity = {"full_name": name, "mail": mail}
        self.session = None

    def ask(self, method, **fields):
        """Calls `Service.Method`; a command gets a request id, a query the last known position."""
        service, name = method.split(".")
        request = getattr(self.world.server, f"{name}Request")(**fields)
        known = request.DESCRIPTOR.fields_by_name
        if "request_id" in known:
            request.request_id = str(uuid.uuid4())
        if "min_position" in known:
            request.min_position = self.world.position
        self.world.calls += 1
        answer = call(getattr(getattr(self.world.server, service), name), request, self.session)
        if "outcome" in answer.DESCRIPTOR.fields_by_name:
            self.world.position = max(self.world.position, answer.outcome.position)
        return answer

    def feeds(self, parts):
        """Feeds offers in: a stream of messages, which is begun anew where it is sent again."""
        request = self.world.server.FeedOffersRequest
        messages = [request(**part) for part in parts]
        method = self.world.server.PoolingService.FeedOffers
        self.world.calls += 1
        fed = call(lambda all_of_them, **how: method(iter(all_of_them), **how), messages, self.session)
        self.world.position = max(self.world.position, fed.outcome.position)
        return fed

    def watches(self, method, **fields):
        """The first answer of a watch."""
        service, name = method.split(".")
        request = getattr(self.world.server, f"{name}Request")(**fields)
        request.min_position = self.world.position
        method = getattr(getattr(self.world.server, service), name)
        self.world.calls += 1
        return call(lambda message, **how: next(method(message, **how)), request, self.session)

    def exports(self, **query):
        """A file of what a query answers, in comma-separated values: its rows, as it was told and as read."""
        [asked] = query.values()
        asked["min_position"] = self.world.position
        request = self.world.server.ExportDashboardRequest(format="EXPORT_FORMAT_CSV", **query)
        method = self.world.server.ExportService.ExportDashboard
        self.world.calls += 1
        pieces = call(lambda message, **how: list(method(message, **how)), request, self.session)
        text = b"".join(piece.chunk for piece in pieces).decode()
        return pieces[-1].rows, list(csv.DictReader(io.StringIO(text)))

    def is_refused(self, reason, method, **fields):
        """Calls a method that is refused for that reason."""
        try:
            self.ask(method, **fields)
        except Refused as refused:
            assert refused.reason == reason, f"{method}: {refused.reason}, not {reason}: {refused}"
            assert refused.french and refused.english
            return refused
        raise AssertionError(f"{method} is not refused")

    def signs_up(self, **capacity):
        """Asks for an account, follows the letter's link, and signs in."""
        self.ask("AccountService.SignUp", mail=self.mail, capacity=capacity)
        token = self.link("confirm-address")
        self.ask("AccountService.ConfirmAddress", link_token=token, password=PASSWORD)
        return self.signs_in()

    def accepts_invitation(self):
        """Follows the link of the invitation's letter, and signs in."""
        token = self.link("invitation")
        self.ask("AccountService.AcceptInvitation", link_token=token, password=PASSWORD)
        return self.signs_in()

    def signs_in(self):
        self.session = None
        return self._opens(self.ask("AccountService.SignIn", mail=self.mail, password=PASSWORD).session)

    def acts_as(self, person_id):
        """Goes on in another capacity of the same account."""
        return self._opens(self.ask("AccountService.ActAs", person_id=person_id).session)

    def _opens(self, opened):
        self.session = Session(opened, self._refresh, self.world.clock)
        self.role, self.scope, self.id = opened.role, opened.scope, opened.person_id
        return self

    def _refresh(self, token):
        accounts = self.world.server.AccountService
        request = self.world.server.RefreshSessionRequest(refresh_token=token)
        return call(accounts.RefreshSession, request, tries=1).session

    def letter(self, words):
        """A letter to them with these words."""
        return self.world.mail.take(self.mail, words).string

    def link(self, page):
        """The one-time token of a letter to them that leads to that page."""
        return self.world.mail.take(self.mail, rf"https://stages\.example/{page}#(\S+)")[1]


class Operator(Person):
    """Whoever has the machine: their token comes from the program."""

    def __init__(self, world):
        super().__init__(world, "Operator", "")
        self.session = self

    def metadata(self):
        token = self.world.runs("token", "--role", "operator")
        return [("authorization", f"Bearer {token}")]
