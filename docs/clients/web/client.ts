// What every page needs: a transport with the session's token and retries, explained refusals, a
// watch that lasts.
import type { Registry } from "@bufbuild/protobuf";
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import type { Session as Opened } from "../gen/placement/v1/account_pb.js";

export type Refresh = (refreshToken: string) => Promise<Opened>;

const DEADLINE = 20_000; // milliseconds; the server gives up after 30 s
const wait = (milliseconds: number) => new Promise((over) => setTimeout(over, milliseconds));

/** A call that ended with an error, and the details of it. */
export class Refused {
  readonly code: Code;
  readonly english: string;
  french = "";
  reason = ""; // for programs: NO_SEAT_LEFT
  rule = ""; // the row of the specification: OFF-3
  position = 0n; // as minPosition: on what it was judged
  fields: Record<string, string> = {}; // a sentence for each field that does not fit
  retryAfter?: number; // milliseconds

  /** `registry` knows the messages of `google.rpc`. */
  constructor(error: unknown, registry: Registry) {
    const connectError = ConnectError.from(error);
    this.code = connectError.code;
    this.english = connectError.rawMessage;
    for (const detail of connectError.findDetails(registry)) this.take(detail);
  }

  private take(detail: any) {
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

  /** Whether the same request may succeed a moment later. */
  mayPass() {
    const passing = [Code.Unavailable, Code.DeadlineExceeded];
    return passing.includes(this.code) || ["CONTENDED", "TOO_MANY_REQUESTS"].includes(this.reason);
  }
}

/** An access token that is replaced a minute before it ends; kept in memory, never in storage. */
export class Session {
  opened?: Opened;
  refreshes?: Refresh;
  private underWay?: Promise<Opened>;

  async token() {
    const ends = Number(this.opened?.accessExpireTime?.seconds ?? 0) * 1000;
    if (this.opened && ends - Date.now() < 60_000) await this.refresh();
    return this.opened?.accessToken;
  }

  /**
   * Replaces the tokens now. A refresh token serves once, and used twice it ends the session: one
   * call at a time, no retry. Where the answer is lost, sign in again.
   */
  async refresh() {
    this.underWay ??= this.refreshes!(this.opened!.refreshToken);
    this.opened = await this.underWay.finally(() => (this.underWay = undefined));
  }
}

/** gRPC-Web, with the token of the session, and again where that may help. */
export function transport(baseUrl: string, session: Session, registry: () => Registry) {
  const ofAccounts = "placement.v1.AccountService";
  // Those that need no token; RefreshSession must not wait for itself.
  const open = ["SignIn", "RefreshSession", "RequestPasswordReset"];
  const authorize: Interceptor = (next) => async (request) => {
    const isOpen = request.service.typeName === ofAccounts && open.includes(request.method.name);
    const token = isOpen ? undefined : await session.token();
    if (token) request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
  // A command may be sent again because its requestId stays the same; RefreshSession has none.
  const retry: Interceptor = (next) => async (request) => {
    let tries = request.stream || request.method.name === "RefreshSession" ? 1 : 5;
    for (;;) {
      try {
        return await next(request);
      } catch (error) {
        const refused = new Refused(error, registry());
        tries -= 1;
        if (tries === 0 || !refused.mayPass()) throw error;
        await wait(refused.retryAfter ?? 200);
      }
    }
  };
  return createGrpcWebTransport({ baseUrl, interceptors: [retry, authorize], defaultTimeoutMs: DEADLINE });
}

/** The present value, then each new one; goes on after an outage, and with the next token. */
export async function* watch<Value extends { position: bigint }>(
  opens: (minPosition: bigint) => AsyncIterable<Value>,
  session: Session,
  registry: Registry,
) {
  let minPosition = 0n;
  for (;;) {
    try {
      for await (const value of opens(minPosition)) {
        minPosition = value.position;
        yield value;
      }
      return;
    } catch (error) {
      const refused = new Refused(error, registry);
      if (refused.reason === "TOKEN_EXPIRED") await session.refresh();
      else if (refused.mayPass()) await wait(refused.retryAfter ?? 200);
      else throw error;
    }
  }
}
