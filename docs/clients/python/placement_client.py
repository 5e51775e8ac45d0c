"""What every Python client needs: explained refusals, retries, a session, a watch that lasts."""
import threading
import time

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

DEADLINE = 20  # seconds; the server gives up after 30


class Refused(Exception):
    """A call that ended with an error, and the details of it."""

    def __init__(self, error):
        super().__init__(f"{error.code().name}: {error.details()}")
        self.code = error.code()
        self.english = error.details()
        self.french = ""
        self.reason = ""  # for programs: NO_SEAT_LEFT
        self.rule = ""  # the row of the specification: OFF-3
        self.position = 0  # as min_position: on what it was judged
        self.fields = {}  # a sentence for each field that does not fit
        self.retry_after = None  # seconds
        status = rpc_status.from_call(error)
        for detail in status.details if status else []:
            self._take(detail)

    def _take(self, detail):
        info = error_details_pb2.ErrorInfo()
        text = error_details_pb2.LocalizedMessage()
        bad = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            self.reason = info.reason
            self.rule = info.metadata["rule"]
            self.position = int(info.metadata["position"] or 0)
        elif detail.Unpack(text) and text.locale == "fr":
            self.french = text.message
        elif detail.Unpack(bad):
            self.fields = {v.field: v.description for v in bad.field_violations}
        elif detail.Unpack(retry):
            self.retry_after = retry.retry_delay.ToMilliseconds() / 1000

    def may_pass(self):
        """Whether the same request may succeed a moment later."""
        passing = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
        return self.code in passing or self.reason in ("CONTENDED", "TOO_MANY_REQUESTS")


def call(method, request, session=None, tries=5):
    """Calls a method, and again where that may help.

    A command may be sent again because its `request_id` stays the same. RefreshSession has none:
    call it with `tries=1`.
    """
    for left in reversed(range(tries)):
        try:
            metadata = session.metadata() if session else None
            return method(request, metadata=metadata, timeout=DEADLINE)
        except grpc.RpcError as error:
            refused = Refused(error)
            if left == 0 or not refused.may_pass():
                raise refused from error
            time.sleep(refused.retry_after or 0.2)


class Session:
    """An access token that is replaced a minute before it ends."""

    def __init__(self, opened, refresh, clock=time.time):
        """`opened` is the Session of SignIn; `refresh` trades a refresh token for the next one."""
        self.opened = opened
        self._clock = clock
        self._refresh = refresh
        self._lock = threading.Lock()

    def metadata(self):
        """Goes with every call."""
        with self._lock:
            if self.opened.access_expire_time.ToSeconds() - self._clock() < 60:
                self._replace()
            return [("authorization", f"Bearer {self.opened.access_token}")]

    def refresh(self):
        """Replaces the tokens now."""
        with self._lock:
            self._replace()

    def _replace(self):
        # A refresh token serves once, and used twice it ends the session: one thread at a time,
        # no retry. Where the answer is lost, sign in again.
        self.opened = self._refresh(self.opened.refresh_token)


def watch(method, request, session):
    """The present value, then each new one; goes on after an outage, and with the next token."""
    while True:
        try:
            for value in method(request, metadata=session.metadata()):
                request.min_position = value.position
                yield value
        except grpc.RpcError as error:
            refused = Refused(error)
            if refused.reason == "TOKEN_EXPIRED":
                session.refresh()
            elif refused.may_pass():
                time.sleep(refused.retry_after or 0.2)
            else:
                raise refused from error
