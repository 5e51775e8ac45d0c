// What every Node client needs: clients of described services, explained refusals, retries, a
// session, a watch that lasts.
import { setTimeout } from "node:timers/promises";
import { create, createRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import grpc from "@grpc/grpc-js";

const DEADLINE = 20_000; // milliseconds; the server gives up after 30 s

/** A connection; `registry` knows `google.rpc`, whose messages explain an error. */
export class Connection {
  constructor(address, credentials, registry = createRegistry()) {
    this.channel = new grpc.Client(address, credentials);
    this.registry = registry;
  }

  /** The methods of a service: a promise of the answer, or an iterable of a stream's values. */
  client(service, session) {
    const methods = {};
    for (const method of service.methods) {
      const makes = method.methodKind === "unary" ? this.#unary : this.#stream;
      methods[method.localName] = makes.bind(this, method, session);
    }
    return methods;
  }

  close() {
    this.channel.close();
  }

  async #unary(method, session, init, { tries = 5 } = {}) {
    const request = create(method.input, init);
    for (;;) {
      try {
        const metadata = await metadataOf(session);
        return await new Promise((answered, failed) => {
          const deadline = Date.now() + DEADLINE;
          const ends = (error, answer) => (error ? failed(error) : answered(answer));
          this.channel.makeUnaryRequest(...this.#call(method), request, metadata, { deadline }, ends);
        });
      } catch (error) {
        const refused = new Refused(error, this.registry);
        tries -= 1;
        if (tries === 0 || !refused.mayPass()) throw refused;
        await setTimeout(refused.retryAfter ?? 200);
      }
    }
  }

  async *#stream(method, session, init) {
    const request = create(method.input, init);
    for (;;) {
      const metadata = await metadataOf(session);
      const values = this.channel.makeServerStreamRequest(...this.#call(method), request, metadata);
      try {
        for await (const value of values) {
          if (method.input.field.minPosition) request.minPosition = value.position;
          yield value;
        }
        return;
      } catch (error) {
        const refused = new Refused(error, this.registry);
        if (refused.reason === "TOKEN_EXPIRED") await session.refresh();
        else if (refused.mayPass()) await setTimeout(refused.retryAfter ?? 200);
        else throw refused;
      } finally {
        values.cancel();
      }
    }
  }

  #call(method) {
    return [
      `/${method.parent.typeName}/${method.name}`,
      (message) => Buffer.from(toBinary(method.input, message)),
      (bytes) => fromBinary(method.output, bytes),
    ];
  }
}

/** A call that ended with an error, and the details of it. */
export class Refused extends Error {
  french = "";
  reason = ""; // for programs: NO_SEAT_LEFT
  rule = ""; // the row of the specification: OFF-3
  position = 0n; // as minPosition: on what it was judged
  fields = {}; // a sentence for each field that does not fit
  retryAfter; // milliseconds

  constructor(error, registry) {
    super(error.details, { cause: error });
    this.code = error.code;
    const [bytes] = error.metadata.get("grpc-status-details-bin");
    const status = registry.getMessage("google.rpc.Status");
    for (const any of bytes && status ? fromBinary(status, bytes).details : []) {
      const detail = anyUnpack(any, registry);
      switch (detail?.$typeName) {
        case "google.rpc.ErrorInfo":
          this.reason = detail.reason;
          this.rule = detail.metadata.rule;
          this.position = BigInt(detail.metadata.position ?? 0);
          break;
        case "google.rpc.LocalizedMessage":
          if (detail.locale === "fr") this.french = detail.message;
          break;
        case "google.rpc.BadRequest":
          for (const bad of detail.fieldViolations) this.fields[bad.field] = bad.description;
          break;
        case "google.rpc.RetryInfo":
          this.retryAfter = Number(detail.retryDelay.seconds) * 1000 + detail.retryDelay.nanos / 1e6;
          break;
      }
    }
  }

  /** Whether the same request may succeed a moment later. */
  mayPass() {
    const passing = [grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED];
    return passing.includes(this.code) || ["CONTENDED", "TOO_MANY_REQUESTS"].includes(this.reason);
  }
}

/** An access token that is replaced a minute before it ends. */
export class Session {
  #refresh;
  #underWay;

  /** `opened` is the Session of SignIn; `refresh` trades a refresh token for the next one. */
  constructor(opened, refresh) {
    this.opened = opened;
    this.#refresh = refresh;
  }

  async token() {
    const left = Number(this.opened.accessExpireTime.seconds) * 1000 - Date.now();
    if (left < 60_000) await this.refresh();
    return this.opened.accessToken;
  }

  /**
   * Replaces the tokens now. A refresh token serves once, and used twice it ends the session: one
   * call at a time, no retry. Where the answer is lost, sign in again.
   */
  async refresh() {
    this.#underWay ??= this.#refresh(this.opened.refreshToken).finally(() => (this.#underWay = undefined));
    this.opened = await this.#underWay;
  }
}

async function metadataOf(session) {
  const metadata = new grpc.Metadata();
  if (session) metadata.set("authorization", `Bearer ${await session.token()}`);
  return metadata;
}
