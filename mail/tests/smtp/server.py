"""A real SMTP server for the tests. Says on standard output, a JSON object a line, what it does;
obeys on standard input, a command a line:

    take              take every letter (at first)
    hold              take the letter, say so, and answer only after `release`
    release           answer what was held, and hold no more
    rcpt CODE TEXT    answer RCPT TO with this
    mail CODE TEXT    answer MAIL FROM with this
    data CODE TEXT    answer the letter with this

Usage: server.py PORT [CERTIFICATE KEY]   (port 0: any; with a certificate STARTTLS is required)
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self):
        self.answers = {}
        self.released = asyncio.Event()
        self.released.set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        say(event="rcpt", to=address)
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "data" in self.answers:
            return self.answers["data"]
        letter = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        part = lambda kind: letter.get_body((kind,)).get_content().replace("\r\n", "\n")
        say(
            event="taken",
            mail_from=envelope.mail_from,
            to=envelope.rcpt_tos,
            tls=session.ssl is not None,
            ascii=envelope.original_content.isascii(),
            message_id=letter["Message-ID"],
            automatic=letter["Auto-Submitted"],
            header_from=letter["From"],
            header_to=letter["To"],
            date=letter["Date"],
            subject=letter["Subject"],
            text=part("plain"),
            html=part("html"),
        )
        await self.released.wait()
        return "250 taken"

    def obey(self, line):
        word, _, rest = line.strip().partition(" ")
        if word == "hold":
            self.released.clear()
        elif word == "release":
            self.released.set()
        elif word == "take":
            self.answers.clear()
        elif word:
            self.answers[word] = rest
        say(event="obeyed", command=line.strip())


async def main():
    handler = Handler()
    loop = asyncio.get_running_loop()
    context = None
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])

    def connected():
        say(event="connected")
        return SMTP(handler, tls_context=context, require_starttls=context is not None)

    server = await loop.create_server(connected, "127.0.0.1", int(sys.argv[1]))
    say(event="listening", port=server.sockets[0].getsockname()[1])
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        handler.obey(line.decode())


asyncio.run(main())
